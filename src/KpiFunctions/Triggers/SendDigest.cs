using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Sends one digest to one recipient, once.</summary>
public sealed class SendDigest(PipelineJobs jobs)
{
    [Function(nameof(SendDigest))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.Send, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.SendDigestAsync(message, cancellationToken);
}
