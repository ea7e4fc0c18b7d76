using System.CommandLine;
using System.Globalization;
using KpiFunctions.Endurance.Storage;

namespace KpiFunctions.Endurance.Exploring;

/// <summary><c>explore</c>: plays the schedules of two workers and a planner.</summary>
internal static class ExploreCommand
{
    public static Command Create()
    {
        var slice = new Option<string>("--slice") { Description = "Every n-th schedule: i/n, with i from 1 to n.", DefaultValueFactory = _ => "1/1" };
        var disturbances = new Option<int>("--disturbances") { Description = "The most disturbances of a schedule.", DefaultValueFactory = _ => 2 };
        var three = new Option<int>("--three") { Description = "Plays so many schedules with three disturbances instead, drawn by the seed." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var only = new Option<string?>("--only") { Description = "Plays one schedule with a log: 12:switch-b,30:lost." };
        var lanes = new Option<int>("--lanes") { Description = "How many are played at once.", DefaultValueFactory = _ => Environment.ProcessorCount * 8 };
        var plant = new Option<string?>("--plant") { Description = "A mistake to make on purpose, which has to be found." }.AcceptOnlyFromAmong([.. Plants.ByName.Keys]);
        var command = new Command("explore", "Plays every order and failure of two workers and a planner, up to a number of disturbances.") { slice, disturbances, three, seed, only, lanes, plant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var totals = new ExploredTotals(Console.Out);
            var planted = Plants.ByName.GetValueOrDefault(parsed.GetValue(plant) ?? "");
            await using var stage = await Stage.PrepareAsync(cancellationToken);
            if (parsed.GetValue(only) is { } text)
            {
                await using var lane = await Lane.StartAsync(stage, planted, Console.WriteLine, cancellationToken);
                totals.Add(await lane.PlayAsync(Disturbance.Parse(text), cancellationToken));
            }
            else
            {
                var explorer = new Explorer(stage, planted, parsed.GetValue(lanes), totals.Add);
                if (parsed.GetValue(three) is > 0 and var count) await explorer.DrawAsync(count, parsed.GetValue(seed), cancellationToken);
                else await explorer.ExploreAsync(parsed.GetValue(disturbances), SliceOf(parsed.GetValue(slice)!), cancellationToken);
            }

            totals.Write();
            return totals.IsBroken ? 1 : 0;
        });
        return command;
    }

    public static (int Which, int Of) SliceOf(string text)
    {
        var parts = text.Split('/').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return parts is [var which, var of] && which >= 1 && which <= of ? (which - 1, of) : throw new FormatException($"'{text}' is not a slice such as 1/100.");
    }
}
