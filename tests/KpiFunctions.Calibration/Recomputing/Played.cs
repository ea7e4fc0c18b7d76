using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.StorageTwin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>A world as the pipeline saw it.</summary>
/// <param name="Figures">The engine's figures of the week.</param>
/// <param name="Asked">The fetches in which each account was asked for anything, in order.</param>
internal sealed record Played(IReadOnlyList<EngineFigure> Figures, IReadOnlyDictionary<PlannedAccount, IReadOnlyList<int>> Asked)
{
    /// <summary>
    /// The pipeline takes in the config, its connectors fetch from the simulator over HTTP, the twin stores, and the engine
    /// computes the week from what is stored.
    /// </summary>
    public static async Task<Played> PlayAsync(RandomWorld plan, CancellationToken cancellationToken)
    {
        var clock = new LeapingClock(plan.Fetches[0]);
        await using var simulator = await SimulatorServer.StartAsync(new() { Seed = plan.Seed, TimeProvider = clock }, cancellationToken);
        var twin = new TwinAccount(clock) { KeepsRequests = false };
        await using var pipeline = await LocalPipeline.StartAsync(
            new("", clock, simulator, RetryAtOnce: true)
            {
                Account = new(twin.NewTables(), twin.NewBlobs(), twin.NewQueues()),
                Configure = services => services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.None)),
            },
            _ => { },
            cancellationToken);
        await pipeline.Account.Container(ContainerNames.Clients).GetBlobClient($"{RandomWorld.ClientId}.json").UploadAsync(new BinaryData(plan.Config), overwrite: true, cancellationToken);

        var asked = plan.Accounts.ToDictionary(account => account, _ => new List<int>());
        foreach (var (number, at) in plan.Fetches.Index())
        {
            clock.LeapTo(at);
            var faults = plan.Faults.Where(fault => fault.IsOnAt(number)).SelectMany(fault => fault.Faults()).Select(simulator.Faults.Add).ToList();
            simulator.Requests.Clear();

            // A config that is accepted is fetched for at once.
            await pipeline.Jobs.RunTimerAsync(number == 0 ? "ReconcileBlobs" : "PlanFetches", cancellationToken);
            await pipeline.Host.DrainAsync(cancellationToken);
            foreach (var fault in faults) fault.Dispose();
            foreach (var (account, fetches) in asked)
                if (simulator.Requests.All.Any(request => IsFor(account, request))) fetches.Add(number);
        }

        var client = await pipeline.Get<ClientDirectory>().FindAsync(RandomWorld.ClientId, cancellationToken)
            ?? throw new InvalidOperationException($"The config of seed {plan.Seed} was refused:\n{await VerdictAsync(pipeline.Account, cancellationToken)}");
        var history = await pipeline.Get<DigestBuilder>().HistoryOfAsync(client.Config, IsoWeek.Of(plan.Newest), cancellationToken);
        return new(
            EngineFigures.Of(client.Config, history, IsoWeek.Of(plan.Monday)),
            asked.ToDictionary(account => account.Key, account => (IReadOnlyList<int>)account.Value));
    }

    private static bool IsFor(PlannedAccount account, RecordedRequest request) =>
        account.Hosts.Contains(request.Host) && (account.Platform != "facebook" || request.Account == account.AtPlatform);

    private static async Task<string> VerdictAsync(StorageAccount storage, CancellationToken cancellationToken) =>
        (await storage.Container(ContainerNames.ClientStatus).GetBlobClient($"clients/{RandomWorld.ClientId}.json.status.json").DownloadContentAsync(cancellationToken)).Value.Content.ToString();
}
