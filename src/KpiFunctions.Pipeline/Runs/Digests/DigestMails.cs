using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>How it stands with a digest's mails: whether each recipient has got one, and which of them a person has to look at.</summary>
public sealed class DigestMails(SuppressionTable suppressions, AlertTable alerts)
{
    /// <summary>What the mails say of their digest.</summary>
    /// <param name="records">Every delivery of it.</param>
    internal static Finding FindingOf(ClientConfig client, IReadOnlyList<DeliveryRecord> records)
    {
        var known = records.Where(record => !record.Key.IsTest).ToLookup(record => record.Key.Recipient, StringComparer.Ordinal);
        var wanted = client.Recipients.Select(recipient => StateOf(known[RecipientHash.Of(recipient.Email)])).ToList();
        if (wanted.Any(state => state is null or DeliveryState.Claimed or DeliveryState.PutOff or DeliveryState.Unrecognized)) return Finding.MailsOpen;
        if (wanted.Any(state => state is DeliveryState.Unknown)) return Finding.MailsUnknown;
        return wanted.Any(state => state?.NeedsAPerson() == true) ? Finding.MailsRefused : Finding.MailsAccepted;
    }

    /// <summary>Reports deliveries that did not succeed, each outcome once.</summary>
    /// <returns>How many they are.</returns>
    public async Task<int> ReportAsync(Run run, IReadOnlyList<DeliveryRecord> records, CancellationToken cancellationToken)
    {
        var reached = ReachedBy(records);
        var held = records.Where(record => record.State.NeedsAPerson() && !record.Key.IsTest && !reached.Contains(record.Key.Recipient)).ToList();
        foreach (var delivery in held)
        {
            // Where the address is dead, that alert says it.
            var reason = $"{delivery.StateName}: {delivery.Reason}";
            if (delivery.EventAt is not null && await suppressions.FindReasonAsync(run.Client, delivery.Key.Recipient, cancellationToken) is not null)
                await ClearAsync(delivery, cancellationToken);
            else if ((await alerts.FindAsync(run.Client, AlertKinds.MailHeld, delivery.Key.DeliveryId, cancellationToken))?.Reason != reason)
                await alerts.RecordAsync(run.Client, AlertKinds.MailHeld, delivery.Key.DeliveryId, reason, cancellationToken, MessageJson.Write(new SendMessage(run.Client, run.Occurrence.ToString(), delivery.Key.Recipient)));
        }

        return held.Count;
    }

    /// <summary>The same for a digest that was reported before: alerts of mails that were settled since are cleared.</summary>
    public async Task ReportLaterAsync(Run run, IReadOnlyList<DeliveryRecord> records, CancellationToken cancellationToken)
    {
        var reached = ReachedBy(records);
        foreach (var settled in records.Where(record => reached.Contains(record.Key.Recipient))) await ClearAsync(settled, cancellationToken);
        await ReportAsync(run, records, cancellationToken);
    }

    /// <summary>How it stands with one recipient: a mail that a person asked for, and that was accepted, makes up for the first one. Null where there was none.</summary>
    private static DeliveryState? StateOf(IEnumerable<DeliveryRecord> mails)
    {
        var first = mails.FirstOrDefault(mail => mail.Key.Instruction is null)?.State;
        if (first is null or DeliveryState.Claimed or DeliveryState.PutOff or DeliveryState.Unrecognized) return first;
        return mails.FirstOrDefault(mail => mail.State.WasAccepted())?.State ?? first;
    }

    /// <summary>The recipients that have got the digest.</summary>
    private static HashSet<string> ReachedBy(IEnumerable<DeliveryRecord> records) =>
        records.Where(record => record.State.WasAccepted() && !record.Key.IsTest).Select(record => record.Key.Recipient).ToHashSet(StringComparer.Ordinal);

    private Task ClearAsync(DeliveryRecord delivery, CancellationToken cancellationToken) => alerts.ClearAsync(delivery.Key.Client, AlertKinds.MailHeld, delivery.Key.DeliveryId, cancellationToken);
}
