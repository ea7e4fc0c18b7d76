using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Queues one message for each digest that is due, and again what was put off.</summary>
public sealed class PlanDigests(PipelineJobs jobs)
{
    [Function(nameof(PlanDigests))]
    public Task RunAsync(
        [TimerTrigger(Schedules.PlanDigests)] TimerInfo timer,
        CancellationToken cancellationToken) =>
        jobs.PlanDigestsAsync(cancellationToken);
}
