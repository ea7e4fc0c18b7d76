using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Fetches one account's days from its source. When the source fails, the figures that are stored stay as they are, the
/// reason is stored with the account, and the fetch is put off; no instance waits.
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
    /// <summary>A digest shows thirteen weeks; the week in which the client is added is not yet over.</summary>
    private const int FirstFetchWeeks = 14;

    private const string InTrouble = AlertKinds.SourceInTrouble;
    private const string MetricRefused = AlertKinds.MetricRefused;
    private const string AccessEnds = AlertKinds.AccessEnds;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <summary>How long before an access expires this is reported.</summary>
    private static readonly TimeSpan ReportedAhead = TimeSpan.FromDays(14);

    /// <summary>Fetches, or puts the fetch off.</summary>
    public async Task RunAsync(FetchMessage message, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var source = client?.Sources.FirstOrDefault(candidate => candidate.Ref == new AccountRef(message.Source, message.Account));
        if (client is null || source is null || catalog.Find(message.Source) is not { } connector)
        {
            // The config has changed since: the figures are no longer needed.
            Log.NotDeclared(logger, message.Client, new(message.Source, message.Account));
            await outbox.DoneAsync(message, cancellationToken);
            return;
        }

        var cursor = await cursors.FindAsync(client.Id, source.Ref, cancellationToken);
        if (Later(cursor.NotBefore, await quotas.ClosedUntilAsync(connector.Traits, cancellationToken)) is { } notBefore && notBefore > time.GetUtcNow())
        {
            Log.PutOff(logger, client.Id, source.Ref, notBefore);
            await outbox.PutOffAsync(message, notBefore, cancellationToken);
            return;
        }

        cursor = cursor with { LastAttempt = time.GetUtcNow() };
        await using var reservation = quotas.Reserve(connector.Traits, cursor.LastSuccess);
        try
        {
            var skip = RefusedItems.ToSkip(cursor.Refused, time.GetUtcNow());
            var days = DaysToFetch(client, connector.Traits, cursor);
            var outcome = await fetch.RunAsync(client, source, connector, days, reservation, skip, cancellationToken);
            reservation.Complete();
            await SucceededAsync(client, source, cursor with { AskedFrom = cursor.AskedFrom ?? days.First }, skip, outcome, cancellationToken);
            Log.Fetched(logger, client.Id, source.Ref, days, outcome.Readings, outcome.Posts, outcome.Refusals.Count);
            await outbox.DoneAsync(message, cancellationToken);
        }
        catch (SourceException exception) when (exception.Failure.Kind == SourceFailureKind.BudgetSpent && reservation.HadTurn)
        {
            // It has the day's figures: the rest of the quota is for accounts that do not.
            Log.LeftToOthers(logger, client.Id, source.Ref);
            await cursors.WriteAsync(client.Id, cursor, cancellationToken);
            await outbox.DoneAsync(message, cancellationToken);
        }
        catch (SourceException exception)
        {
            await outbox.PutOffAsync(message, await FailedAsync(client, source, connector.Traits, cursor, exception.Failure, cancellationToken), cancellationToken);
        }
    }

    /// <summary>A fetch that fails is put back until the account's next turn, at which it is fetched anyway: it is never given up.</summary>
    public Task<DateTimeOffset> InTimeUntilAsync(FetchMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(time.GetUtcNow() + (catalog.Traits.GetValueOrDefault(message.Source)?.AskEvery ?? LongestWait));

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
        var refused = outcome.Refusals.Where(refusal => !skip.Contains(refusal.What)).ToList();
        if (refused.Count > 0) Log.ItemsRefused(logger, client.Id, source.Ref, string.Join(", ", refused.Select(refusal => $"{refusal.What} ({refusal.Failure.KindName})")));
        foreach (var refusal in refused)
            await alerts.RecordAsync(client.Id, MetricRefused, SubjectOf(source, refusal.What), $"{refusal.Failure.KindName}: {refusal.Failure.Message}", cancellationToken, isFinal: false);
        foreach (var answered in cursor.Refused.Keys.Except(after.Refused.Keys))
            await alerts.ClearAsync(client.Id, MetricRefused, SubjectOf(source, answered), cancellationToken);
        await ReportAccessEndAsync(client, source, cursor, after, cancellationToken);
        await cursors.WriteAsync(client.Id, after, cancellationToken);
    }

    private async Task ReportAccessEndAsync(ClientConfig client, SourceConfig source, Cursor before, Cursor after, CancellationToken cancellationToken)
    {
        var soon = time.GetUtcNow() + ReportedAhead;
        if (after.AccessEnds < soon && after.AccessEnds is { } endsAt)
        {
            Log.AccessEnds(logger, client.Id, source.Ref, endsAt);
            await alerts.RecordAsync(
                client.Id, AccessEnds, source.Ref.ToString(),
                $"The access expires on {endsAt:yyyy-MM-dd}: figures stop then. To do: renew it and put the new secret into the vault.", cancellationToken, isFinal: false);
        }
        else if (before.AccessEnds < soon)
        {
            await alerts.ClearAsync(client.Id, AccessEnds, source.Ref.ToString(), cancellationToken);
        }
    }

    /// <returns>When to fetch again.</returns>
    private async Task<DateTimeOffset> FailedAsync(
        ClientConfig client, SourceConfig source, SourceTraits traits, Cursor cursor, SourceFailure failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = cursor.Trouble?.Failure.Kind == failure.Kind ? cursor.Trouble.Since : now;
        var wait = failure.RetryAfter ?? FirstWait * Math.Pow(2, Math.Min(cursor.FailuresInARow, 10));

        // A wait that the platform asks for is kept. A budget may be raised at any time, and reading it costs no request to the platform.
        var isPlatforms = failure.RetryAfter is not null && failure.Kind != SourceFailureKind.BudgetSpent;
        var notBefore = now + (wait > LongestWait && !isPlatforms ? LongestWait : wait);
        if (failure.IsAppWide) await quotas.CloseAsync(traits, notBefore, cancellationToken);

        if (failure.NeedsAPerson) Log.FetchBlocked(logger, client.Id, source.Ref, failure.KindName, failure.Message, notBefore);
        else Log.FetchFailed(logger, client.Id, source.Ref, failure.KindName, failure.Message, notBefore);
        var reason = Remedy.Describe(source, traits, AccountFetch.CredentialOf(source, traits), failure);
        await alerts.RecordAsync(client.Id, InTrouble, source.Ref.ToString(), reason, cancellationToken, isFinal: failure.NeedsAPerson);
        await cursors.WriteAsync(
            client.Id, cursor with { Trouble = new(failure, since), FailuresInARow = cursor.FailuresInARow + 1, NotBefore = notBefore }, cancellationToken);
        return notBefore;
    }

    /// <summary>From the first day that the source may have restated to today; the first fetch covers all weeks that a digest shows.</summary>
    private DayRange DaysToFetch(ClientConfig client, SourceTraits traits, Cursor cursor)
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
        public static partial void FetchFailed(ILogger logger, string client, AccountRef account, string kind, string reason, DateTimeOffset notBefore);

        [LoggerMessage(2, LogLevel.Error, "Fetching {Account} of {Client} failed and needs a person: {Kind}, {Reason} (asked again at {NotBefore:u})")]
        public static partial void FetchBlocked(ILogger logger, string client, AccountRef account, string kind, string reason, DateTimeOffset notBefore);

        [LoggerMessage(3, LogLevel.Information, "Fetched {Account} of {Client}, {Days}: {Readings} readings, {Posts} posts, {Refusals} items refused.")]
        public static partial void Fetched(ILogger logger, string client, AccountRef account, DayRange days, int readings, int posts, int refusals);

        [LoggerMessage(4, LogLevel.Warning, "The platform refused items of {Account} of {Client}: {Items}")]
        public static partial void ItemsRefused(ILogger logger, string client, AccountRef account, string items);

        [LoggerMessage(5, LogLevel.Information, "Fetching {Account} of {Client} is put off until {Until:u}.")]
        public static partial void PutOff(ILogger logger, string client, AccountRef account, DateTimeOffset until);

        [LoggerMessage(6, LogLevel.Information, "{Account} of {Client} is not fetched: no config in force declares it.")]
        public static partial void NotDeclared(ILogger logger, string client, AccountRef account);

        [LoggerMessage(7, LogLevel.Information, "{Account} of {Client} has its figures in this quota window; the rest of the quota is left to other accounts.")]
        public static partial void LeftToOthers(ILogger logger, string client, AccountRef account);

        [LoggerMessage(8, LogLevel.Warning, "The access to {Account} of {Client} expires at {EndsAt:u}.")]
        public static partial void AccessEnds(ILogger logger, string client, AccountRef account, DateTimeOffset endsAt);
    }
}
