using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Queues a fetch for each account that has not been fetched recently.</summary>
public sealed partial class FetchPlanner(
    ClientDirectory clients, SourceCatalog catalog, CursorTable cursors, Quotas quotas, Outbox outbox, AlertTable alerts, TimeProvider time, ILogger<FetchPlanner> logger)
{
    /// <summary>How long before a platform switches off an API version this is reported: the next version has to be tried and rolled out.</summary>
    private static readonly TimeSpan ReportedAhead = TimeSpan.FromDays(60);

    /// <summary>Plans every client's fetches.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var configs = (await clients.ListAsync(cancellationToken)).Select(client => client.Config).ToList();
        foreach (var type in configs.SelectMany(config => config.Sources).CountBy(source => source.Type))
        {
            var traits = catalog.Traits[type.Key];
            await quotas.CountAccountsAsync(traits, type.Value, cancellationToken);
            await ReportVersionEndAsync(traits, cancellationToken);
        }

        var fetches = 0;
        foreach (var config in configs) fetches += await PlanAsync(config, cancellationToken);
        fetches += await outbox.SendDueAsync(Lane.Fetches, cancellationToken);
        Log.Planned(logger, fetches, configs.Count);
    }

    /// <summary>Plans one client's fetches: also as soon as its config is accepted.</summary>
    /// <returns>How many fetches were queued.</returns>
    public async Task<int> PlanAsync(ClientConfig client, CancellationToken cancellationToken)
    {
        var (now, fetches) = (time.GetUtcNow(), 0);
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account);
        foreach (var source in client.Sources.Where(source => catalog.Traits[source.Type].IsFetched))
        {
            var cursor = known.GetValueOrDefault(source.Ref);
            if (cursor?.LastAttempt > now - catalog.Traits[source.Type].AskEvery || cursor?.NotBefore > now) continue;
            await outbox.AddAsync(new FetchMessage(client.Id, source.Type, source.Account), cancellationToken);
            fetches++;
        }

        return fetches;
    }

    /// <summary>Queues the accounts whose fetches nothing has scheduled.</summary>
    /// <param name="known">Queues and keys of the client's work in <c>Due</c>.</param>
    /// <returns>Those accounts.</returns>
    public async Task<IReadOnlyList<AccountRef>> PlanMissingAsync(ClientConfig client, IReadOnlySet<(string Queue, string Key)> known, CancellationToken cancellationToken)
    {
        var missing = client.Sources.Where(source => catalog.Traits[source.Type].IsFetched)
            .Where(source => new FetchMessage(client.Id, source.Type, source.Account) is var work && !known.Contains((work.Queue, work.Key)))
            .Select(source => source.Ref).ToList();
        foreach (var account in missing) await outbox.AddAsync(new FetchMessage(client.Id, account.Source, account.Account), cancellationToken);
        return missing;
    }

    private async Task ReportVersionEndAsync(SourceTraits traits, CancellationToken cancellationToken)
    {
        if (traits.VersionEnd is not { } api || time.GetUtcNow() + ReportedAhead < Zone.Utc.StartOf(api.EndsOn)) return;
        await alerts.RecordAsync(
            AlertTable.NoClient, AlertKinds.ApiVersionEnds, $"{traits.Type} {api.Version}",
            $"{traits.Name} switches version {api.Version} of its API off on {api.EndsOn:yyyy-MM-dd}: all its figures stop then. To do: have the pipeline updated to a newer version before that day.",
            cancellationToken, isFinal: false);
        Log.VersionEnds(logger, traits.Type, api.Version, api.EndsOn);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Fetches} fetches were queued for {Clients} clients.")]
        public static partial void Planned(ILogger logger, int fetches, int clients);

        [LoggerMessage(2, LogLevel.Warning, "The platform of {Source} switches off API version {Version} on {EndsOn:yyyy-MM-dd}.")]
        public static partial void VersionEnds(ILogger logger, string source, string version, DateOnly endsOn);
    }
}
