using System.CommandLine;
using KpiFunctions.Endurance.Runs;

namespace KpiFunctions.Endurance.Killing;

/// <summary><c>kill</c>: processes that are killed while they work.</summary>
internal static class KillCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "The first round's seed. When a process is killed depends on the machine, too.", DefaultValueFactory = _ => 1 };
        var quiet = new Option<bool>("--quiet") { Description = "Without a line for each kill." };
        var command = new Command("kill", "Kills processes of the app while they work on an Azurite.") { rounds, seed, quiet };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var totals = new Totals(Console.Out);
            await PlayAsync(Enumerable.Range(parsed.GetValue(seed), parsed.GetValue(rounds)), parsed.GetValue(quiet) ? null : Console.WriteLine, totals, cancellationToken);
            Console.WriteLine(totals.Line);
            return totals.IsBroken ? 1 : 0;
        });
        return command;
    }

    public static async Task PlayAsync(IEnumerable<int> seeds, Action<string>? log, Totals totals, CancellationToken cancellationToken)
    {
        foreach (var seed in seeds)
        {
            try
            {
                totals.Add($"kill {seed}", await KillRound.PlayAsync(seed, log, cancellationToken));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                totals.AddFailure($"kill {seed}", exception);
            }
        }
    }
}
