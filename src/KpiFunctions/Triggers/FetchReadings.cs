using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>Pages through one source for one client, and stores what it answered.</summary>
public sealed class FetchReadings(PipelineJobs jobs)
{
    [Function(nameof(FetchReadings))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.Fetch, Connection = Connections.Data)] string message,
        CancellationToken cancellationToken) =>
        jobs.FetchReadingsAsync(message, cancellationToken);
}
