using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Sends one archived digest to one recipient, and queues the digest's message when the delivery has reached a final state.</summary>
public sealed partial class SendJob(
    ClientDirectory clients,
    RunTable runs,
    DeliveryTable deliveries,
    DigestArchive digests,
    DigestSender sender,
    RecipientTable recipients,
    SignedLinks links,
    Outbox outbox,
    AlertTable alerts,
    TimeProvider time,
    ILogger<SendJob> logger)
{
    /// <summary>The reason of a delivery that is suppressed because a person has paused its recipient.</summary>
    public const string Paused = "paused";

    /// <summary>Sends the mail, or puts it off.</summary>
    /// <exception cref="InvalidOperationException">The digest is not in the archive.</exception>
    public async Task RunAsync(SendMessage message, CancellationToken cancellationToken)
    {
        var receipt = await ReceiptOf(message, cancellationToken);
        if (receipt is { RetryAt: { } retryAt })
        {
            await outbox.PutOffAsync(message, retryAt, cancellationToken);
            return;
        }

        if (message.Instruction is not null && message.Delivery is { IsTest: false } key) await ReportAskedForAsync(message, key, receipt, cancellationToken);

        // The digest's message is sent first: if the process stops in between, the mail's message is sent again and finds the final state.
        await outbox.AddAsync(new DigestMessage(message.Client, message.Occurrence), cancellationToken);
        await outbox.DoneAsync(message, cancellationToken);
    }

    /// <summary>Until when a mail whose job fails is tried again: 48 hours from its first attempt, or from the digest.</summary>
    public async Task<DateTimeOffset> InTimeUntilAsync(SendMessage message, CancellationToken cancellationToken)
    {
        if (message.Delivery is not { } key) return DateTimeOffset.MinValue;
        if (await deliveries.FindAsync(key, cancellationToken) is { } delivery) return delivery.FirstClaimedAt + DigestSender.GiveUpAfter;
        var run = await runs.FindAsync(message.Client, key.Occurrence, cancellationToken);
        return (run?.LeavesAt ?? run?.DueAt) + DigestSender.GiveUpAfter ?? DateTimeOffset.MinValue;
    }

    /// <summary>Ends the delivery of a mail whose job fails until it is too late, and queues the digest's message.</summary>
    public async Task GiveUpAsync(SendMessage message, string reason, CancellationToken cancellationToken)
    {
        if (message.Delivery is not { } key) return;
        await sender.GiveUpAsync(key, reason, cancellationToken);
        await outbox.AddAsync(new DigestMessage(message.Client, message.Occurrence), cancellationToken);
    }

    /// <summary>The delivery's receipt; null where the client or the recipient is no longer in force.</summary>
    private async Task<Receipt?> ReceiptOf(SendMessage message, CancellationToken cancellationToken)
    {
        var occurrence = IsoWeek.Parse(message.Occurrence);
        var key = new DeliveryKey(message.Client, occurrence, message.Recipient, message.Instruction);
        var found = await clients.FindAsync(message.Client, cancellationToken);
        var client = found?.Config;
        var recipient = client is null ? null : AddresseesOf(client, key).FirstOrDefault(candidate => RecipientHash.Of(candidate.Email) == message.Recipient);
        var run = await runs.FindAsync(message.Client, occurrence, cancellationToken);
        if (client is null || recipient is null || run is null)
        {
            // What a person asked for has a record already, which has to end too.
            if (key.Instruction is not null) await sender.GiveUpAsync(key, "the client or the recipient is no longer in force", cancellationToken);
            Log.NotWanted(logger, message.Client, occurrence, key.DeliveryId);
            return null;
        }

        var digest = await digests.FindAsync(client.Id, run.ReportedWeek, recipient.Language, cancellationToken)
            ?? throw new InvalidOperationException($"The digest of {run.ReportedWeek} of {client.Id} is to be sent, but is not in the archive.");

        // A test's reader is no recipient, and ends no digests.
        var unsubscribe = key.IsTest ? null : await links.ToUnsubscribeAsync(client.Id, message.Recipient, cancellationToken);
        var withheld = !key.IsTest && found!.IsPausedAt(message.Recipient, time.GetUtcNow()) ? Paused : null;
        var envelope = new Envelope(client.In(occurrence), occurrence, recipient, digest)
        {
            Unsubscribe = unsubscribe,
            Instruction = message.Instruction,
            Withheld = withheld,
            ReadsOfSeveral = client.Consultants.Any(consultant => RecipientHash.Of(consultant.Email) == message.Recipient)
                || await recipients.GetsSeveralAsync(client.Id, message.Recipient, cancellationToken),
        };
        return await sender.SendAsync(envelope, cancellationToken);
    }

    private static IEnumerable<Recipient> AddresseesOf(ClientConfig client, DeliveryKey key) =>
        key.IsTest ? client.Consultants.Select(consultant => new Recipient(consultant.Email, consultant.Name)) : client.Recipients;

    /// <summary>What became of a mail that a person asked for: it makes up for those before it to the same recipient, or is reported itself.</summary>
    private async Task ReportAskedForAsync(SendMessage message, DeliveryKey key, Receipt? receipt, CancellationToken cancellationToken)
    {
        if (receipt is { State: var state } && state.NeedsAPerson())
        {
            await alerts.RecordAsync(key.Client, AlertKinds.MailHeld, key.DeliveryId, $"{DeliveryNames.States[state]}: {receipt.Reason}", cancellationToken, MessageJson.Write(message));
        }
        else if (receipt?.State.WasAccepted() == true)
        {
            foreach (var earlier in await deliveries.ReadAsync(key.Client, key.Occurrence, cancellationToken))
                if (earlier.Key.Recipient == key.Recipient) await alerts.ClearAsync(key.Client, AlertKinds.MailHeld, earlier.Key.DeliveryId, cancellationToken);
            await alerts.ClearAsync(key.Client, AlertKinds.DigestMissed, key.Occurrence.ToString(), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Delivery {DeliveryId} of the digest {Occurrence} of {Client} is not made: the client or the recipient is no longer in force.")]
        public static partial void NotWanted(ILogger logger, string client, IsoWeek occurrence, string deliveryId);
    }
}
