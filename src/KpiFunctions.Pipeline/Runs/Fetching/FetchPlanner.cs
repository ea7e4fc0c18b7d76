using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Queues a fetch for each account that was not asked lately.</summary>
public sealed class FetchPlanner(
    ClientDirectory clients, SourceCatalog catalog, CursorTable cursors, Quotas quotas, Outbox outbox, AlertTable alerts, TimeProvider time)
{
    /// <summary>How long before a platform switches a version off the engineers hear of it: a new one has to be tried, and rolled out.</summary>
    private static readonly TimeSpan ToldAhead = TimeSpan.FromDays(60);

    /// <summary>Plans every client's fetches.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var configs = (await clients.ListAsync(cancellationToken)).Select(client => client.Config).ToList();
        foreach (var type in configs.SelectMany(config => config.Sources).CountBy(source => source.Type))
        {
            var traits = catalog.Traits[type.Key];
            await quotas.CountAccountsAsync(traits, type.Value, cancellationToken);
            await TellVersionEndsAsync(traits, cancellationToken);
        }

        foreach (var config in configs) await PlanAsync(config, cancellationToken);
    }

    /// <summary>Plans one client's fetches: also as soon as its config is accepted.</summary>
    public async Task PlanAsync(ClientConfig client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account);
        foreach (var source in client.Sources.Where(source => catalog.Traits[source.Type].IsFetched))
        {
            var cursor = known.GetValueOrDefault(source.Ref);
            if (cursor?.LastAttempt > now - catalog.Traits[source.Type].AskEvery || cursor?.NotBefore > now) continue;
            await outbox.AddAsync(new FetchMessage(client.Id, source.Type, source.Account), cancellationToken);
        }
    }

    private async Task TellVersionEndsAsync(SourceTraits traits, CancellationToken cancellationToken)
    {
        if (traits.VersionEnd is not { } api || time.GetUtcNow() + ToldAhead < Zone.Utc.StartOf(api.EndsOn)) return;
        await alerts.RecordAsync(
            AlertTable.NoClient, AlertKinds.ApiVersionEnds, $"{traits.Type} {api.Version}",
            $"{traits.Name} switches version {api.Version} of its API off on {api.EndsOn:yyyy-MM-dd}: all its figures stop then. To do: have the pipeline brought to a newer version before.",
            cancellationToken, isFinal: false);
    }
}
