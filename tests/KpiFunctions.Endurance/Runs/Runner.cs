using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Checks;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Simulator;
using KpiFunctions.StorageTwin;

namespace KpiFunctions.Endurance.Runs;

/// <summary>Plays single runs.</summary>
internal static class Runner
{
    public static async Task<Outcome> InMemoryAsync(int seed, Plant plant, Action<string>? log, CancellationToken cancellationToken)
    {
        var plan = RunPlan.Draw(seed, plant);
        var clock = new LeapingClock(plan.DroppedAt);
        await using var simulator = await SimulatorServer.StartAsync(new() { Seed = seed, TimeProvider = clock }, cancellationToken);
        var twin = new TwinAccount(clock) { KeepsRequests = false };
        return await new EnduranceRun(plan, Store.On(twin), clock, simulator, inTurns: true, plant, log).RunAsync(cancellationToken);
    }

    public static async Task<Outcome> OnAzuriteAsync(int seed, Plant plant, Action<string>? log, CancellationToken cancellationToken)
    {
        var plan = RunPlan.Draw(seed, plant);
        var clock = new LeapingClock(plan.DroppedAt);
        var directory = Directory.CreateTempSubdirectory("kpi-endurance-");
        try
        {
            await using var azurite = await AzuriteServer.StartAsync(directory.FullName, null, cancellationToken);
            await using var simulator = await SimulatorServer.StartAsync(new() { Seed = seed, TimeProvider = clock }, cancellationToken);
            return await new EnduranceRun(plan, Store.On(azurite.ConnectionString), clock, simulator, inTurns: false, plant, log).RunAsync(cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
