using System.CommandLine;
using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Cli.Hosting;

namespace KpiFunctions.Benchmarks.Importing;

/// <summary><c>import</c>: storing a large export against the bare upsert of the rows that it leaves.</summary>
internal static class ImportBenchmark
{
    public static Command Create()
    {
        var posts = new Option<int>("--posts") { Description = "Posts of the export; the limit of a file is 200,000 lines.", DefaultValueFactory = _ => 100_000 };
        var days = new Option<int>("--days") { Description = "Days of the export.", DefaultValueFactory = _ => 7_300 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count.", DefaultValueFactory = _ => 3 };
        var command = new Command("import", "Stores an export into empty tables, a newer one over it, and that one again; each against the bare upsert of the same rows.") { posts, days, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(posts), parsed.GetValue(days), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int posts, int days, int rounds, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("kpi-benchmark-");
        try
        {
            await using var pipeline = await LocalPipeline.StartAsync(new(directory.FullName, TimeProvider.System), Console.Error.WriteLine, cancellationToken);
            var course = new ImportCourse(pipeline.Account, posts, days);
            Report("into empty tables", await course.CompareFirstAsync(rounds, cancellationToken));
            Report("a newer one over it", await course.CompareNewerAsync(rounds, cancellationToken));
            Report("the same again", await course.CompareSameAsync(rounds, cancellationToken));
            Console.WriteLine($"memory: {Environment.WorkingSet / 1024 / 1024} MiB now, of the whole process");
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Report(string title, (Comparison Times, int Rows) result)
    {
        var (import, bare) = (Comparison.Median(result.Times.Subject), Comparison.Median(result.Times.Baseline));
        var costs = result.Times.Costs;
        Console.WriteLine($"{title}: {result.Rows} rows");
        Console.WriteLine($"  import  {import.TotalSeconds,7:F2} s  {result.Rows / import.TotalSeconds,7:F0} rows/s");
        Console.WriteLine($"  bare    {bare.TotalSeconds,7:F2} s  {result.Rows / bare.TotalSeconds,7:F0} rows/s");
        Console.WriteLine($"  times   {Comparison.Median(costs):F2} (median of {costs.Count} rounds; {costs.Min():F2} to {costs.Max():F2})");
    }
}
