using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Events;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>
/// Takes what SendGrid posts about mails. A post is handled whole before it is answered: SendGrid repeats for a day what is
/// not answered with success, and a repetition changes nothing, whatever part of the post took effect before.
/// </summary>
public sealed partial class MailEventsJob(
    EventSignature signature,
    DeliveryTable deliveries,
    SuppressionTable suppressions,
    RecipientPlaces places,
    RunTable runs,
    AlertTable alerts,
    Outbox outbox,
    StorageAccount account,
    TimeProvider time,
    ILogger<MailEventsJob> logger)
{
    /// <summary>The longest body that is taken, in bytes: twice that of a thousand long events.</summary>
    public const int LongestBody = 2 * 1024 * 1024;

    /// <summary>A digest's deliveries that events of a post name.</summary>
    private sealed record Touched(string Client, IsoWeek Occurrence, IReadOnlyList<ReportedEvent> Events);

    /// <summary>
    /// 200 where the post was handled; 403 where it was not signed by SendGrid or is too old, 400 where it is not a list of
    /// events, 408 and 413 where it comes too slowly or is too long, 503 where no key is set to verify it with.
    /// </summary>
    public async Task<WebReply> TakeAsync(WebJobRequest request, CancellationToken cancellationToken)
    {
        var (given, stamp) = (request.Header(EventSignature.SignatureHeader), request.Header(EventSignature.TimestampHeader));
        var outcome = signature.Look(given, stamp, time.GetUtcNow());
        if (outcome != SignatureOutcome.Good) return Refuse(outcome);

        var body = await request.ReadBodyAsync(LongestBody, cancellationToken);
        if (body.Refusal != 0)
        {
            Log.Unread(logger, body.Refusal);
            return WebReply.Line(body.Refusal, body.Refusal == 413 ? $"more than {LongestBody} bytes" : "too slow");
        }

        outcome = signature.Verify(given, stamp, body.Bytes.Span, time.GetUtcNow());
        if (outcome != SignatureOutcome.Good) return Refuse(outcome);

        EventBatch batch;
        try
        {
            batch = EventBatch.Read(body.Bytes);
        }
        catch (FormatException exception)
        {
            Log.Unreadable(logger, exception.Message);
            return WebReply.Line(400, exception.Message);
        }

        await ApplyAsync(batch, cancellationToken);
        return WebReply.Line(200, "");
    }

    private WebReply Refuse(SignatureOutcome outcome)
    {
        Log.Refused(logger, outcome);
        return outcome == SignatureOutcome.Unchecked ? WebReply.Line(503, "no key is set") : WebReply.Line(403, "not signed, or too old");
    }

    private async Task ApplyAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var (matched, changed) = (0, 0);
        var touched = batch.Events.GroupBy(reported => (reported.Client, reported.Occurrence)).Select(group => new Touched(group.Key.Client, group.Key.Occurrence, [.. group]));
        await Parallel.ForEachAsync(
            touched,
            new ParallelOptions { MaxDegreeOfParallelism = account.AtOnce, CancellationToken = cancellationToken },
            async (digest, token) =>
            {
                var (found, applied) = await ApplyAsync(digest, token);
                Interlocked.Add(ref matched, found);
                Interlocked.Add(ref changed, applied);
            });
        Log.Taken(logger, batch.Events.Count + batch.Ignored + batch.Repeated, changed, batch.Ignored, batch.Repeated, batch.Events.Count - matched);
    }

    /// <returns>How many events named a delivery, and how many deliveries were changed.</returns>
    private async Task<(int Matched, int Changed)> ApplyAsync(Touched digest, CancellationToken cancellationToken)
    {
        // The id follows from client, week and recipient: an event whose arguments do not fit together finds none.
        var known = (await deliveries.ReadAsync(digest.Client, digest.Occurrence, cancellationToken)).ToDictionary(delivery => delivery.Key.DeliveryId, StringComparer.Ordinal);
        var named = digest.Events.Where(reported => known.ContainsKey(reported.DeliveryId)).GroupBy(reported => known[reported.DeliveryId]).ToList();
        if (named.Count == 0) return (0, 0);

        var after = new List<DeliveryRecord>();
        foreach (var events in named) after.Add(await ApplyAsync(events.Key, [.. events], cancellationToken));

        // After each delivery was written: if the process stops in between, SendGrid repeats the post.
        if (await IsToBeLookedAtAsync(digest, after, cancellationToken)) await outbox.AddAsync(new DigestMessage(digest.Client, digest.Occurrence.ToString()), cancellationToken);
        return (named.Sum(events => events.Count()), after.Except(named.Select(events => events.Key)).Count());
    }

    /// <summary>Whether the mails decide how the digest ends, and may have changed that.</summary>
    private async Task<bool> IsToBeLookedAtAsync(Touched digest, IReadOnlyList<DeliveryRecord> after, CancellationToken cancellationToken) =>
        await runs.FindAsync(digest.Client, digest.Occurrence, cancellationToken) switch
        {
            null => false,
            { State: RunState.Sent } => after.Any(delivery => delivery.State.NeedsAPerson()),
            var run => run.State == RunState.Built || DigestLifecycle.EndedWithItsMails(run),
        };

    /// <returns>The delivery after the events.</returns>
    private async Task<DeliveryRecord> ApplyAsync(DeliveryRecord before, IReadOnlyList<ReportedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Select(reported => reported.Suppresses).OfType<Suppression>().ToList() is { Count: > 0 } causes)
            await SuppressAsync(before.Key, causes.Aggregate((Suppression?)null, Suppression.After)!, cancellationToken);

        var greatest = DeliveryTransitions.Greatest(events.Select(reported => reported.Mail));
        var after = before;
        if (DeliveryTransitions.After(before, greatest) != before) after = await deliveries.ApplyAsync(before.Key, greatest, cancellationToken) ?? before;
        return after;
    }

    /// <summary>Stops the recipient's mails. The alert is written first: if the process stops in between, the repeated post writes both.</summary>
    private async Task SuppressAsync(DeliveryKey key, Suppression cause, CancellationToken cancellationToken)
    {
        var before = await suppressions.FindAsync(key.Client, key.Recipient, cancellationToken);
        if (Suppression.After(before, cause) == before) return;
        await ReportDeadAsync(key, cause, cancellationToken);
        var recorded = await suppressions.AddAsync(key.Client, key.Recipient, cause, cancellationToken);
        if (recorded != cause && recorded.LiftedAt is null && recorded.Reason != SuppressionReasons.Unsubscribed) await ReportDeadAsync(key, recorded, cancellationToken);
        Log.Suppressed(logger, key.Client, key.DeliveryId, cause.Reason);
    }

    private async Task ReportDeadAsync(DeliveryKey key, Suppression suppression, CancellationToken cancellationToken)
    {
        var what = suppression.Reason switch
        {
            SuppressionReasons.SpamReported => "reported a digest as spam",
            SuppressionReasons.Dropped => "is an address to which SendGrid hands nothing on",
            _ => "is an address that takes no mail",
        };
        var detail = suppression.Detail is { Length: > 0 } said ? $" ({said})" : "";
        await alerts.RecordAsync(
            key.Client, AlertKinds.AddressDead, key.Recipient,
            $"{await places.OfAsync(key.Client, key.Recipient, cancellationToken)} {what}{detail}. It gets no more digests. Correct or remove the address in the config; where it works again, have the suppression lifted.",
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "SendGrid posted {Events} events: {Changed} deliveries changed; {Ignored} events say nothing here, {Repeated} were repeated, {Unmatched} fit no delivery.")]
        public static partial void Taken(ILogger logger, int events, int changed, int ignored, int repeated, int unmatched);

        [LoggerMessage(2, LogLevel.Warning, "A post to the event webhook was refused: {Outcome}.")]
        public static partial void Refused(ILogger logger, SignatureOutcome outcome);

        [LoggerMessage(3, LogLevel.Warning, "A post to the event webhook was refused with {Status}, before its end was read.")]
        public static partial void Unread(ILogger logger, int status);

        [LoggerMessage(4, LogLevel.Error, "A post that SendGrid signed cannot be read. {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);

        [LoggerMessage(5, LogLevel.Information, "Delivery {DeliveryId} shows that a recipient of {Client} can get no more digests: {Reason}.")]
        public static partial void Suppressed(ILogger logger, string client, string deliveryId, string reason);
    }
}
