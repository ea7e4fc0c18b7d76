using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Work;

namespace KpiFunctions.Pipeline.Runs;

/// <summary>A job that a timer starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Schedule">NCRONTAB with seconds, in UTC.</param>
public sealed record TimerJob(string Name, string Schedule, Func<CancellationToken, Task> RunAsync);

/// <summary>A job that a queue's message starts.</summary>
/// <param name="Name">The function's name.</param>
public sealed record QueueJob(string Name, string Queue, Func<string, CancellationToken, Task> RunAsync);

/// <summary>
/// Everything that the pipeline does, by what starts it. The Functions triggers and the local host call the same
/// methods; the tables say which.
/// </summary>
public sealed class PipelineJobs
{
    private readonly BlobIntake intake;
    private readonly BlobReconciler reconciler;
    private readonly FetchPlanner fetchPlanner;
    private readonly FetchJob fetch;
    private readonly DigestPlanner digestPlanner;
    private readonly DigestOrchestrator orchestrator;
    private readonly SendJob send;
    private readonly FailureRecorder failures;

    public PipelineJobs(
        BlobIntake intake,
        BlobReconciler reconciler,
        FetchPlanner fetchPlanner,
        FetchJob fetch,
        DigestPlanner digestPlanner,
        DigestOrchestrator orchestrator,
        SendJob send,
        FailureRecorder failures)
    {
        (this.intake, this.reconciler, this.fetchPlanner, this.fetch) = (intake, reconciler, fetchPlanner, fetch);
        (this.digestPlanner, this.orchestrator, this.send, this.failures) = (digestPlanner, orchestrator, send, failures);

        Timers =
        [
            new("ReconcileBlobs", Schedules.ReconcileBlobs, ReconcileBlobsAsync),
            new("PlanFetches", Schedules.PlanFetches, PlanFetchesAsync),
            new("PlanDigests", Schedules.PlanDigests, PlanDigestsAsync),
        ];
        Queues =
        [
            new("BlobDropped", QueueNames.BlobEvents, BlobDroppedAsync),
            new("FetchReadings", QueueNames.Fetch, FetchReadingsAsync),
            new("BuildDigest", QueueNames.Digest, BuildDigestAsync),
            new("SendDigest", QueueNames.Send, SendDigestAsync),
            Poison("RecordBlobEventFailure", QueueNames.BlobEvents),
            Poison("RecordFetchFailure", QueueNames.Fetch),
            Poison("RecordDigestFailure", QueueNames.Digest),
            Poison("RecordSendFailure", QueueNames.Send),
        ];
    }

    /// <summary>The jobs that timers start.</summary>
    public IReadOnlyList<TimerJob> Timers { get; }

    /// <summary>The jobs that messages start, those of the poison queues included.</summary>
    public IReadOnlyList<QueueJob> Queues { get; }

    /// <summary>Lists the input containers for what an event missed.</summary>
    public Task ReconcileBlobsAsync(CancellationToken cancellationToken) => reconciler.RunAsync(cancellationToken);

    /// <summary>Queues a fetch for each account that is due.</summary>
    public Task PlanFetchesAsync(CancellationToken cancellationToken) => fetchPlanner.RunAsync(cancellationToken);

    /// <summary>Queues the digests that have fallen due, and the work that was put off.</summary>
    public Task PlanDigestsAsync(CancellationToken cancellationToken) => digestPlanner.RunAsync(cancellationToken);

    /// <summary>Takes in a file that was dropped, changed or deleted.</summary>
    /// <param name="message">A <see cref="BlobEvent"/>.</param>
    public Task BlobDroppedAsync(string message, CancellationToken cancellationToken) =>
        failures.NotingAsync(QueueNames.BlobEvents, message, () => TakeInAsync(MessageJson.Read<BlobEvent>(message), cancellationToken), cancellationToken);

    /// <summary>Fetches one account.</summary>
    /// <param name="message">A <see cref="FetchMessage"/>.</param>
    public Task FetchReadingsAsync(string message, CancellationToken cancellationToken) =>
        failures.NotingAsync(QueueNames.Fetch, message, () => fetch.RunAsync(MessageJson.Read<FetchMessage>(message), cancellationToken), cancellationToken);

    /// <summary>Brings a digest forward.</summary>
    /// <param name="message">A <see cref="DigestMessage"/>.</param>
    public Task BuildDigestAsync(string message, CancellationToken cancellationToken) =>
        failures.NotingAsync(QueueNames.Digest, message, () => orchestrator.RunAsync(MessageJson.Read<DigestMessage>(message), cancellationToken), cancellationToken);

    /// <summary>Sends a digest to one recipient.</summary>
    /// <param name="message">A <see cref="SendMessage"/>.</param>
    public Task SendDigestAsync(string message, CancellationToken cancellationToken) =>
        failures.NotingAsync(QueueNames.Send, message, () => send.RunAsync(MessageJson.Read<SendMessage>(message), cancellationToken), cancellationToken);

    /// <summary>Keeps a message that failed too often, with the reason of its last failure.</summary>
    /// <param name="queue">The queue that it failed in.</param>
    public Task RecordFailureAsync(string queue, string message, CancellationToken cancellationToken) => failures.RecordAsync(queue, message, cancellationToken);

    private async Task TakeInAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        var (container, name) = blobEvent.Blob();
        await intake.RunAsync(container, name, cancellationToken);
    }

    private QueueJob Poison(string name, string queue) =>
        new(name, queue + QueueNames.PoisonSuffix, (message, cancellationToken) => RecordFailureAsync(queue, message, cancellationToken));
}
