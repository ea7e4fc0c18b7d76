using System.CommandLine;
using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Benchmarks.Rendering;

/// <summary><c>render</c>: a mail from its week's figures against Scriban alone on words that are ready.</summary>
internal static class RenderBenchmark
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count.", DefaultValueFactory = _ => 15 };
        var mails = new Option<int>("--mails") { Description = "Mails that each side writes in a round: enough that the grain of the processor's clock is none of the result.", DefaultValueFactory = _ => 300 };
        var weeks = new Option<string[]>("--weeks")
        {
            Description = "Kinds of weeks, by the sample weeks' names.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["steady", "good", "twenty-sources"],
        };
        var command = new Command("render", "Writes the mails of sample weeks, HTML and text, from their figures; each against Scriban alone on words that are ready.") { rounds, mails, weeks };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(weeks)!, parsed.GetValue(rounds), parsed.GetValue(mails), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyCollection<string> weeks, int rounds, int mails, CancellationToken cancellationToken)
    {
        foreach (var language in DigestRenderer.Languages)
        {
            foreach (var sample in SampleWeekSet.All(language, new()).Where(sample => weeks.Contains(sample.Name)))
                Report($"{sample.Name}, {language}", await new RenderCourse(sample).CompareAsync(rounds, mails, cancellationToken), mails);
        }

        return 0;
    }

    private static void Report(string title, RenderComparison result, int mails)
    {
        var (pipeline, bare) = (Comparison.Median(result.Times.Subject) / mails, Comparison.Median(result.Times.Baseline) / mails);
        var costs = result.Times.Costs;
        Console.WriteLine($"{title}: {result.Bytes / 1024.0:F0} KiB of HTML, written {(result.Steps == 1 ? "once" : $"{result.Steps} times")}");
        Console.WriteLine($"  render {pipeline.TotalMilliseconds,7:F2} ms  {result.Allocated.Pipeline / 1024,7:F0} KiB allocated");
        Console.WriteLine($"  bare   {bare.TotalMilliseconds,7:F2} ms  {result.Allocated.Bare / 1024,7:F0} KiB allocated");
        Console.WriteLine($"  times  {Comparison.Median(costs),7:F2} (median of {costs.Count} rounds; {costs.Min():F2} to {costs.Max():F2})  {result.Allocated.Pipeline / result.Allocated.Bare:F2} in allocations");
    }
}
