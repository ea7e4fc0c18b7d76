using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Cli.Demos;

/// <summary>What to show.</summary>
/// <param name="Now">The moment that the demo is about: it sends the digests of the week that this falls in.</param>
/// <param name="Keep">Whether the storage stays, so that a second run finds what the first one did.</param>
/// <param name="Faults">What goes wrong at the simulated platforms all the while.</param>
internal sealed record DemoOptions(string Out, string Input, DateTimeOffset Now, bool Keep, IReadOnlyList<Fault> Faults);

/// <summary>
/// A week of the pipeline in half a minute: configs are dropped as the week begins, and the clock leaps from timer to
/// timer until each client's digest has gone out. Jobs, queues, storage, connectors and mail client are those of
/// production; only the clock and the platforms' servers are stand-ins.
/// </summary>
internal sealed class Demo(DemoOptions options, IProgressReport report)
{
    /// <summary>Digests that wait for a late source, or mails that nobody knows about, come to their end within this.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(12);

    /// <summary>Where the digests' links lead. Nothing answers there: the demo is over when they are read.</summary>
    private const string Address = "https://kpi.example";

    /// <summary>Runs the demo.</summary>
    public async Task<(DemoSummary Summary, DemoOutput Output)> RunAsync(CancellationToken cancellationToken)
    {
        var input = DemoInput.Read(options.Input, new(AllSources.Traits, Objectives.Traits), DateOnly.FromDateTime(options.Now.UtcDateTime));
        var output = DemoOutput.Prepare(options.Out, options.Keep);
        var (start, end) = input.Span(options.Now);
        var clock = new LeapingClock(start);
        using var storage = options.Keep ? KeptDirectory.Of(output.Storage) : KeptDirectory.Temporary();

        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = clock, OutboxDirectory = output.Outbox }, cancellationToken);
        foreach (var fault in options.Faults) simulator.Faults.Add(fault);
        await using var pipeline = await LocalPipeline.StartAsync(
            new(storage.Path, clock, simulator, RetryAtOnce: true) { Settings = new Dictionary<string, string?> { [PublicAddress.Setting] = Address } },
            report.Says,
            cancellationToken);

        // SendGrid posts here what becomes of the mails.
        await using var web = await LocalWeb.StartAsync(0, cancellationToken);
        web.Serve(pipeline.Jobs);

        report.Says($"dropping {input.Configs.Count} configs");
        await DropAsync(pipeline.Account, input, cancellationToken);
        report.Says("taking them in, and fetching what the platforms have");
        await pipeline.Jobs.RunTimerAsync("ReconcileBlobs", cancellationToken);

        var due = pipeline.Get<ScheduledMessageTable>();
        await pipeline.Host.LeapAsync(
            clock,
            async (instant, token) =>
            {
                await simulator.PostEventsAsync(web.Events, token);
                report.Reaches((instant - start) / (end - start), $"{instant:ddd d MMM HH:mm} UTC");
                return instant <= end || (instant <= end + Aftermath && (await due.ReadAsync(token)).Any(work => work.Queue != QueueNames.Fetch && work.DueAt <= end + Aftermath));
            },
            cancellationToken);

        var summary = await DemoSummary.ReadAsync(pipeline, simulator.Sent.Count + simulator.SentToConsultants.Count, cancellationToken);
        await output.WriteDigestsAsync(pipeline.Account, pipeline.Get<DigestArchive>(), cancellationToken);
        await output.WriteSummaryAsync(summary, cancellationToken);
        return (summary, output);
    }

    private static async Task DropAsync(StorageAccount account, DemoInput input, CancellationToken cancellationToken)
    {
        foreach (var (container, files) in new[] { (ContainerNames.Clients, input.Configs), (ContainerNames.Imports, input.Imports) })
            foreach (var file in files)
                await account.Container(container).GetBlobClient(file.Name).UploadAsync(new BinaryData(file.Content), overwrite: true, cancellationToken);
    }
}
