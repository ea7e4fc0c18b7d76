using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Brings one occurrence of one client's digest forward: waits, computes, renders, archives.</summary>
public sealed class BuildDigest(PipelineJobs jobs)
{
    [Function(nameof(BuildDigest))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.Digest, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.BuildDigestAsync(message, cancellationToken);
}
