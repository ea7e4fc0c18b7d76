using Azure.Storage.Queues.Models;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Endurance.Hosts;

/// <summary>What hosts of one run share.</summary>
/// <param name="Lease">How long a message is hidden while a job handles it, on the storage's clock: less than <see cref="Host.Lease"/> where that is the real one.</param>
/// <param name="RetryAfter">How long a failed message is hidden, on the storage's clock.</param>
/// <param name="AtOnce">How many messages of a queue are handled at once.</param>
/// <param name="Ledger">Counts the messages; null where other processes send and receive, too.</param>
internal sealed record HostOptions(Store Store, TimeProvider Clock, IConductor Conductor, TimeSpan Lease, TimeSpan RetryAfter, int AtOnce, QueueLedger? Ledger)
{
    public Plant Plant { get; init; }

    /// <summary>The simulator; null where <see cref="Mails"/> stands for SendGrid and nothing else is asked.</summary>
    public Uri? Simulator { get; init; }

    public Func<HttpMessageHandler>? Mails { get; init; }

    /// <summary>Told when a message that is hidden is to be visible again, on the pipeline's clock.</summary>
    public Action<DateTimeOffset> OnPutBack { get; init; } = _ => { };

    public Action<string>? Log { get; init; }
}

/// <summary>One process of the app: the pipeline's jobs, its timers and its queues, as the Functions host runs them.</summary>
internal sealed class Host : IAsyncDisposable
{
    /// <summary>The <c>maxDequeueCount</c> of <c>host.json</c>.</summary>
    private const int MaxDequeueCount = 5;

    /// <summary>How long a message is hidden while a function handles it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>How long a failed message is hidden: the <c>visibilityTimeout</c> of <c>host.json</c>.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly HostOptions options;

    private Host(HostOptions options, Seat seat, LocalPipeline pipeline) => (this.options, Seat, Pipeline) = (options, seat, pipeline);

    public Seat Seat { get; }

    public LocalPipeline Pipeline { get; }

    public PipelineJobs Jobs => Pipeline.Jobs;

    public static async Task<Host> StartAsync(HostOptions options, string name, CancellationToken cancellationToken)
    {
        var seat = new Seat(name);
        var pipeline = await LocalPipeline.StartAsync(
            new("", options.Clock)
            {
                Account = options.Store.For(seat, options.Conductor, options.Plant),
                Settings = new Dictionary<string, string?> { [PublicAddress.Setting] = "https://reports.example" },
                Configure = services =>
                {
                    services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.None));
                    services.AddSingleton<ICredentialStore, SimulatedCredentials>();
                    services.Configure<SourceHttpOptions>(http => (http.AllowLoopback, http.RetryDelay) = (true, TimeSpan.Zero));
                    if (options.Simulator is { } simulator) services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new SimulatorRouting(simulator)));
                    var mails = services.AddHttpClient(MailGateway.HttpClientName).AddHttpMessageHandler(() => new MailTap(seat, options.Conductor));
                    if (options.Mails is { } taken) mails.ConfigurePrimaryHttpMessageHandler(taken);
                },
            },
            _ => { },
            cancellationToken);
        seat.IsCalm = false;
        return new(options, seat, pipeline);
    }

    /// <summary>Runs timers, then handles messages until no queue has a visible one.</summary>
    public async Task WorkAsync(IEnumerable<string> timers, bool handlesMessages, CancellationToken cancellationToken)
    {
        foreach (var timer in timers) await RunTimerAsync(timer, cancellationToken);
        if (handlesMessages) await DrainAsync(_ => true, cancellationToken);
    }

    /// <summary>Does what a person wants.</summary>
    /// <returns>Whether the person heard what came of it.</returns>
    public async Task<bool> ActAsync(ActionRequest request, Instruction instruction, CancellationToken cancellationToken)
    {
        try
        {
            var result = await Pipeline.Get<ActionRunner>().RunAsync(request, instruction, cancellationToken);
            options.Log?.Invoke($"{Seat.Name}: {request.Action} {request.Client} {request.Occurrence} by {instruction.Id}: {result.Outcome} {result.Why}");
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            options.Log?.Invoke($"{Seat.Name}: {request.Action} {request.Client} {request.Occurrence} by {instruction.Id} failed: {exception.GetType().Name}");
            return false;
        }
    }

    /// <summary>Does what a recipient wants who follows the link that ends a client's digests.</summary>
    /// <returns>Whether the recipient read that there are no more.</returns>
    public async Task<bool> UnsubscribeAsync(string client, string recipientHash, CancellationToken cancellationToken)
    {
        try
        {
            var link = await Pipeline.Get<SignedLinks>().ToUnsubscribeAsync(client, recipientHash, cancellationToken);
            using var body = new MemoryStream("List-Unsubscribe=One-Click"u8.ToArray());
            var request = new WebJobRequest(link!.Segments[^1], [new("Content-Type", ["application/x-www-form-urlencoded"])], body);
            var reply = await Pipeline.Get<UnsubscribeJob>().UnsubscribeAsync(request, cancellationToken);
            options.Log?.Invoke($"{Seat.Name}: a recipient of {client} unsubscribes: {reply.Status}");
            return reply.Status == 200;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            options.Log?.Invoke($"{Seat.Name}: a recipient of {client} unsubscribes, which fails: {exception.GetType().Name}");
            return false;
        }
    }

    /// <summary>Handles the messages of some queues until none is visible.</summary>
    public async Task DrainAsync(Func<string, bool> which, CancellationToken cancellationToken)
    {
        int worked;
        do
        {
            worked = 0;
            foreach (var job in Jobs.Queues.Where(job => which(job.Queue)))
                if (options.Ledger is null || options.Ledger.In(job.Queue) > 0) worked += await WorkOnceAsync(job, cancellationToken);
        }
        while (worked > 0);
    }

    public async ValueTask DisposeAsync() => await Pipeline.DisposeAsync();

    /// <summary>A timer that fails fires again at its next time.</summary>
    private async Task RunTimerAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await Jobs.RunTimerAsync(name, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            options.Log?.Invoke($"{Seat.Name}: the timer {name} failed: {exception.GetType().Name}");
        }
    }

    private async Task<int> WorkOnceAsync(QueueJob job, CancellationToken cancellationToken)
    {
        QueueMessage[] messages;
        try
        {
            messages = (await Queue(job.Queue).ReceiveMessagesAsync(options.AtOnce, options.Lease, cancellationToken)).Value;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The host looks again when it next polls.
            options.Log?.Invoke($"{Seat.Name}: {job.Queue} cannot be read: {exception.GetType().Name}");
            return 0;
        }

        await Task.WhenAll(messages.Select(message => WorkAsync(job, message, cancellationToken)));
        return messages.Length;
    }

    private async Task WorkAsync(QueueJob job, QueueMessage message, CancellationToken cancellationToken)
    {
        Seat.Doing.Value = new(job.Queue, message.Body.ToString());
        try
        {
            await job.RunAsync(message.Body.ToString(), (int)message.DequeueCount, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            options.Log?.Invoke($"{Seat.Name}: {job.Name} failed on attempt {message.DequeueCount}: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
            await OrLater(() => PutBackAsync(job, message, cancellationToken), cancellationToken);
            return;
        }

        await OrLater(() => Queue(job.Queue).DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken), cancellationToken);
    }

    private async Task PutBackAsync(QueueJob job, QueueMessage message, CancellationToken cancellationToken)
    {
        if (message.DequeueCount < MaxDequeueCount)
        {
            options.OnPutBack(options.Clock.GetUtcNow() + RetryAfter);
            await Queue(job.Queue).UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, options.RetryAfter, cancellationToken);
            return;
        }

        if (!job.Queue.EndsWith(QueueNames.PoisonSuffix, StringComparison.Ordinal))
            await Queue(job.Queue + QueueNames.PoisonSuffix).SendMessageAsync(message.Body, cancellationToken: cancellationToken);
        await Queue(job.Queue).DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
    }

    /// <summary>A message that can be neither deleted nor put back is visible again when its lease ends.</summary>
    private async Task OrLater(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            options.OnPutBack(options.Clock.GetUtcNow() + Lease);
            options.Log?.Invoke($"{Seat.Name}: a message stays hidden: {exception.GetType().Name}");
        }
    }

    private Azure.Storage.Queues.QueueClient Queue(string name) => Pipeline.Account.Queue(name);
}
