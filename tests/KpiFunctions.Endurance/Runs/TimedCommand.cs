using System.CommandLine;
using KpiFunctions.Endurance.Killing;
using KpiFunctions.Endurance.Storage;

namespace KpiFunctions.Endurance.Runs;

/// <summary><c>two-minutes</c>: something of everything, in a given time.</summary>
internal static class TimedCommand
{
    private const int AzuriteRuns = 3;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long new runs are begun.", DefaultValueFactory = _ => 120 };
        var seed = new Option<int>("--seed") { Description = "The first run's seed.", DefaultValueFactory = _ => 1 };
        var command = new Command("two-minutes", "A round of kills, a few runs on Azurite, and as many in memory as there is time for.") { seconds, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var begun = TimeProvider.System.GetTimestamp();
            var first = parsed.GetValue(seed);
            var totals = new Totals(Console.Out);
            await KillCommand.PlayAsync([first], null, totals, cancellationToken);
            await RunCommands.PlayAsync(Enumerable.Range(first, AzuriteRuns), "azurite", Plant.None, RunCommands.Parallel, totals, cancellationToken);
            var limit = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var seeds = Enumerable.Range(first, int.MaxValue - first).TakeWhile(_ => TimeProvider.System.GetElapsedTime(begun) < limit);
            await RunCommands.PlayAsync(seeds, "memory", Plant.None, RunCommands.Parallel, totals, cancellationToken);
            Console.WriteLine(totals.Line);
            return totals.IsBroken ? 1 : 0;
        });
        return command;
    }
}
