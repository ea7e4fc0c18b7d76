using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Asks one source for one account's days. A source that cannot answer costs nothing that is stored already: the reason
/// is kept with the account, and the fetch is put off; no instance waits.
/// </summary>
public sealed partial class FetchJob(
    ClientDirectory clients,
    SourceCatalog catalog,
    AccountFetch fetch,
    Quotas quotas,
    CursorTable cursors,
    Outbox outbox,
    AlertTable alerts,
    TimeProvider time,
    ILogger<FetchJob> logger)
{
    /// <summary>A digest shows thirteen weeks, the last of which is over when the client begins.</summary>
    private const int FirstFetchWeeks = 14;

    private const string InTrouble = AlertKinds.SourceInTrouble;
    private const string MetricRefused = AlertKinds.MetricRefused;
    private const string AccessEnds = AlertKinds.AccessEnds;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <summary>How long before an access runs out its consultant hears of it.</summary>
    private static readonly TimeSpan ToldAhead = TimeSpan.FromDays(14);

    /// <summary>Fetches, or puts off.</summary>
    public async Task RunAsync(FetchMessage message, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var source = client?.Sources.FirstOrDefault(candidate => candidate.Ref == new AccountRef(message.Source, message.Account));
        if (client is null || source is null || catalog.Find(message.Source) is not { } connector)
        {
            // The config changed since: nobody wants these figures any more.
            await outbox.DoneAsync(message, cancellationToken);
            return;
        }

        var cursor = await cursors.FindAsync(client.Id, source.Ref, cancellationToken);
        if (Later(cursor.NotBefore, await quotas.ClosedUntilAsync(connector.Traits, cancellationToken)) is { } notBefore && notBefore > time.GetUtcNow())
        {
            await outbox.PutOffAsync(message, notBefore, cancellationToken);
            return;
        }

        cursor = cursor with { LastAttempt = time.GetUtcNow() };
        await using var reservation = quotas.Reserve(connector.Traits, cursor.LastSuccess);
        try
        {
            var skip = RefusedItems.ToSkip(cursor.Refused, time.GetUtcNow());
            var days = DaysToAsk(client, connector.Traits, cursor);
            var outcome = await fetch.RunAsync(client, source, connector, days, reservation, skip, cancellationToken);
            reservation.Complete();
            await SucceededAsync(client, source, cursor with { AskedFrom = cursor.AskedFrom ?? days.First }, skip, outcome, cancellationToken);
            await outbox.DoneAsync(message, cancellationToken);
        }
        catch (SourceException exception) when (exception.Failure.Kind == SourceFailureKind.BudgetSpent && reservation.HadTurn)
        {
            // It has the day's figures: what is left of the quota is for those who have not.
            await cursors.WriteAsync(client.Id, cursor, cancellationToken);
            await outbox.DoneAsync(message, cancellationToken);
        }
        catch (SourceException exception)
        {
            await outbox.PutOffAsync(message, await FailedAsync(client, source, connector.Traits, cursor, exception.Failure, cancellationToken), cancellationToken);
        }
    }

    private async Task SucceededAsync(
        ClientConfig client, SourceConfig source, Cursor cursor, IReadOnlySet<string> skip, FetchOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var after = cursor with
        {
            AnsweredThrough = outcome.Through > cursor.AnsweredThrough || cursor.AnsweredThrough is null ? outcome.Through : cursor.AnsweredThrough,
            LastSuccess = now,
            Trouble = null,
            FailuresInARow = 0,
            NotBefore = null,
            Refused = RefusedItems.After(cursor.Refused, skip, outcome.Refusals, now),
            AccessEnds = outcome.AccessEnds,
        };
        if (cursor.Trouble is not null) await alerts.ClearAsync(client.Id, InTrouble, source.Ref.ToString(), cancellationToken);
        foreach (var refusal in outcome.Refusals.Where(refusal => !skip.Contains(refusal.What)))
            await alerts.RecordAsync(client.Id, MetricRefused, SubjectOf(source, refusal.What), $"{refusal.Failure.KindName}: {refusal.Failure.Message}", cancellationToken, isFinal: false);
        foreach (var mended in cursor.Refused.Keys.Except(after.Refused.Keys))
            await alerts.ClearAsync(client.Id, MetricRefused, SubjectOf(source, mended), cancellationToken);
        await TellAccessEndsAsync(client, source, cursor, after, cancellationToken);
        await cursors.WriteAsync(client.Id, after, cancellationToken);
    }

    private async Task TellAccessEndsAsync(ClientConfig client, SourceConfig source, Cursor before, Cursor after, CancellationToken cancellationToken)
    {
        var soon = time.GetUtcNow() + ToldAhead;
        if (after.AccessEnds < soon)
        {
            await alerts.RecordAsync(
                client.Id, AccessEnds, source.Ref.ToString(),
                $"The access ends on {after.AccessEnds:yyyy-MM-dd}: figures stop then. To do: renew it and put the new secret into the vault.", cancellationToken, isFinal: false);
        }
        else if (before.AccessEnds < soon)
        {
            await alerts.ClearAsync(client.Id, AccessEnds, source.Ref.ToString(), cancellationToken);
        }
    }

    /// <returns>When to ask again.</returns>
    private async Task<DateTimeOffset> FailedAsync(
        ClientConfig client, SourceConfig source, SourceTraits traits, Cursor cursor, SourceFailure failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = cursor.Trouble?.Failure.Kind == failure.Kind ? cursor.Trouble.Since : now;
        var wait = failure.RetryAfter ?? FirstWait * Math.Pow(2, Math.Min(cursor.FailuresInARow, 10));

        // A platform's own wish is kept to. A budget may be raised at any time, and looking at it costs nothing.
        var isPlatforms = failure.RetryAfter is not null && failure.Kind != SourceFailureKind.BudgetSpent;
        var notBefore = now + (wait > LongestWait && !isPlatforms ? LongestWait : wait);
        if (failure.IsAppWide) await quotas.CloseAsync(traits, notBefore, cancellationToken);

        Log.FetchFailed(logger, client.Id, source.Ref, failure.Kind, failure.Message, notBefore);
        var reason = Remedy.Describe(source, traits, AccountFetch.CredentialOf(source, traits), failure);
        await alerts.RecordAsync(client.Id, InTrouble, source.Ref.ToString(), reason, cancellationToken, isFinal: failure.NeedsAPerson);
        await cursors.WriteAsync(
            client.Id, cursor with { Trouble = new(failure, since), FailuresInARow = cursor.FailuresInARow + 1, NotBefore = notBefore }, cancellationToken);
        return notBefore;
    }

    /// <summary>From the days that the source may have restated to today; at first, all the weeks that a digest shows.</summary>
    private DayRange DaysToAsk(ClientConfig client, SourceTraits traits, Cursor cursor)
    {
        var today = client.Schedule.Zone.DayAt(time.GetUtcNow());
        if (cursor.AnsweredThrough is not { } answered) return new(IsoWeek.Of(today).Plus(-FirstFetchWeeks).Monday, today);
        var first = answered.AddDays(1 - Math.Max(1, traits.LookBackDays));
        return new(first < today ? first : today, today);
    }

    private static string SubjectOf(SourceConfig source, string what) => $"{source.Ref} {what}";

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left > right || right is null ? left : right;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Fetching {Account} of {Client} failed: {Kind}, {Reason} (asked again at {NotBefore:u})")]
        public static partial void FetchFailed(ILogger logger, string client, AccountRef account, SourceFailureKind kind, string reason, DateTimeOffset notBefore);
    }
}
