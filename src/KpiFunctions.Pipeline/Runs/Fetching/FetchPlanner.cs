using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Sends the fetches that are due. Each account's next fetch is a row in <see cref="ScheduledMessageTable"/>, which begins
/// here when the account's config is accepted; each fetch puts it off to the next turn.
/// </summary>
public sealed partial class FetchPlanner(
    SourceCatalog catalog, CursorTable cursors, Quotas quotas, Outbox outbox, AlertTable alerts, TimeProvider time, ILogger<FetchPlanner> logger)
{
    /// <summary>How long before a platform switches off an API version this is reported: the next version has to be tried and rolled out.</summary>
    private static readonly TimeSpan ReportedAhead = TimeSpan.FromDays(60);

    /// <summary>The day on which this instance last looked for API versions that end.</summary>
    private DateOnly looked;

    /// <summary>Sends what is due, and reports once a day which API versions end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (looked != today)
        {
            foreach (var traits in catalog.Traits.Values.OrderBy(traits => traits.Type, StringComparer.Ordinal)) await ReportVersionEndAsync(traits, cancellationToken);
            await ClearVersionEndsAsync(cancellationToken);
            looked = today;
        }

        var sent = await outbox.SendDueAsync(Lane.Fetches, cancellationToken);
        if (sent > 0) Log.Sent(logger, sent);
    }

    /// <summary>
    /// Plans one client's fetches, when its config is accepted: accounts that are due are fetched at once, the others in
    /// their turn.
    /// </summary>
    /// <returns>How many fetches were queued.</returns>
    public async Task<int> PlanAsync(ClientConfig client, CancellationToken cancellationToken)
    {
        var (now, fetches) = (time.GetUtcNow(), 0);
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account);
        foreach (var source in client.Sources.Where(source => catalog.Traits[source.Type].IsFetched))
            if (await PlanAsync(client, source, known.GetValueOrDefault(source.Ref), now, cancellationToken)) fetches++;
        return fetches;
    }

    /// <summary>Plans the fetches of accounts that have no row.</summary>
    /// <param name="scheduled">Queues and keys of the client's work in <c>Due</c>.</param>
    /// <returns>Those accounts.</returns>
    public async Task<IReadOnlyList<AccountRef>> PlanMissingAsync(ClientConfig client, IReadOnlySet<(string Queue, string Key)> scheduled, CancellationToken cancellationToken)
    {
        var missing = client.Sources.Where(source => catalog.Traits[source.Type].IsFetched)
            .Where(source => new FetchMessage(client.Id, source.Type, source.Account) is var work && !scheduled.Contains((work.Queue, work.Key))).ToList();
        if (missing.Count == 0) return [];

        var (now, known) = (time.GetUtcNow(), (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account));
        foreach (var source in missing) await PlanAsync(client, source, known.GetValueOrDefault(source.Ref), now, cancellationToken);
        return [.. missing.Select(source => source.Ref)];
    }

    /// <returns>Whether the fetch was queued at once.</returns>
    private async Task<bool> PlanAsync(ClientConfig client, SourceConfig source, Cursor? known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var traits = catalog.Traits[source.Type];
        var cursor = known ?? new() { Account = source.Ref };
        var message = new FetchMessage(client.Id, source.Type, source.Account);

        // Whoever works on the account puts its row off at the end.
        if (cursor.IsLeasedAt(now)) return false;
        if (FetchTurns.NextOf(cursor, traits, now) is { } next && next > now)
        {
            await outbox.ScheduleAsync(FetchTurns.After(message, cursor), next, cancellationToken);
            return false;
        }

        // A fetch that began within the account's turn serves this one too, such as that of a config which was corrected at once.
        await outbox.AddAsync(message with { Asked = now - traits.AskEvery }, cancellationToken);
        return true;
    }

    /// <summary>Counts the accounts of a config that share a quota, in place of those of the config before it.</summary>
    /// <param name="before">Null where the client was not in force.</param>
    /// <param name="after">Null where it is no longer in force.</param>
    public async Task CountAsync(ClientConfig? before, ClientConfig? after, CancellationToken cancellationToken)
    {
        foreach (var traits in catalog.Traits.Values.Where(traits => traits.Quota is not null))
            await quotas.ChangeAccountsAsync(traits, CountOf(after, traits) - CountOf(before, traits), cancellationToken);

        static int CountOf(ClientConfig? config, SourceTraits traits) => config?.Sources.Count(source => source.Type == traits.Type) ?? 0;
    }

    /// <summary>Clears what was reported of versions that this release no longer uses.</summary>
    private async Task ClearVersionEndsAsync(CancellationToken cancellationToken)
    {
        var used = catalog.Traits.Values.Where(traits => traits.VersionEnd is not null).Select(SubjectOf).ToHashSet(StringComparer.Ordinal);
        foreach (var alert in await alerts.ReadAsync(AlertTable.NoClient, cancellationToken))
            if (alert.Kind == AlertKinds.ApiVersionEnds && !used.Contains(alert.Subject)) await alerts.ClearAsync(alert, cancellationToken);
    }

    private static string SubjectOf(SourceTraits traits) => $"{traits.Type} {traits.VersionEnd!.Version}";

    private async Task ReportVersionEndAsync(SourceTraits traits, CancellationToken cancellationToken)
    {
        if (traits.VersionEnd is not { } api || time.GetUtcNow() + ReportedAhead < Zone.Utc.StartOf(api.EndsOn)) return;
        await alerts.RecordAsync(
            AlertTable.NoClient, AlertKinds.ApiVersionEnds, SubjectOf(traits),
            $"{traits.Name} switches version {api.Version} of its API off on {api.EndsOn:yyyy-MM-dd}: all its figures stop then. To do: have the pipeline updated to a newer version before that day.",
            cancellationToken, isFinal: false);
        Log.VersionEnds(logger, traits.Type, api.Version, api.EndsOn);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Messages} messages that were due were sent.")]
        public static partial void Sent(ILogger logger, int messages);

        [LoggerMessage(2, LogLevel.Warning, "The platform of {Source} switches off API version {Version} on {EndsOn:yyyy-MM-dd}.")]
        public static partial void VersionEnds(ILogger logger, string source, string version, DateOnly endsOn);
    }
}
