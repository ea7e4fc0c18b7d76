using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Work;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Sends one archived digest to one recipient, and wakes the digest's run when that has come to an end.</summary>
public sealed class SendJob(ClientDirectory clients, RunTable runs, DigestArchive digests, DigestSender sender, SignedLinks links, Backlog backlog)
{
    /// <summary>Sends, or puts off.</summary>
    /// <exception cref="InvalidOperationException">The digest is not in the archive.</exception>
    public async Task RunAsync(SendMessage message, CancellationToken cancellationToken)
    {
        if (await ReceiptOf(message, cancellationToken) is { RetryAt: { } retryAt })
        {
            await backlog.PutOffAsync(message, retryAt, cancellationToken);
            return;
        }

        // The run is woken first: should this stop in between, the send is queued again and finds its end recorded.
        await backlog.AddAsync(new DigestMessage(message.Client, message.Occurrence), cancellationToken);
        await backlog.DoneAsync(message, cancellationToken);
    }

    /// <summary>The delivery's receipt; null where the client or the recipient is no longer there.</summary>
    private async Task<Receipt?> ReceiptOf(SendMessage message, CancellationToken cancellationToken)
    {
        var occurrence = IsoWeek.Parse(message.Occurrence);
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var recipient = client?.Recipients.FirstOrDefault(candidate => RecipientHash.Of(candidate.Email) == message.Recipient);
        var run = await runs.FindAsync(message.Client, occurrence, cancellationToken);
        if (client is null || recipient is null || run is null) return null;

        var digest = await digests.FindAsync(client.Id, run.ReportedWeek, cancellationToken)
            ?? throw new InvalidOperationException($"The digest of {run.ReportedWeek} of {client.Id} is to be sent, but is not in the archive.");
        var unsubscribe = await links.ToUnsubscribeAsync(client.Id, message.Recipient, cancellationToken);
        return await sender.SendAsync(new(client, occurrence, recipient, digest) { Unsubscribe = unsubscribe }, cancellationToken);
    }
}
