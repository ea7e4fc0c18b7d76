using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Keeps a digest that could not be built in five tries, and tells whom it concerns.</summary>
public sealed class RecordDigestFailure(PipelineJobs jobs)
{
    [Function(nameof(RecordDigestFailure))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.DigestPoison, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.RecordFailureAsync(QueueNames.Digest, message, cancellationToken);
}
