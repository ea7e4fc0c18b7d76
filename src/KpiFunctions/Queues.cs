using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>The functions that messages start: one for each queue, and one for its poison queue, which records what failed too often.</summary>
public sealed class Queues(PipelineJobs jobs)
{
    [Function(nameof(BlobDropped))]
    public Task BlobDropped([QueueTrigger(QueueNames.BlobEvents, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(BlobDropped), message, cancellationToken);

    [Function(nameof(FetchReadings))]
    public Task FetchReadings([QueueTrigger(QueueNames.Fetch, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(FetchReadings), message, cancellationToken);

    [Function(nameof(BuildDigest))]
    public Task BuildDigest([QueueTrigger(QueueNames.Digest, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(BuildDigest), message, cancellationToken);

    [Function(nameof(SendDigest))]
    public Task SendDigest([QueueTrigger(QueueNames.Send, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(SendDigest), message, cancellationToken);

    [Function(nameof(RecordBlobEventFailure))]
    public Task RecordBlobEventFailure([QueueTrigger(QueueNames.BlobEventsPoison, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordBlobEventFailure), message, cancellationToken);

    [Function(nameof(RecordFetchFailure))]
    public Task RecordFetchFailure([QueueTrigger(QueueNames.FetchPoison, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordFetchFailure), message, cancellationToken);

    [Function(nameof(RecordDigestFailure))]
    public Task RecordDigestFailure([QueueTrigger(QueueNames.DigestPoison, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordDigestFailure), message, cancellationToken);

    [Function(nameof(RecordSendFailure))]
    public Task RecordSendFailure([QueueTrigger(QueueNames.SendPoison, Connection = Connections.Data)] string message, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordSendFailure), message, cancellationToken);
}
