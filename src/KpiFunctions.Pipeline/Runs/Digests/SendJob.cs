using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Sends one archived digest to one recipient, and queues the digest's message when the delivery has reached a final state.</summary>
public sealed partial class SendJob(
    ClientDirectory clients, RunTable runs, DeliveryTable deliveries, DigestArchive digests, DigestSender sender, SignedLinks links, Outbox outbox, ILogger<SendJob> logger)
{
    /// <summary>Sends the mail, or puts it off.</summary>
    /// <exception cref="InvalidOperationException">The digest is not in the archive.</exception>
    public async Task RunAsync(SendMessage message, CancellationToken cancellationToken)
    {
        if (await ReceiptOf(message, cancellationToken) is { RetryAt: { } retryAt })
        {
            await outbox.PutOffAsync(message, retryAt, cancellationToken);
            return;
        }

        // The digest's message is sent first: if the process stops in between, the mail's message is sent again and finds the final state.
        await outbox.AddAsync(new DigestMessage(message.Client, message.Occurrence), cancellationToken);
        await outbox.DoneAsync(message, cancellationToken);
    }

    /// <summary>Until when a mail whose job fails is tried again: 48 hours from its first attempt, or from the digest.</summary>
    public async Task<DateTimeOffset> InTimeUntilAsync(SendMessage message, CancellationToken cancellationToken)
    {
        if (!IsoWeek.TryParse(message.Occurrence, out var occurrence)) return DateTimeOffset.MinValue;
        if (await deliveries.FindAsync(new(message.Client, occurrence, message.Recipient), cancellationToken) is { } delivery) return delivery.FirstClaimedAt + DigestSender.GiveUpAfter;
        var run = await runs.FindAsync(message.Client, occurrence, cancellationToken);
        return (run?.BuiltAt ?? run?.DueAt) + DigestSender.GiveUpAfter ?? DateTimeOffset.MinValue;
    }

    /// <summary>Ends the delivery of a mail whose job fails until it is too late, and queues the digest's message.</summary>
    public async Task GiveUpAsync(SendMessage message, string reason, CancellationToken cancellationToken)
    {
        if (!IsoWeek.TryParse(message.Occurrence, out var occurrence)) return;
        await sender.GiveUpAsync(new(message.Client, occurrence, message.Recipient), reason, cancellationToken);
        await outbox.AddAsync(new DigestMessage(message.Client, message.Occurrence), cancellationToken);
    }

    /// <summary>The delivery's receipt; null where the client or the recipient is no longer in force.</summary>
    private async Task<Receipt?> ReceiptOf(SendMessage message, CancellationToken cancellationToken)
    {
        var occurrence = IsoWeek.Parse(message.Occurrence);
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var recipient = client?.Recipients.FirstOrDefault(candidate => RecipientHash.Of(candidate.Email) == message.Recipient);
        var run = await runs.FindAsync(message.Client, occurrence, cancellationToken);
        if (client is null || recipient is null || run is null)
        {
            Log.NotWanted(logger, message.Client, occurrence, new DeliveryKey(message.Client, occurrence, message.Recipient).DeliveryId);
            return null;
        }

        var digest = await digests.FindAsync(client.Id, run.ReportedWeek, cancellationToken)
            ?? throw new InvalidOperationException($"The digest of {run.ReportedWeek} of {client.Id} is to be sent, but is not in the archive.");
        var unsubscribe = await links.ToUnsubscribeAsync(client.Id, message.Recipient, cancellationToken);
        return await sender.SendAsync(new(client.In(occurrence), occurrence, recipient, digest) { Unsubscribe = unsubscribe }, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Delivery {DeliveryId} of the digest {Occurrence} of {Client} is not made: the client or the recipient is no longer in force.")]
        public static partial void NotWanted(ILogger logger, string client, IsoWeek occurrence, string deliveryId);
    }
}
