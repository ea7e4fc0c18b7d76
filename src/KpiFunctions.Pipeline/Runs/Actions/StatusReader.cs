using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

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

    /// <summary>Alerts that concern no client in particular.</summary>
    public Task<IReadOnlyList<Alert>> AlertsOfNoneAsync(CancellationToken cancellationToken) => alerts.ReadAsync(AlertTable.NoClient, cancellationToken);

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
