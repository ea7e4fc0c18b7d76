using System.CommandLine;
using KpiFunctions.Endurance.Storage;

namespace KpiFunctions.Endurance.Runs;

/// <summary>The commands that play runs.</summary>
internal static class RunCommands
{
    /// <summary>More than one a processor: a run waits now and then for the windows in which its pipelines gather writes.</summary>
    public static readonly int Parallel = Environment.ProcessorCount * 2;

    public static RootCommand Root()
    {
        var runs = new Option<int>("--runs") { Description = "How many.", DefaultValueFactory = _ => 100 };
        var seed = new Option<int>("--seed") { Description = "The first run's seed; each has the next number.", DefaultValueFactory = _ => 1 };
        var from = new Option<int>("--from") { Description = "The first run to play.", DefaultValueFactory = _ => 0 };
        var to = new Option<int?>("--to") { Description = "The first run not to play." };
        var parallel = new Option<int>("--parallel") { Description = "How many are played at once.", DefaultValueFactory = _ => Parallel };
        var hashes = new Option<bool>("--hashes") { Description = "Prints the hash of what each run came to." };
        var store = StoreOption();
        var plant = PlantOption();
        var root = new RootCommand("Breaks the promise on purpose: exactly one digest per client, week and recipient, whatever breaks.") { runs, seed, from, to, parallel, store, plant, hashes, Replay() };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var totals = new Totals(Console.Out) { ShowsHashes = parsed.GetValue(hashes) };
            var numbers = Enumerable.Range(parsed.GetValue(from), (parsed.GetValue(to) ?? parsed.GetValue(runs)) - parsed.GetValue(from));
            await PlayAsync(numbers.Select(number => parsed.GetValue(seed) + number), parsed.GetValue(store)!, Plants.ByName.GetValueOrDefault(parsed.GetValue(plant) ?? ""), parsed.GetValue(parallel), totals, cancellationToken);
            Console.WriteLine(totals.Line);
            return totals.IsBroken ? 1 : 0;
        });
        return root;
    }

    /// <summary>Plays the run of each seed.</summary>
    public static async Task PlayAsync(IEnumerable<int> seeds, string store, Plant plant, int parallel, Totals totals, CancellationToken cancellationToken) =>
        await System.Threading.Tasks.Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken }, async (seed, token) =>
        {
            try
            {
                totals.Add($"seed {seed}", store == "azurite" ? await Runner.OnAzuriteAsync(seed, plant, null, token) : await Runner.InMemoryAsync(seed, plant, null, token));
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                totals.AddFailure($"seed {seed}", exception);
            }
        });

    private static Command Replay()
    {
        var seed = new Argument<int>("seed");
        var (store, plant) = (StoreOption(), PlantOption());
        var command = new Command("replay", "Plays one run with a log, and ends with a hash of what it came to.") { seed, store, plant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var totals = new Totals(Console.Out);
            var planted = Plants.ByName.GetValueOrDefault(parsed.GetValue(plant) ?? "");
            var outcome = parsed.GetValue(store) == "azurite"
                ? await Runner.OnAzuriteAsync(parsed.GetValue(seed), planted, Console.WriteLine, cancellationToken)
                : await Runner.InMemoryAsync(parsed.GetValue(seed), planted, Console.WriteLine, cancellationToken);
            foreach (var line in outcome.Lines) Console.WriteLine(line);
            totals.Add($"seed {parsed.GetValue(seed)}", outcome);
            Console.WriteLine(outcome.Hash);
            Console.WriteLine(totals.Line);
            return totals.IsBroken ? 1 : 0;
        });
        return command;
    }

    private static Option<string> StoreOption() => new Option<string>("--store") { Description = "The storage.", DefaultValueFactory = _ => "memory" }.AcceptOnlyFromAmong("memory", "azurite");

    private static Option<string?> PlantOption() => new Option<string?>("--plant") { Description = "A mistake to make on purpose, which has to be found." }.AcceptOnlyFromAmong([.. Plants.ByName.Keys]);
}
