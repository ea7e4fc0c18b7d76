using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Closes alerts whose end no job reports by itself: an account that was taken out of the config, a delivery that an event or
/// a person settled, a missed digest after which a later one was sent. Called when a config is accepted or deleted, by the
/// daily sweep, and before each consultant's mail.
/// </summary>
public sealed class AlertEnds(AlertTable alerts, RunTable runs, DeliveryTable deliveries, SuppressionTable suppressions, TimeProvider time)
{
    /// <summary>How long what nothing can resolve any more is kept: a message that was given up, a missed digest of a client that has gone.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(28);

    /// <summary>A week's mail has told what is older.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(7);

    /// <summary>A mail that was held longer ago than this is not looked for.</summary>
    private const int WeeksBack = 8;

    /// <summary>Closes what has ended.</summary>
    /// <param name="config">The client's config in force; null where there is none.</param>
    /// <returns>What lasts.</returns>
    public async Task<IReadOnlyList<Alert>> CheckAsync(string client, ClientConfig? config, CancellationToken cancellationToken)
    {
        var lasting = new List<Alert>();
        foreach (var alert in await alerts.ReadAsync(client, cancellationToken))
        {
            if (await HasEndedAsync(alert, config, cancellationToken)) await alerts.ClearAsync(alert, cancellationToken);
            else lasting.Add(alert);
        }

        return lasting;
    }

    private async Task<bool> HasEndedAsync(Alert alert, ClientConfig? config, CancellationToken cancellationToken) => alert.Kind switch
    {
        AlertKinds.SourceInTrouble or AlertKinds.AccessEnds or AlertKinds.ExportsSilent => !Declares(config, source => source == alert.Subject),
        AlertKinds.MetricRefused => !Declares(config, source => alert.Subject.StartsWith(source + " ", StringComparison.Ordinal)),
        AlertKinds.TemplateFailed => config?.Brand.Id != alert.Subject,
        AlertKinds.ConfigOutdated => config is not null,
        AlertKinds.Unsubscribed or AlertKinds.AddressDead =>
            !Names(config, alert.Subject) || await suppressions.FindReasonAsync(alert.Client, alert.Subject, cancellationToken) is null,
        AlertKinds.DigestHeld or AlertKinds.DigestWaits => await HasGoneOnAsync(alert, cancellationToken),
        AlertKinds.DigestMissed => IsOld(alert, config) || (time.GetUtcNow() - alert.At > Told && await WasFollowedAsync(alert, cancellationToken)),
        AlertKinds.MailHeld => IsOld(alert, config) || await IsSettledAsync(alert, config, cancellationToken),
        AlertKinds.WorkWoken => time.GetUtcNow() - alert.At > Told,
        AlertKinds.JobFailed => alert.IsFinal && time.GetUtcNow() - alert.At > Kept,
        _ => false,
    };

    private bool IsOld(Alert alert, ClientConfig? config) => config is null && time.GetUtcNow() - alert.At > Kept;

    private static bool Declares(ClientConfig? config, Func<string, bool> isSource) => config?.Sources.Any(source => isSource(source.Ref.ToString())) == true;

    private static bool Names(ClientConfig? config, string recipient) => config is not null && RecipientHash.FindIn(config, recipient) is not null;

    /// <summary>
    /// Whether a digest was made or missed since. The alert is written before the run's state: one that is planned or waits may
    /// be held in a moment. One that a person holds waits again once it is released.
    /// </summary>
    private async Task<bool> HasGoneOnAsync(Alert alert, CancellationToken cancellationToken) =>
        IsoWeek.TryParse(alert.Subject, out var week)
        && await runs.FindAsync(alert.Client, week, cancellationToken) is { State: RunState.Built or RunState.Sent or RunState.Missed or RunState.Held } run
        && !(run.State == RunState.Held && run.HeldFor is HeldFor.NoFigures or HeldFor.ByPerson or HeldFor.Unrecognized);

    private async Task<bool> WasFollowedAsync(Alert alert, CancellationToken cancellationToken) =>
        IsoWeek.TryParse(alert.Subject, out var week)
        && (await runs.ReadSinceAsync(alert.Client, week.Plus(1), cancellationToken)).Any(run => run.State == RunState.Sent);

    /// <summary>Whether the mail arrived after all, or another one did since to the same recipient, or the recipient gets none any more.</summary>
    private async Task<bool> IsSettledAsync(Alert alert, ClientConfig? config, CancellationToken cancellationToken)
    {
        var known = await DeliveriesSinceAsync(alert, cancellationToken);
        if (known.FirstOrDefault(delivery => delivery.Key.DeliveryId == alert.Subject) is not { } held) return false;
        if (config is not null && !Names(config, held.Key.Recipient)) return true;
        return known.Any(delivery => delivery.Key.Recipient == held.Key.Recipient && delivery.State.WasAccepted() && delivery.FirstClaimedAt >= held.FirstClaimedAt);
    }

    private async Task<IReadOnlyList<DeliveryRecord>> DeliveriesSinceAsync(Alert alert, CancellationToken cancellationToken)
    {
        // Rows of earlier releases do not say of which digest the mail is.
        var first = OccurrenceOf(alert) ?? IsoWeek.Of(DateOnly.FromDateTime(alert.Since.UtcDateTime)).Plus(-1);
        var known = new List<DeliveryRecord>();
        foreach (var run in (await runs.ReadSinceAsync(alert.Client, first, cancellationToken)).Take(WeeksBack))
            known.AddRange(await deliveries.ReadAsync(alert.Client, run.Occurrence, cancellationToken));
        return known;
    }

    /// <summary>The digest that an alert about a mail is about; null where its row does not say it.</summary>
    public static IsoWeek? OccurrenceOf(Alert alert)
    {
        if (IsoWeek.TryParse(alert.Subject, out var week)) return week;
        return MailOf(alert) is { } mail && IsoWeek.TryParse(mail.Occurrence, out var occurrence) ? occurrence : null;
    }

    /// <summary>The mail that an alert about a mail is about; null where its row does not say it.</summary>
    public static SendMessage? MailOf(Alert alert)
    {
        if (alert.Kind != AlertKinds.MailHeld || alert.Message is not { } message) return null;
        try
        {
            return MessageJson.Read<SendMessage>(message);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
