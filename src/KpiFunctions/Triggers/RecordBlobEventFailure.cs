using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Keeps a blob event that failed five times, and tells whom it concerns.</summary>
public sealed class RecordBlobEventFailure(PipelineJobs jobs)
{
    [Function(nameof(RecordBlobEventFailure))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.BlobEventsPoison, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.RecordFailureAsync(QueueNames.BlobEvents, message, cancellationToken);
}
