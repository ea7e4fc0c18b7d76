using System.CommandLine;
using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Simulator;

namespace KpiFunctions.Benchmarks.Fetching;

/// <summary><c>fetch</c>: the pipeline's fetching against the bare upsert of the rows that it stores.</summary>
internal static class FetchBenchmark
{
    /// <summary>A Monday at nine in Paris: a day on which digests are made.</summary>
    private static readonly DateTimeOffset FirstFetch = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The planner's next morning.</summary>
    private static readonly DateTimeOffset RoutineFetch = FirstFetch.AddDays(1);

    public static Command Create()
    {
        var clients = new Option<int>("--clients") { Description = "Clients; each has an account on every platform.", DefaultValueFactory = _ => 20 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count.", DefaultValueFactory = _ => 7 };
        var command = new Command("fetch", "Fetches fourteen weeks of every platform into the local storage, then a routine day; each against the bare upsert of the same rows.") { clients, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(clients), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int clients, int rounds, CancellationToken cancellationToken)
    {
        var clock = new LeapingClock(FirstFetch);
        var directory = Directory.CreateTempSubdirectory("kpi-benchmark-");
        try
        {
            await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = clock, RemembersAnswers = true }, cancellationToken);
            await using var pipeline = await LocalPipeline.StartAsync(
                new(directory.FullName, clock, simulator) { Settings = new Dictionary<string, string?> { ["Quotas:Requests:youtube"] = "1000000000" } },
                Console.Error.WriteLine, cancellationToken);
            using var course = new FetchCourse(pipeline, simulator, clients);
            await course.PutClientsInForceAsync(clock.GetUtcNow(), cancellationToken);

            Report("first fetch, fourteen weeks", await course.CompareFirstFetchesAsync(rounds, cancellationToken));
            clock.LeapTo(RoutineFetch);
            Report("routine fetch, a day later", await course.CompareRoutineFetchesAsync(rounds, cancellationToken));
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Report(string title, FetchComparison result)
    {
        var (fetch, bare) = (Comparison.Median(result.Times.Subject), Comparison.Median(result.Times.Baseline));
        Console.WriteLine($"{title}: {result.Accounts} accounts, {result.Rows} rows");
        Console.WriteLine($"  fetch  {fetch.TotalSeconds,7:F2} s  {result.Rows / fetch.TotalSeconds,7:F0} rows/s  {result.Requests.ToStorage} requests to the storage, {result.Requests.ToPlatforms} to the platforms");
        Console.WriteLine($"  bare   {bare.TotalSeconds,7:F2} s  {result.Rows / bare.TotalSeconds,7:F0} rows/s  {result.BareRequests} requests to the storage");
        Console.WriteLine($"  ratio  {result.Times.Ratio:F2} (median of {result.Times.Ratios.Count} rounds; {result.Times.Ratios.Min():F2} to {result.Times.Ratios.Max():F2})");
    }
}
