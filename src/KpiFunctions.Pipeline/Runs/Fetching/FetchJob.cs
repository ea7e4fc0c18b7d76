using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Fetches one account's days from its source. When the source fails, the figures that are stored stay as they are, the
/// reason is stored with the account, and the fetch is put off; no instance waits. An account is fetched by one attempt at
/// a time (<see cref="AccountLease"/>).
/// </summary>
public sealed partial class FetchJob(
    ClientDirectory clients,
    SourceCatalog catalog,
    AccountFetch fetch,
    Quotas quotas,
    CursorTable cursors,
    WaitingDigests waiting,
    Outbox outbox,
    AlertTable alerts,
    PipelineWatch watch,
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

    /// <summary>The longest wait while a digest waits for the account: a source that is back soon enough is in it.</summary>
    private static readonly TimeSpan LongestWaitOfDigest = TimeSpan.FromMinutes(30);

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

        if (await LeaseAsync(message, client, source, connector.Traits, cancellationToken) is not { } lease) return;
        try
        {
            await FetchAsync(message, client, source, connector, lease, cancellationToken);
        }
        catch (OvertakenException)
        {
            // The later fetch has the account's row in Due as well.
            Log.Overtaken(logger, client.Id, source.Ref);
        }
        finally
        {
            await lease.GiveBackAsync();
        }
    }

    /// <summary>Takes the account's lease; where the fetch is not to begin now, its message is put off.</summary>
    private async Task<AccountLease?> LeaseAsync(FetchMessage message, ClientConfig client, SourceConfig source, SourceTraits traits, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await cursors.FindStoredAsync(client.Id, source.Ref, cancellationToken);
            var (cursor, now) = (stored.Cursor, time.GetUtcNow());
            if (cursor.IsLeasedAt(now))
            {
                // A message that does not say for when it asks is served by the attempt that is under way.
                await PutOffAsync(message with { Asked = message.Asked ?? cursor.LastAttempt }, cursor.LeasedUntil!.Value);
                return null;
            }

            if (FetchTurns.IsServed(message, cursor, now))
            {
                await PutOffAsync(FetchTurns.After(message, cursor), FetchTurns.NextOf(cursor, traits, now) ?? now);
                return null;
            }

            if (Later(cursor.NotBefore, await quotas.ClosedUntilAsync(traits, cancellationToken)) is { } notBefore && notBefore > now)
            {
                await PutOffAsync(message, notBefore);
                return null;
            }

            if (await cursors.TryLeaseAsync(client.Id, stored, attempt: now, now, cancellationToken) is { } lease) return lease;
        }

        async Task PutOffAsync(FetchMessage later, DateTimeOffset until)
        {
            Log.PutOff(logger, client.Id, source.Ref, until);
            await outbox.PutOffAsync(later, until, cancellationToken);
        }
    }

    private async Task FetchAsync(FetchMessage message, ClientConfig client, SourceConfig source, ISource connector, AccountLease lease, CancellationToken cancellationToken)
    {
        var cursor = lease.Cursor;
        DateTimeOffset next;
        await using var reservation = quotas.Reserve(connector.Traits, cursor.LastSuccess);
        try
        {
            var skip = RefusedItems.ToSkip(cursor.Refused, time.GetUtcNow());
            var past = PastToFetch(connector.Traits, cursor);
            var days = DaysToFetch(client, connector.Traits, cursor, past);
            var outcome = await fetch.RunAsync(client, source, connector, days, reservation, skip, lease, cancellationToken);
            var asked = Asked(cursor, days, past, outcome) with { OpenFrom = OpenDays.After(cursor, connector.Traits, days, outcome) };
            next = await SucceededAsync(client, source, connector.Traits, lease, asked, skip, outcome, cancellationToken);
            reservation.Complete();
            await watch.BeatAsync(HeartbeatTable.Fetches, cancellationToken);
            Log.Fetched(logger, client.Id, source.Ref, days, outcome.Readings, outcome.Posts, outcome.Refusals.Count);
        }
        catch (SourceException exception) when (exception.Failure.Kind == SourceFailureKind.BudgetSpent && reservation.HadTurn)
        {
            // It has the day's figures: the rest of the quota is for accounts that do not.
            Log.LeftToOthers(logger, client.Id, source.Ref);
            next = await EndAsync(client, lease, cursor, connector.Traits, cancellationToken);
        }
        catch (SourceException exception)
        {
            next = await FailedAsync(client, source, connector.Traits, lease, exception.Failure, cancellationToken);
        }

        await outbox.PutOffAsync(FetchTurns.After(message, cursor), next, cancellationToken);
    }

    /// <summary>A fetch that fails is put back until the account's next turn, at which it is fetched anyway: it is never given up.</summary>
    public Task<DateTimeOffset> InTimeUntilAsync(FetchMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(time.GetUtcNow() + (catalog.Traits.GetValueOrDefault(message.Source)?.AskEvery ?? LongestWait));

    /// <returns>When to fetch again.</returns>
    private async Task<DateTimeOffset> SucceededAsync(
        ClientConfig client, SourceConfig source, SourceTraits traits, AccountLease lease, Cursor cursor, IReadOnlySet<string> skip, FetchOutcome outcome,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var after = cursor with
        {
            AnsweredThrough = outcome.Through > cursor.AnsweredThrough || cursor.AnsweredThrough is null ? outcome.Through : cursor.AnsweredThrough,
            LastSuccess = now,
            Trouble = null,
            FailuresInARow = 0,
            NotBefore = null,
            Refused = RefusedItems.After(cursor.Refused, skip, outcome.Refusals, now, client.Schedule.Zone),
            PostsReadUntil = PostsReadUntil(cursor, outcome.Refusals),
            AccessEnds = outcome.AccessEnds,
        };
        var refused = outcome.Refusals.Where(refusal => !skip.Contains(refusal.What)).ToList();
        var answered = cursor.Refused.Keys.Except(after.Refused.Keys).ToList();
        if (refused.Count > 0) Log.ItemsRefused(logger, client.Id, source.Ref, string.Join(", ", refused.Select(refusal => $"{refusal.What} ({refusal.Failure.KindName})")));
        if (cursor.Trouble is not null || refused.Count > 0 || answered.Count > 0 || EndsSoon(cursor, traits) || EndsSoon(after, traits))
        {
            await RenewAsync(lease, cancellationToken);
            if (cursor.Trouble is not null) await alerts.ClearAsync(client.Id, InTrouble, source.Ref.ToString(), cancellationToken);
            foreach (var refusal in refused)
                await alerts.RecordAsync(client.Id, MetricRefused, SubjectOf(source, refusal.What), Remedy.Describe(refusal.Failure), cancellationToken, isFinal: false, cause: Remedy.CauseOf(client, source, traits, refusal.Failure.Kind));
            foreach (var item in answered)
                await alerts.ClearAsync(client.Id, MetricRefused, SubjectOf(source, item), cancellationToken);
            await ReportAccessEndAsync(client, source, traits, cursor, after, cancellationToken);
        }

        return await EndAsync(client, lease, after, traits, cancellationToken);
    }

    /// <summary>
    /// Up to when the account's posts are known; null where that is now. A list that was read back to what was known before,
    /// or that was read for the first time, has no gap before now.
    /// </summary>
    internal static DateTimeOffset? PostsReadUntil(Cursor before, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.FirstOrDefault(refusal => refusal.PostsSince is not null)?.PostsSince is not { } since) return null;
        var until = before.PostsReadUntil ?? before.LastSuccess;
        return since < DateTimeOffset.MaxValue && (until is null || since <= until) ? null : until ?? DateTimeOffset.UnixEpoch;
    }

    /// <summary>
    /// Makes sure that the account is still this fetch's before its alerts are changed: they follow the cursor, which is
    /// written last, so that a fetch whose process dies between is repeated with its alerts.
    /// </summary>
    private async Task RenewAsync(AccountLease lease, CancellationToken cancellationToken)
    {
        if (!await lease.TryRenewAsync(time.GetUtcNow(), cancellationToken)) throw new OvertakenException("the account's rows");
    }

    /// <summary>Stores how the fetch ended.</summary>
    /// <returns>When to fetch again.</returns>
    private async Task<DateTimeOffset> EndAsync(ClientConfig client, AccountLease lease, Cursor after, SourceTraits traits, CancellationToken cancellationToken)
    {
        if (!await lease.TryEndAsync(after, cancellationToken)) throw new OvertakenException("the account's rows");
        var now = time.GetUtcNow();
        if (WhetherToWaitDiffers(lease.Before, after, client.Schedule.LatestDueAt(now).ReportedWeek)) await waiting.WakeAsync(client, cancellationToken);
        return FetchTurns.NextOf(after with { LeaseOwner = null }, traits, now) ?? now;
    }

    /// <summary>Whether a digest of the week would wait for the account before the fetch and not after it, or has figures of it only now.</summary>
    private static bool WhetherToWaitDiffers(Cursor before, Cursor after, IsoWeek week) =>
        (after.AnsweredThrough >= week.Sunday && !(before.AnsweredThrough >= week.Sunday))
        || (before.Trouble?.Failure.NeedsAPerson ?? false) != (after.Trouble?.Failure.NeedsAPerson ?? false);

    private bool EndsSoon(Cursor cursor, SourceTraits traits) => cursor.AccessEnds < time.GetUtcNow() + traits.AccessEndReportedAhead;

    private async Task ReportAccessEndAsync(ClientConfig client, SourceConfig source, SourceTraits traits, Cursor before, Cursor after, CancellationToken cancellationToken)
    {
        var soon = time.GetUtcNow() + traits.AccessEndReportedAhead;
        if (after.AccessEnds < soon && after.AccessEnds is { } endsAt)
        {
            Log.AccessEnds(logger, client.Id, source.Ref, endsAt);
            await alerts.RecordAsync(
                client.Id, AccessEnds, source.Ref.ToString(),
                $"The access expires on {endsAt:yyyy-MM-dd}: figures stop then. To do: renew it and put the new secret into the vault.", cancellationToken, isFinal: false,
                cause: Remedy.CauseOf(client, source, traits, SourceFailureKind.CredentialExpired));
        }
        else if (before.AccessEnds < soon)
        {
            await alerts.ClearAsync(client.Id, AccessEnds, source.Ref.ToString(), cancellationToken);
        }
    }

    /// <returns>When to fetch again.</returns>
    private async Task<DateTimeOffset> FailedAsync(
        ClientConfig client, SourceConfig source, SourceTraits traits, AccountLease lease, SourceFailure failure, CancellationToken cancellationToken)
    {
        await RenewAsync(lease, cancellationToken);
        var cursor = lease.Cursor;
        var now = time.GetUtcNow();
        var since = cursor.Trouble?.Failure.Kind == failure.Kind ? cursor.Trouble.Since : now;
        var wait = failure.RetryAfter ?? FirstWait * Math.Pow(2, Math.Min(cursor.FailuresInARow, 10));

        // A wait that the platform asks for is kept. A budget may be raised at any time, and reading it costs no request to the platform.
        var isPlatforms = failure.RetryAfter is not null && failure.Kind != SourceFailureKind.BudgetSpent;
        var notBefore = now + wait;
        if (!isPlatforms && LatestRetry(client, cursor, now) is var latest && notBefore > latest) notBefore = latest;
        if (failure.IsAppWide) await quotas.CloseAsync(traits, notBefore, cancellationToken);

        if (failure.NeedsAPerson) Log.FetchBlocked(logger, client.Id, source.Ref, failure.KindName, failure.Message, notBefore);
        else Log.FetchFailed(logger, client.Id, source.Ref, failure.KindName, failure.Message, notBefore);
        var reason = Remedy.Describe(source, traits, AccountFetch.CredentialOf(source, traits), failure);
        await alerts.RecordAsync(client.Id, InTrouble, source.Ref.ToString(), reason, cancellationToken, isFinal: failure.NeedsAPerson, cause: Remedy.CauseOf(client, source, traits, failure.Kind));
        return await EndAsync(
            client, lease, cursor with { Trouble = new(failure, since), FailuresInARow = cursor.FailuresInARow + 1, NotBefore = notBefore }, traits, cancellationToken);
    }

    /// <summary>When a source that failed is asked again at the latest: soon while a digest waits for it, and no later than the next one is due.</summary>
    private static DateTimeOffset LatestRetry(ClientConfig client, Cursor cursor, DateTimeOffset now)
    {
        var due = client.Schedule.LatestDueAt(now);
        var isWaitedFor = !(cursor.AnsweredThrough >= due.ReportedWeek.Sunday) && now < due.DueAt + client.Settling.Wait;
        var latest = now + (isWaitedFor ? LongestWaitOfDigest : LongestWait);
        var next = client.Schedule.In(due.Week.Plus(1)).DueAt;
        return latest < next ? latest : next;
    }

    /// <summary>
    /// From the first day that the source may have restated, or of which it has not said whole where visits came from, to
    /// today; the first fetch covers all weeks that a digest shows, and one for the past of a metric as many as the source says.
    /// </summary>
    private DayRange DaysToFetch(ClientConfig client, SourceTraits traits, Cursor cursor, IReadOnlyList<Metric> past)
    {
        var today = client.Schedule.Zone.DayAt(time.GetUtcNow());
        var first = cursor.AnsweredThrough is { } answered ? answered.AddDays(1 - Math.Max(1, traits.LookBackDays)) : WeeksBefore(FirstFetchWeeks);
        if (OpenDays.ToAskAgain(cursor, traits, client.Schedule.Zone, today) is { } open && open < first) first = open;
        foreach (var metric in past)
            if (WeeksBefore(traits.LongHistory[metric] ?? DigestBuilder.WeeksRead) is var begin && begin < first) first = begin;
        return new(first < today ? first : today, today);

        DateOnly WeeksBefore(int weeks) => IsoWeek.Of(today).Plus(-weeks).Monday;
    }

    /// <summary>The metrics whose past is still to be asked for; those that are refused at present are asked for when they are answered.</summary>
    private static IReadOnlyList<Metric> PastToFetch(SourceTraits traits, Cursor cursor) =>
        [.. traits.LongHistory.Keys.Where(metric => !cursor.PastAskedFor.Contains(metric.Key) && !cursor.RefusedMetrics.Contains(metric))];

    /// <summary>What is known to have been asked for after a fetch.</summary>
    private static Cursor Asked(Cursor cursor, DayRange days, IReadOnlyList<Metric> past, FetchOutcome outcome)
    {
        var answered = past.Where(metric => !outcome.Refusals.Any(refusal => refusal.Metrics.Contains(metric)));
        return cursor with
        {
            AskedFrom = past.Count > 0 && days.First < cursor.AskedFrom ? days.First : cursor.AskedFrom ?? days.First,
            PastAskedFor = cursor.PastAskedFor.Concat(answered.Select(metric => metric.Key)).ToHashSet(StringComparer.Ordinal),
        };
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

        [LoggerMessage(9, LogLevel.Information, "A fetch of {Account} of {Client} was overtaken by a later fetch and ends without a result.")]
        public static partial void Overtaken(ILogger logger, string client, AccountRef account);
    }
}
