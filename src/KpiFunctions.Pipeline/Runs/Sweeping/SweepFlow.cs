using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Sweeping;

/// <summary>Finds, once a day, work that nothing would wake.</summary>
public sealed class SweepFlow(SweepPlanner planner, WorkSweep sweep) : IFlow
{
    /// <inheritdoc/>
    public IReadOnlyList<TimerJob> Timers => [new("SweepWork", Schedules.SweepWork, planner.RunAsync)];

    /// <inheritdoc/>
    public IReadOnlyList<QueueHandler> Queues => [QueueHandler.Of<SweepMessage>("SweepClients", QueueNames.Sweep, "RecordSweepFailure", sweep.RunAsync)];
}
