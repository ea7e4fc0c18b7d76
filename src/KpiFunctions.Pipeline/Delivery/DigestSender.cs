using KpiFunctions.Pipeline.Periods;
using Microsoft.Extensions.Logging;
using SendGrid.Helpers.Mail;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>
/// Sends each digest once to each recipient, however often and from however many instances it is called. The claim is
/// recorded before the mail is handed over; a claim without a recorded answer becomes <see cref="DeliveryState.Unknown"/>
/// and is never sent again automatically.
/// </summary>
public sealed partial class DigestSender(DeliveryTable deliveries, SuppressionTable suppressions, MailGateway gateway, TimeProvider time, ILogger<DigestSender> logger)
{
    /// <summary>How long a claim is valid: longer than any request to SendGrid, and longer than the host lets a function run.</summary>
    public static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <summary>How long a mail that SendGrid does not accept is tried again; then it is refused, and a person has to act.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(48);

    /// <summary>Sends the digest unless an earlier attempt did or may have done so.</summary>
    /// <returns>The delivery's state, and why it was not sent.</returns>
    public async Task<Receipt> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var suppressed = envelope.Withheld ?? await suppressions.FindReasonAsync(envelope.Client.Id, envelope.Key.Recipient, cancellationToken);
        return await SendAsync(envelope.Key, suppressed, () => DigestMail.Of(envelope), cancellationToken);
    }

    /// <summary>Sends a mail to a consultant unless an earlier attempt did or may have done so.</summary>
    /// <inheritdoc cref="SendAsync(Envelope, CancellationToken)"/>
    public Task<Receipt> SendReportAsync(ReportEnvelope envelope, CancellationToken cancellationToken) => SendAsync(envelope.Key, null, () => ReportMail.Of(envelope), cancellationToken);

    private async Task<Receipt> SendAsync(DeliveryKey key, string? suppressed, Func<SendGridMessage> mail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = new DeliveryRecord(key, suppressed is null ? DeliveryState.Claimed : DeliveryState.Suppressed, now, now, null, suppressed, default);

        var claim = await deliveries.TryInsertAsync(wanted, cancellationToken);
        if (claim is null)
        {
            var earlier = await deliveries.FindAsync(key, cancellationToken)
                ?? throw new InvalidOperationException($"The delivery {key.DeliveryId} could neither be claimed nor found.");
            if (earlier.State != DeliveryState.PutOff) return await WithoutSending(earlier, now, cancellationToken);

            wanted = wanted with { FirstClaimedAt = earlier.FirstClaimedAt, By = earlier.By, Why = earlier.Why, Version = earlier.Version };
            claim = await deliveries.TryReplaceAsync(wanted, cancellationToken);
            if (claim is null) return new(key, DeliveryState.Claimed, null, now + ClaimLasts);
        }

        if (suppressed is not null)
        {
            Log.Suppressed(logger, key.Client, key.Occurrence, key.DeliveryId, suppressed);
            return new(key, DeliveryState.Suppressed, suppressed, null);
        }

        var answer = await gateway.SendAsync(mail(), cancellationToken);
        return await Record(claim, answer);
    }

    /// <summary>Records a mail that a person asks for, before its message is sent: whatever happens then, there is a record of it. The same instruction is recorded once.</summary>
    /// <param name="by">Who asks for it.</param>
    /// <param name="why">Why, in that person's words; null where nobody said.</param>
    /// <returns>Whether the mail is still to be sent.</returns>
    public async Task<bool> AskForAsync(DeliveryKey key, string by, string? why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asked = new DeliveryRecord(key, DeliveryState.PutOff, now, now, null, null, default) { By = by, Why = why };
        if (await deliveries.TryInsertAsync(asked, cancellationToken) is not null) return true;
        return await deliveries.FindAsync(key, cancellationToken) is { State: DeliveryState.PutOff or DeliveryState.Claimed };
    }

    /// <summary>Ends a delivery that cannot be made: refused where nothing was handed over, unknown where an attempt left no answer.</summary>
    public async Task GiveUpAsync(DeliveryKey key, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var refused = new DeliveryRecord(key, DeliveryState.Refused, now, now, null, reason, default);
        if (await deliveries.TryInsertAsync(refused, cancellationToken) is not null)
        {
            Report(refused, null);
            return;
        }

        while (await deliveries.FindAsync(key, cancellationToken) is { State: DeliveryState.Claimed or DeliveryState.PutOff } earlier)
        {
            var ended = earlier with { State = earlier.State == DeliveryState.PutOff ? DeliveryState.Refused : DeliveryState.Unknown, Reason = reason };
            if (await deliveries.TryReplaceAsync(ended, cancellationToken) is null) continue;
            Report(ended, null);
            return;
        }
    }

    /// <summary>The outcome of an earlier attempt: a final state, a claim that is still valid, or a claim that has expired without an answer.</summary>
    private async Task<Receipt> WithoutSending(DeliveryRecord earlier, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (earlier.State == DeliveryState.Unrecognized) return new(earlier.Key, earlier.State, earlier.Reason, now + LongestWait);
        if (earlier.State != DeliveryState.Claimed) return new(earlier.Key, earlier.State, earlier.Reason, null);

        var orphanedAt = earlier.ClaimedAt + ClaimLasts;
        if (now < orphanedAt) return new(earlier.Key, DeliveryState.Claimed, null, orphanedAt);

        var unknown = earlier with { State = DeliveryState.Unknown, Reason = "sending stopped before SendGrid's answer was recorded" };
        if (await deliveries.TryReplaceAsync(unknown, cancellationToken) is not null)
        {
            Report(unknown, null);
            return new(unknown.Key, unknown.State, unknown.Reason, null);
        }

        // The answer or an event arrived after all, and whoever recorded it reported it. If the mail was put off, it is due later.
        var other = await deliveries.FindAsync(earlier.Key, cancellationToken) ?? unknown;
        return new(other.Key, other.State, other.Reason, other.State is DeliveryState.PutOff or DeliveryState.Claimed or DeliveryState.Unrecognized ? now + FirstWait : null);
    }

    /// <summary>
    /// Records SendGrid's answer. It takes no cancellation token: an answer that a stopping host does not record makes the
    /// delivery unknown.
    /// </summary>
    private async Task<Receipt> Record(DeliveryRecord claim, MailAnswer answer)
    {
        var now = time.GetUtcNow();
        var retryAt = answer.State == DeliveryState.PutOff ? now + WaitAfter(claim, answer, now) : (DateTimeOffset?)null;
        var state = answer.State;
        if (retryAt > claim.FirstClaimedAt + GiveUpAfter) (state, retryAt) = (DeliveryState.Refused, null);

        // Another attempt replaces only an expired claim, by the state "unknown": the answer is more accurate than that.
        var record = claim with { State = state, MessageId = answer.MessageId, Reason = answer.Reason };
        while (await deliveries.TryReplaceAsync(record, CancellationToken.None) is null)
        {
            var other = (await deliveries.FindAsync(claim.Key, CancellationToken.None))!;

            // A later release has recorded a newer state of the mail.
            if (other.State == DeliveryState.Unrecognized) break;

            // An event was faster than the answer: its state is newer, and the mail was accepted whatever the answer says.
            record = other.EventAt is null ? record with { Version = other.Version } : other with { MessageId = answer.MessageId ?? other.MessageId };
        }

        if (record.EventAt is not null) retryAt = null;
        Report(record, retryAt);
        return new(claim.Key, record.State, record.Reason, retryAt);
    }

    /// <summary>The wait that SendGrid asks for; without one, the time since the first attempt, within limits.</summary>
    private static TimeSpan WaitAfter(DeliveryRecord claim, MailAnswer answer, DateTimeOffset now)
    {
        if (answer.RetryAfter is { } asked) return asked;
        var tried = now - claim.FirstClaimedAt;
        return tried < FirstWait ? FirstWait : tried > LongestWait ? LongestWait : tried;
    }

    private void Report(DeliveryRecord record, DateTimeOffset? retryAt)
    {
        var (client, occurrence, id) = (record.Key.ClientName, record.Key.Occurrence, record.Key.DeliveryId);
        if (record.State.WasAccepted()) Log.Accepted(logger, client, occurrence, id);
        else if (retryAt is { } at) Log.PutOff(logger, client, occurrence, id, at, record.Reason);
        else if (record.State == DeliveryState.Unknown) Log.Unknown(logger, client, occurrence, id, record.Reason);
        else Log.Refused(logger, client, occurrence, id, record.Reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Delivery {DeliveryId} of the digest {Occurrence} of {Client} was accepted.")]
        public static partial void Accepted(ILogger logger, string client, IsoWeek occurrence, string deliveryId);

        [LoggerMessage(2, LogLevel.Warning, "Delivery {DeliveryId} of the digest {Occurrence} of {Client} is put off until {RetryAt:u}: {Reason}")]
        public static partial void PutOff(ILogger logger, string client, IsoWeek occurrence, string deliveryId, DateTimeOffset retryAt, string? reason);

        [LoggerMessage(3, LogLevel.Error, "Delivery {DeliveryId} of the digest {Occurrence} of {Client} was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string client, IsoWeek occurrence, string deliveryId, string? reason);

        [LoggerMessage(4, LogLevel.Error, "It is unknown whether delivery {DeliveryId} of the digest {Occurrence} of {Client} was sent: {Reason}")]
        public static partial void Unknown(ILogger logger, string client, IsoWeek occurrence, string deliveryId, string? reason);

        [LoggerMessage(5, LogLevel.Information, "Delivery {DeliveryId} of the digest {Occurrence} of {Client} is suppressed: {Reason}")]
        public static partial void Suppressed(ILogger logger, string client, IsoWeek occurrence, string deliveryId, string reason);
    }
}
