using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Sweeping;

/// <summary>Sweeps clients whose ids are in a range.</summary>
/// <param name="First">The first id.</param>
/// <param name="Last">The last id.</param>
public sealed record SweepMessage([property: JsonPropertyName("first")] string First, [property: JsonPropertyName("last")] string Last);

/// <summary>
/// Divides all clients into ranges once a day, and queues the sweep of each. It is the only job that lists every client. The
/// first tick after an earlier release, which scheduled nothing ahead, sweeps at once.
/// </summary>
public sealed class SweepPlanner(ClientDirectory clients, SourceCatalog catalog, Quotas quotas, SweepTable sweeps, Outbox outbox, TimeProvider time)
{
    /// <summary>A little less than a day, so that the daily sweep does not move from hour to hour.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(23.5);

    /// <summary>Clients of one message: their sweep takes well under a minute.</summary>
    private const int ClientsAtOnce = 500;

    /// <summary>Queues the sweep of every client, where the last one was a day ago.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await sweeps.FindLastAsync(cancellationToken) > now - Interval) return;
        var accounts = catalog.Traits.Values.Where(traits => traits.Quota is not null).ToDictionary(traits => traits.Type, _ => 0);
        for (var first = ""; first is not null;)
        {
            var page = await clients.PageAsync(first, ClientsAtOnce, cancellationToken);
            if (page.Ids.Count > 0) await outbox.AddAsync(QueueNames.Sweep, new SweepMessage(page.Ids[0], page.Ids[^1]), cancellationToken);
            foreach (var source in page.Clients.Where(client => client.RetiredAt is null).SelectMany(client => client.Config.Sources))
                if (accounts.TryGetValue(source.Type, out var count)) accounts[source.Type] = count + 1;
            first = page.Next;
        }

        // Configs that come and go change the counts; this corrects what a process that died in between has left.
        foreach (var (type, count) in accounts) await quotas.CountAccountsAsync(catalog.Traits[type], count, cancellationToken);
        await sweeps.SetLastAsync(now, cancellationToken);
    }
}
