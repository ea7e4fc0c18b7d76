using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Reads how it stands with clients. It changes nothing.</summary>
public sealed class StatusReader(ClientDirectory clients, RunTable runs, AlertTable alerts, SuppressionTable suppressions, AuditTable audit, TimeProvider time)
{
    /// <summary>Digests that are listed besides the latest.</summary>
    private const int WeeksBack = 3;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(28);

    /// <summary>One client; null where no config of it is in force.</summary>
    public async Task<ClientStatus?> FindAsync(string id, CancellationToken cancellationToken) =>
        await clients.FindAsync(id, cancellationToken) is { } client ? await ReadAsync(client, cancellationToken) : null;

    /// <summary>Every client in force, by id.</summary>
    public async Task<IReadOnlyList<ClientStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<ClientStatus>();
        foreach (var client in await clients.ListAsync(cancellationToken)) all.Add(await ReadAsync(client, cancellationToken));
        return all;
    }

    /// <summary>Alerts that no client in force has, by whom they are of: of configs that never came into force, of brands, of no client in particular.</summary>
    /// <param name="inForce">Every client in force.</param>
    public async Task<IReadOnlyList<OthersAlerts>> ListOthersAsync(IReadOnlyList<ClientStatus> inForce, CancellationToken cancellationToken)
    {
        var known = inForce.Select(status => TableKey.Of(status.Client.Config.Id)).ToHashSet(StringComparer.Ordinal);
        var others = (await alerts.ReadAsync(null, cancellationToken)).Where(alert => !known.Contains(alert.Client)).ToLookup(alert => alert.Client, StringComparer.Ordinal);
        return [.. others.OrderBy(owner => owner.Key, StringComparer.Ordinal).Select(owner => new OthersAlerts(owner.Key, [.. owner.OrderBy(alert => alert.At)]))];
    }

    /// <summary>The same of one id of which no config is in force; null where there are none.</summary>
    public async Task<OthersAlerts?> FindOtherAsync(string id, CancellationToken cancellationToken) =>
        await alerts.ReadAsync(id, cancellationToken) is { Count: > 0 } found ? new(id, [.. found.OrderBy(alert => alert.At)]) : null;

    /// <summary>That no config of a client is in force, with what there is.</summary>
    public Task<ActionResult> NoClientAsync(string id, CancellationToken cancellationToken) => Refusals.NoClientAsync(clients, id, cancellationToken);

    /// <summary>What people may do to a digest in its state: names of actions.</summary>
    public static IReadOnlyList<string> PossibleIn(Run run) => Refusals.PossibleIn(run);

    /// <summary>Whether a digest has ended, or waits for a person alone.</summary>
    public static bool HasEnded(Run run) => DigestLifecycle.HasEnded(run);

    private async Task<ClientStatus> ReadAsync(ClientInForce client, CancellationToken cancellationToken)
    {
        var (now, id) = (time.GetUtcNow(), client.Config.Id);
        var latest = client.Config.Schedule.LatestDueAt(now).Week;
        var stopped = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var recipient in client.Config.Recipients)
            if (await suppressions.FindReasonAsync(id, RecipientHash.Of(recipient.Email), cancellationToken) is { } reason) stopped[recipient.Email] = reason;

        return new(
            client,
            client.Config.Schedule.In(latest.Plus(1)).DueAt,
            await runs.ReadSinceAsync(id, latest.Plus(-WeeksBack), cancellationToken),
            [.. (await alerts.ReadAsync(id, cancellationToken)).OrderBy(alert => alert.At)],
            stopped,
            [.. (await audit.ReadAsync(id, cancellationToken)).Where(entry => entry.Instruction.At > now - Lately)]);
    }
}
