using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Keeps a sending that failed five times, and tells whom it concerns.</summary>
public sealed class RecordSendFailure(PipelineJobs jobs)
{
    [Function(nameof(RecordSendFailure))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.SendPoison, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.RecordFailureAsync(QueueNames.Send, message, cancellationToken);
}
