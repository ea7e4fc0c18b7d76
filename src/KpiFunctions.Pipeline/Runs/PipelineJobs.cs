using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Runs.Work;

namespace KpiFunctions.Pipeline.Runs;

/// <summary>A job that a timer starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Schedule">NCRONTAB with seconds, in UTC.</param>
public sealed record TimerJob(string Name, string Schedule, Func<CancellationToken, Task> RunAsync);

/// <summary>A job that a queue's message starts.</summary>
/// <param name="Name">The function's name.</param>
public sealed record QueueJob(string Name, string Queue, Func<string, CancellationToken, Task> RunAsync);

/// <summary>A job that a request from outside starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Route">Below <c>api</c>, with the place of the link's token: <c>digests/{token}</c>.</param>
/// <param name="RunAsync">Given the token.</param>
public sealed record WebJob(string Name, string Method, string Route, Func<string, CancellationToken, Task<WebReply>> RunAsync);

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
    private readonly DigestPageJob digestPage;
    private readonly UnsubscribeJob unsubscribe;

    public PipelineJobs(
        BlobIntake intake,
        BlobReconciler reconciler,
        FetchPlanner fetchPlanner,
        FetchJob fetch,
        DigestPlanner digestPlanner,
        DigestOrchestrator orchestrator,
        SendJob send,
        FailureRecorder failures,
        DigestPageJob digestPage,
        UnsubscribeJob unsubscribe)
    {
        (this.intake, this.reconciler, this.fetchPlanner, this.fetch) = (intake, reconciler, fetchPlanner, fetch);
        (this.digestPlanner, this.orchestrator, this.send, this.failures) = (digestPlanner, orchestrator, send, failures);
        (this.digestPage, this.unsubscribe) = (digestPage, unsubscribe);

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
        Web =
        [
            new("ViewDigest", "GET", LinkRoutes.Digest, ViewDigestAsync),
            new("Unsubscribe", "GET", LinkRoutes.Unsubscribe, ShowUnsubscribeAsync),
            new("Unsubscribe", "POST", LinkRoutes.Unsubscribe, UnsubscribeAsync),
        ];
    }

    /// <summary>The jobs that timers start.</summary>
    public IReadOnlyList<TimerJob> Timers { get; }

    /// <summary>The jobs that messages start, those of the poison queues included.</summary>
    public IReadOnlyList<QueueJob> Queues { get; }

    /// <summary>The jobs that requests from outside start.</summary>
    public IReadOnlyList<WebJob> Web { get; }

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

    /// <summary>Shows the digest that a link opens.</summary>
    public Task<WebReply> ViewDigestAsync(string token, CancellationToken cancellationToken) => digestPage.ShowAsync(token, cancellationToken);

    /// <summary>Asks whoever follows an unsubscribe link; changes nothing.</summary>
    public Task<WebReply> ShowUnsubscribeAsync(string token, CancellationToken cancellationToken) => unsubscribe.ShowAsync(token, cancellationToken);

    /// <summary>Ends a client's digests to the recipient whom the link names.</summary>
    public Task<WebReply> UnsubscribeAsync(string token, CancellationToken cancellationToken) => unsubscribe.UnsubscribeAsync(token, cancellationToken);

    private async Task TakeInAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        var (container, name) = blobEvent.Blob();
        await intake.RunAsync(container, name, cancellationToken);
    }

    private QueueJob Poison(string name, string queue) =>
        new(name, queue + QueueNames.PoisonSuffix, (message, cancellationToken) => RecordFailureAsync(queue, message, cancellationToken));
}
