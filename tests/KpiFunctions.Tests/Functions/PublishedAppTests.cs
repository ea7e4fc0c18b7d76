using System.Text.Json;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;

namespace KpiFunctions.Tests.Functions;

/// <summary>The app as it is deployed: what <c>dotnet publish -c Release</c> writes, which the host reads.</summary>
public sealed partial class PublishedAppTests
{
    [LongFact]
    public async Task What_is_published_announces_every_job_to_the_host_for_one_platform_and_without_another_warning()
    {
        var output = Directory.CreateTempSubdirectory("kpi-publish-");
        try
        {
            var published = await Command.RunAsync("dotnet", "publish", Repository.PathOf("src", "KpiFunctions"), "-c", "Release", "-o", output.FullName, "-nodeReuse:false");
            published.ExitCode.ShouldBe(0, published.Output + published.Error);
            Warnings(published.Output).ShouldAllBe(warning => warning.Contains("WorkerExtensions.csproj : warning NU1603", StringComparison.Ordinal), "docs/decisions/0017-functions-worker.md names the warnings that stand");

            using var provider = Composition.Services();
            Announced(output).ShouldBe(Expected((PipelineJobs)provider.GetService(typeof(PipelineJobs))!), ignoreOrder: true);
            File.ReadAllText(Path.Combine(output.FullName, "host.json")).ShouldBe(File.ReadAllText(Repository.PathOf("host.json")));
            NativeAssets(output).ShouldBe(["libSkiaSharp.so"]);
            output.GetDirectories().Select(directory => directory.Name).ShouldNotContain("runtimes");
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    /// <summary>Each function with what starts it, as the host reads it.</summary>
    private static List<string> Announced(DirectoryInfo output)
    {
        using var metadata = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output.FullName, "functions.metadata")));
        return [.. metadata.RootElement.EnumerateArray().Select(function => $"{Text(function, "name")} {StartOf(function.GetProperty("bindings")[0])}")];
    }

    private static string StartOf(JsonElement binding) => Text(binding, "type") switch
    {
        "timerTrigger" => $"timer {Text(binding, "schedule")}",
        "queueTrigger" => $"queue {Text(binding, "connection")} {Text(binding, "queueName")}",
        "httpTrigger" => $"web {Text(binding, "authLevel")} {Text(binding, "route")} {string.Join(' ', binding.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant()).Order(StringComparer.Ordinal))}",
        var other => other,
    };

    private static IEnumerable<string> Expected(PipelineJobs jobs) =>
    [
        .. jobs.Timers.Select(timer => $"{timer.Name} timer {timer.Schedule}"),
        .. jobs.Queues.Select(queue => $"{queue.Name} queue {Connections.Data} {queue.Queue}"),
        .. jobs.Web.GroupBy(job => (job.Name, job.Route)).Select(job => $"{job.Key.Name} web Anonymous {job.Key.Route} {string.Join(' ', job.Select(each => each.Method).Order(StringComparer.Ordinal))}"),
    ];

    private static IEnumerable<string> Warnings(string output) => output.Split('\n').Where(line => Warning().IsMatch(line));

    private static IEnumerable<string> NativeAssets(DirectoryInfo output) =>
        output.GetFiles("*", SearchOption.AllDirectories).Select(file => file.Name).Where(name => name.EndsWith(".so", StringComparison.Ordinal) || name.EndsWith(".dylib", StringComparison.Ordinal));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [GeneratedRegex(@"\bwarning [A-Z]+\d+", RegexOptions.CultureInvariant, 60_000)]
    private static partial Regex Warning();
}
