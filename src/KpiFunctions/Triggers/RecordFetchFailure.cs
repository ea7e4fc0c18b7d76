using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Keeps a fetch that failed five times, and tells whom it concerns.</summary>
public sealed class RecordFetchFailure(PipelineJobs jobs)
{
    [Function(nameof(RecordFetchFailure))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.FetchPoison, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.RecordFailureAsync(QueueNames.Fetch, message, cancellationToken);
}
