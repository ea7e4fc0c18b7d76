using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Hosts;
using KpiFunctions.Endurance.Runs;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Lines;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>The storage as it is a minute before a client's digest falls due: the config in force, its one source fetched.</summary>
/// <param name="Simulator">Answers what is fetched later.</param>
internal sealed record Stage(PlannedClient Client, Occurrence Occurrence, AccountLines Lines, SimulatorServer Simulator) : IAsyncDisposable
{
    public static async Task<Stage> PrepareAsync(CancellationToken cancellationToken)
    {
        var client = new PlannedClient(
            "shop", "Zqshop", Zone.Find("Europe/Paris")!, DayOfWeek.Monday, new(9, 0), ["owner@zqshop.example"],
            """{ "type": "mastodon", "account": "@zqshop@mastodon.example", "name": "Mastodon" }""", null);
        var occurrence = client.Schedule.In(IsoWeek.Of(new(2026, 11, 23)));
        var clock = new LeapingClock(occurrence.DueAt.AddHours(-2));
        var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = clock, RemembersAnswers = true }, cancellationToken);
        var twin = new TwinAccount(clock) { KeepsRequests = false };
        var ledger = new QueueLedger();
        var options = new HostOptions(Store.On(twin), clock, new Undisturbed(ledger), Host.Lease, Host.RetryAfter, AtOnce: 1, ledger) { Simulator = simulator.Address };
        await using var host = await Host.StartAsync(options, "stage", cancellationToken);
        await options.Store.Untapped.Container(ContainerNames.Clients).GetBlobClient("shop.json").UploadAsync(new BinaryData(client.Config), overwrite: true, cancellationToken);
        await host.WorkAsync(["ReconcileBlobs"], handlesMessages: true, cancellationToken);
        await host.WorkAsync(["PlanFetches", "PlanDigests"], handlesMessages: true, cancellationToken);
        clock.LeapTo(occurrence.DueAt.AddMinutes(-1));
        return new(client, occurrence, twin.Dump(), simulator);
    }

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
