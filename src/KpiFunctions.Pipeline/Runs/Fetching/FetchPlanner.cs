using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Work;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Queues a fetch for each account that was not asked lately.</summary>
public sealed class FetchPlanner(ClientDirectory clients, SourceCatalog catalog, CursorTable cursors, Backlog backlog, TimeProvider time)
{
    /// <summary>Somewhat less than the timer's interval, so that a fetch that ended late is not left out of the next round.</summary>
    private static readonly TimeSpan AskedLately = TimeSpan.FromHours(3);

    /// <summary>Plans every client's fetches.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var client in await clients.ListAsync(cancellationToken)) await PlanAsync(client.Config, cancellationToken);
    }

    /// <summary>Plans one client's fetches: also as soon as its config is accepted.</summary>
    public async Task PlanAsync(ClientConfig client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account);
        foreach (var source in client.Sources.Where(source => catalog.Traits[source.Type].IsFetched))
        {
            var cursor = known.GetValueOrDefault(source.Ref);
            if (cursor?.LastAttempt > now - AskedLately || cursor?.NotBefore > now) continue;
            await backlog.AddAsync(new FetchMessage(client.Id, source.Type, source.Account), cancellationToken);
        }
    }
}
