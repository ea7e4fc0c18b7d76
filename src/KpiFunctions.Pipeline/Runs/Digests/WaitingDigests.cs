using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Wakes a client's digest that waits for sources or figures.</summary>
public sealed class WaitingDigests(RunTable runs, SourceReadiness readiness, Outbox outbox, TimeProvider time)
{
    /// <summary>
    /// Queues the client's latest digest where it waits for figures, or for sources and none is left that waiting could help.
    /// Call it when an account has answered a week's last day, when it begins or ends to need a person, and when figures
    /// were dropped.
    /// </summary>
    public async Task WakeAsync(ClientConfig client, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(client.Id, client.Schedule.LatestDueAt(time.GetUtcNow()).Week, cancellationToken);
        if (run is not { State: RunState.Planned or RunState.Waiting or RunState.Held } || DigestLifecycle.HasEnded(run)) return;
        if (run.State != RunState.Held && (await readiness.LateAsync(client, run.ReportedWeek, cancellationToken)).Any(late => late.WaitingHelps)) return;
        await outbox.AddAsync(new DigestMessage(client.Id, run.Occurrence.ToString()), cancellationToken);
    }
}
