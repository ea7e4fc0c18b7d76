using System.CommandLine;
using KpiFunctions.Benchmarks.Paired;

namespace KpiFunctions.Benchmarks.Planning;

/// <summary><c>plan</c>: a planner that sends what is due against the same transactions and messages without it.</summary>
internal static class PlanBenchmark
{
    public static Command Create()
    {
        var clients = new Option<int>("--clients") { Description = "Clients; each has a digest and two fetches that are due.", DefaultValueFactory = _ => 10_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count.", DefaultValueFactory = _ => 7 };
        var command = new Command("plan", "Sends every digest and fetch of many clients on a storage in memory; against the same transactions and messages, made ready before.") { clients, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(clients), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int clients, int rounds, CancellationToken cancellationToken)
    {
        var course = await PlanCourse.OfAsync(clients, cancellationToken);
        var result = await course.CompareAsync(rounds, cancellationToken);
        var (plan, bare) = (Comparison.Median(result.Times.Subject), Comparison.Median(result.Times.Baseline));
        var costs = result.Times.Costs;
        Console.WriteLine($"{clients} clients, {result.Messages} messages");
        Console.WriteLine($"  plan   {plan.TotalSeconds,7:F2} s of the processor  {Microseconds(plan),5:F0} µs and {result.Allocated.Plan / 1024.0 / result.Messages,5:F1} KiB a message");
        Console.WriteLine($"  bare   {bare.TotalSeconds,7:F2} s of the processor  {Microseconds(bare),5:F0} µs and {result.Allocated.Bare / 1024.0 / result.Messages,5:F1} KiB a message");
        Console.WriteLine($"  times  {Comparison.Median(costs),7:F2} (median of {costs.Count} rounds; {costs.Min():F2} to {costs.Max():F2})");
        return 0;

        double Microseconds(TimeSpan time) => time.TotalMicroseconds / result.Messages;
    }
}
