using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Advances each client's digest from due to sent.</summary>
public sealed class DigestFlow(DigestPlanner planner, DigestOrchestrator orchestrator, SendJob send) : IFlow
{
    /// <inheritdoc/>
    public IReadOnlyList<TimerJob> Timers => [new("PlanDigests", Schedules.PlanDigests, planner.RunAsync) { SendsWhatIsDue = true }];

    /// <inheritdoc/>
    public IReadOnlyList<QueueHandler> Queues =>
    [
        QueueHandler.Of<DigestMessage>("BuildDigest", QueueNames.Digest, "RecordDigestFailure", orchestrator.RunAsync, orchestrator.InTimeUntilAsync, orchestrator.GiveUpAsync),
        QueueHandler.Of<SendMessage>("SendDigest", QueueNames.Send, "RecordSendFailure", send.RunAsync, send.InTimeUntilAsync, send.GiveUpAsync),
    ];
}
