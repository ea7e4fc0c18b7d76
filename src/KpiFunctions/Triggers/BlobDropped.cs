using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>A blob was created or deleted in one of the input containers: takes it in, by container.</summary>
public sealed class BlobDropped(PipelineJobs jobs)
{
    [Function(nameof(BlobDropped))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.BlobEvents, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.BlobDroppedAsync(message, cancellationToken);
}
