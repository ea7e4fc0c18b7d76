using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Lists the input containers, and queues what an event missed.</summary>
public sealed class ReconcileBlobs(PipelineJobs jobs)
{
    [Function(nameof(ReconcileBlobs))]
    public Task RunAsync(
        [TimerTrigger(Schedules.ReconcileBlobs)] TimerInfo timer,
        CancellationToken cancellationToken) =>
        jobs.ReconcileBlobsAsync(cancellationToken);
}
