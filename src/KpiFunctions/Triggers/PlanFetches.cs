using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Queues one message for each account that is due for a fetch.</summary>
public sealed class PlanFetches(PipelineJobs jobs)
{
    [Function(nameof(PlanFetches))]
    public Task RunAsync(
        [TimerTrigger(Schedules.PlanFetches)] TimerInfo timer,
        CancellationToken cancellationToken) =>
        jobs.PlanFetchesAsync(cancellationToken);
}
