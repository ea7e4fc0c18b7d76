using System.CommandLine;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary><c>recompute</c>: every figure of random worlds, computed a second time.</summary>
internal static class RecomputeCommand
{
    public static Command Create()
    {
        var worlds = new Option<int>("--worlds") { Description = "How many.", DefaultValueFactory = _ => 100 };
        var seed = new Option<int>("--seed") { Description = "The first world's seed; each has the next number.", DefaultValueFactory = _ => 1 };
        var from = new Option<int>("--from") { Description = "The first world to play, from 0.", DefaultValueFactory = _ => 0 };
        var to = new Option<int?>("--to") { Description = "The first world not to play." };
        var replay = new Option<int?>("--replay") { Description = "Plays the world of one seed, and shows what it is." };
        var plant = new Option<string?>("--plant") { Description = "A figure, as configs write it, that the engine is made to give wrong: it has to be found." };
        var parallel = new Option<int>("--parallel") { Description = "How many are played at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("recompute", "Computes every figure of random worlds a second time, straight from the simulated world, and those of the gallery from their readings.") { worlds, seed, from, to, replay, plant, parallel };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var totals = new RecomputeTotals(Console.Out);
            var planted = parsed.GetValue(plant) is { } name ? Planted(name) : figure => figure;
            if (parsed.GetValue(replay) is { } only) Console.WriteLine(RandomWorld.Draw(only));
            var seeds = parsed.GetValue(replay) is { } one
                ? [one]
                : Enumerable.Range(parsed.GetValue(from), (parsed.GetValue(to) ?? parsed.GetValue(worlds)) - parsed.GetValue(from)).Select(number => parsed.GetValue(seed) + number);

            // The gallery's weeks are the same in every slice: the first one has them.
            if (parsed.GetValue(replay) is null && parsed.GetValue(from) == 0)
                foreach (var (week, comparison) in GalleryRecomputation.All(planted)) totals.Add($"the gallery's '{week}'", comparison, "--worlds 0");
            await PlayAsync(seeds, parsed.GetValue(parallel), planted, totals, cancellationToken);
            foreach (var reason in totals.Reasons) Console.WriteLine(reason);
            Console.WriteLine(totals.Line);
            return totals.IsBroken ? 1 : 0;
        });
        return command;
    }

    /// <summary>Plays the world of each seed.</summary>
    public static async Task PlayAsync(IEnumerable<int> seeds, int parallel, Func<EngineFigure, EngineFigure?> planted, RecomputeTotals totals, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken }, async (seed, token) =>
        {
            try
            {
                var plan = RandomWorld.Draw(seed);
                totals.Add(plan, await Recomputation.RunAsync(plan, planted, token));
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                totals.AddFailure(seed, exception);
            }
        });

    /// <summary>An engine that gives one figure a thousandth too high.</summary>
    public static Func<EngineFigure, EngineFigure?> Planted(string figure) =>
        given => given.Name.Figure == figure && given.Value is { } value ? given with { Value = (value * 1.001) + 0.001 } : given;
}
