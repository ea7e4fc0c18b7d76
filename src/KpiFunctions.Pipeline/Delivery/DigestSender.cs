namespace KpiFunctions.Pipeline.Delivery;

/// <summary>
/// Sends each digest once to each recipient, however often and by however many it is asked to. The claim is recorded
/// before the mail is handed over; a claim without an answer means that nobody knows, and stays so.
/// </summary>
public sealed class DigestSender(DeliveryTable deliveries, SuppressionTable suppressions, MailGateway gateway, TimeProvider time)
{
    /// <summary>A claim older than this is nobody's any more: longer than any request to SendGrid, and than the host lets a function run.</summary>
    public static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <summary>After this a mail that SendGrid will not take is left to a person: last week's digest is no longer news.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(48);

    /// <summary>Sends the digest, or says why not.</summary>
    public async Task<Receipt> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var suppressed = await suppressions.FindReasonAsync(envelope.Client.Id, envelope.Key.Recipient, cancellationToken);
        var wanted = new DeliveryRecord(
            envelope.Key, suppressed is null ? DeliveryState.Claimed : DeliveryState.Suppressed, now, now, null, suppressed, default);

        var claim = await deliveries.TryInsertAsync(wanted, cancellationToken);
        if (claim is null)
        {
            var earlier = await deliveries.FindAsync(envelope.Key, cancellationToken)
                ?? throw new InvalidOperationException($"The delivery {envelope.Key.DeliveryId} could not be claimed, and is not there.");
            if (earlier.State != DeliveryState.PutOff) return await WithoutSending(earlier, now, cancellationToken);

            wanted = wanted with { FirstClaimedAt = earlier.FirstClaimedAt, Version = earlier.Version };
            claim = await deliveries.TryReplaceAsync(wanted, cancellationToken);
            if (claim is null) return new(envelope.Key, DeliveryState.Claimed, null, now + ClaimLasts);
        }

        if (suppressed is not null) return new(envelope.Key, DeliveryState.Suppressed, suppressed, null);

        var answer = await gateway.SendAsync(DigestMail.Of(envelope), cancellationToken);
        return await Record(claim, answer, cancellationToken);
    }

    /// <summary>What an earlier attempt left: an end, a claim that may still be somebody's, or one that nobody answers for.</summary>
    private async Task<Receipt> WithoutSending(DeliveryRecord earlier, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (earlier.State == DeliveryState.Unrecognized) return new(earlier.Key, earlier.State, earlier.Reason, now + LongestWait);
        if (earlier.State != DeliveryState.Claimed) return new(earlier.Key, earlier.State, earlier.Reason, null);

        var orphanedAt = earlier.ClaimedAt + ClaimLasts;
        if (now < orphanedAt) return new(earlier.Key, DeliveryState.Claimed, null, orphanedAt);

        var unknown = earlier with { State = DeliveryState.Unknown, Reason = "sending stopped before SendGrid's answer was recorded" };
        var recorded = await deliveries.TryReplaceAsync(unknown, cancellationToken)
            ?? await deliveries.FindAsync(earlier.Key, cancellationToken)
            ?? unknown;
        return new(recorded.Key, recorded.State, recorded.Reason, null);
    }

    private async Task<Receipt> Record(DeliveryRecord claim, MailAnswer answer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retryAt = answer.State == DeliveryState.PutOff ? now + WaitAfter(claim, answer, now) : (DateTimeOffset?)null;
        var state = answer.State;
        if (retryAt > claim.FirstClaimedAt + GiveUpAfter) (state, retryAt) = (DeliveryState.Refused, null);

        // Only an orphaned claim is taken away, and by then it says "unknown": the answer is the better knowledge.
        var record = claim with { State = state, MessageId = answer.MessageId, Reason = answer.Reason };
        while (await deliveries.TryReplaceAsync(record, cancellationToken) is null)
        {
            var other = (await deliveries.FindAsync(claim.Key, cancellationToken))!;

            // A later release knows more of the mail by now than this answer tells.
            if (other.State == DeliveryState.Unrecognized) break;
            record = record with { Version = other.Version };
        }

        return new(claim.Key, state, answer.Reason, retryAt);
    }

    /// <summary>As long as SendGrid asks for, else as long again as it has been tried already.</summary>
    private static TimeSpan WaitAfter(DeliveryRecord claim, MailAnswer answer, DateTimeOffset now)
    {
        if (answer.RetryAfter is { } asked && asked > TimeSpan.Zero) return asked;
        var tried = now - claim.FirstClaimedAt;
        return tried < FirstWait ? FirstWait : tried > LongestWait ? LongestWait : tried;
    }
}
