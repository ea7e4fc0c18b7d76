using System.Globalization;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Azure.Functions.Worker;

namespace KpiFunctions.Triggers;

/// <summary>The functions that messages start: one for each queue, and one for its poison queue, which records what failed too often.</summary>
public sealed class Queues(PipelineJobs jobs)
{
    [Function(nameof(BlobDropped))]
    public Task BlobDropped([QueueTrigger(QueueNames.BlobEvents, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(BlobDropped), message, cancellationToken, AttemptOf(context));

    [Function(nameof(FetchReadings))]
    public Task FetchReadings([QueueTrigger(QueueNames.Fetch, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(FetchReadings), message, cancellationToken, AttemptOf(context));

    [Function(nameof(BuildDigest))]
    public Task BuildDigest([QueueTrigger(QueueNames.Digest, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(BuildDigest), message, cancellationToken, AttemptOf(context));

    [Function(nameof(SendDigest))]
    public Task SendDigest([QueueTrigger(QueueNames.Send, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(SendDigest), message, cancellationToken, AttemptOf(context));

    [Function(nameof(RecordBlobEventFailure))]
    public Task RecordBlobEventFailure([QueueTrigger(QueueNames.BlobEventsPoison, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordBlobEventFailure), message, cancellationToken, AttemptOf(context));

    [Function(nameof(RecordFetchFailure))]
    public Task RecordFetchFailure([QueueTrigger(QueueNames.FetchPoison, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordFetchFailure), message, cancellationToken, AttemptOf(context));

    [Function(nameof(RecordDigestFailure))]
    public Task RecordDigestFailure([QueueTrigger(QueueNames.DigestPoison, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordDigestFailure), message, cancellationToken, AttemptOf(context));

    [Function(nameof(RecordSendFailure))]
    public Task RecordSendFailure([QueueTrigger(QueueNames.SendPoison, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordSendFailure), message, cancellationToken, AttemptOf(context));

    [Function(nameof(SweepClients))]
    public Task SweepClients([QueueTrigger(QueueNames.Sweep, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(SweepClients), message, cancellationToken, AttemptOf(context));

    [Function(nameof(RecordSweepFailure))]
    public Task RecordSweepFailure([QueueTrigger(QueueNames.SweepPoison, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordSweepFailure), message, cancellationToken, AttemptOf(context));

    [Function(nameof(SendReport))]
    public Task SendReport([QueueTrigger(QueueNames.Report, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(SendReport), message, cancellationToken, AttemptOf(context));

    [Function(nameof(RecordReportFailure))]
    public Task RecordReportFailure([QueueTrigger(QueueNames.ReportPoison, Connection = Connections.Data)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        jobs.RunMessageAsync(nameof(RecordReportFailure), message, cancellationToken, AttemptOf(context));

    /// <summary>The number of the attempt: how often the message was taken from its queue. 1 where the host does not say.</summary>
    private static int AttemptOf(FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue("DequeueCount", out var count) && int.TryParse(count?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 1;
}
