using System.Globalization;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>
/// What happens to people's files: no figure comes out of them that differs from the intact file's without a line about it in
/// the verdict. What leaves another valid file cannot be seen: <c>docs/sources/files.md</c> lists it.
/// </summary>
public sealed class ExportMutationTests
{
    private static readonly DateTimeOffset Dropped = DateTimeOffset.Parse("2026-11-28T08:00:00Z");

    private static readonly string[] Zones = ["Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC"];

    /// <summary>Each export with the config that it is read under: as it is, and with a map where one fits.</summary>
    private static readonly IReadOnlyList<(string Name, byte[] Content, SourceConfig Source)> Exports =
    [
        .. new[] { "Cases", "Samples" }
            .SelectMany(folder => Directory.GetFiles(Repository.PathOf("tests", "KpiFunctions.Tests", "Sources", "Files", folder)))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path), Plain)),
        .. new (string Name, Dictionary<string, string>? Posts, Dictionary<string, string>? Days)[]
            {
                ("09-x-account-overview.csv", null, new() { ["day"] = "Date", ["views"] = "Impressions", ["reactions"] = "Likes" }),
                ("10-x-tweet-activity.csv", new() { ["id"] = "Tweet id", ["published"] = "time", ["views"] = "impressions" }, null),
                ("11-tiktok-business-days.csv", null, new() { ["day"] = "Date", ["views"] = "Video views", ["reach"] = "Reached audience" }),
                ("14-meta-series-portuguese-mapped.csv", null, new() { ["day"] = "Data", ["reach"] = "Primary" }),
            }
            .Select(mapped => (mapped.Name, File.ReadAllBytes(Repository.PathOf("tests", "KpiFunctions.Tests", "Sources", "Files", "Cases", mapped.Name)), Mapped(mapped.Posts, mapped.Days))),
    ];

    [Fact]
    public void No_figure_changes_without_a_line_about_it() => Play(0, 300);

    [LongFact]
    public void No_figure_changes_without_a_line_about_it_10_000_times() => Play(0, 10_000);

    private static void Play(int first, int count)
    {
        var problems = new List<string>();
        var (played, differed) = (0, 0);
        foreach (var seed in Enumerable.Range(first, count))
        {
            var random = new Random(seed);
            var (name, content, source) = Exports[random.Next(Exports.Count)];
            var zone = Zone.Find(Zones[random.Next(4) == 0 ? random.Next(Zones.Length) : 0])!;
            var mutation = ExportMutation.Of(content, random.Next()) ?? new("nothing", content);
            played++;
            var (intact, changed) = (Read(name, content, source, Paris), Read(name, mutation.Content, source, zone));
            var (before, after) = (FiguresOf(intact, Paris), FiguresOf(changed, zone));
            var differing = after.Where(figure => !before.TryGetValue(figure.Key, out var was) || !Same(was, figure.Value)).Select(figure => figure.Key)
                .Concat(mutation.MayBeWhole ? [] : before.Keys.Where(key => !after.ContainsKey(key))).ToList();
            if (differing.Count == 0) continue;
            differed++;
            var lines = LinesOf(changed).Except(LinesOf(intact)).ToList();
            if (lines.Count == 0 || (intact.Posts.Count + intact.Readings.Count == 0 && after.Count > 0 && lines.Count == 0))
                problems.Add($"seed {seed}: {name}, {mutation.What}, {zone.Id}: {differing[0]} was {before.GetValueOrDefault(differing[0]) ?? "-"} and is {after.GetValueOrDefault(differing[0]) ?? "-"}, {differing.Count} differ, and no line says why");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seeds {first} to {first + count - 1}: {played} mutations, {differed} with other figures, each told");
        differed.ShouldBeGreaterThan(count / 10);
        problems.ShouldBeEmpty(string.Join('\n', problems.Take(40)));
    }

    private static ImportResult Read(string name, byte[] content, SourceConfig source, Zone zone) => FileImport.Read(name, content, source, zone, Dropped, TestContext.Current.CancellationToken);

    /// <summary>Whether two figures are the same; of a time the instant, or the client's clock where the file has days only.</summary>
    private static bool Same(string one, string other) => one == other || (one.Split(" = ") is [var instant, var clock] && other.Split(" = ") is [var otherInstant, var otherClock] && (instant == otherInstant || clock == otherClock));

    /// <summary>Refusals, notes and the export, without what counts lines.</summary>
    private static IEnumerable<string> LinesOf(ImportResult result) => [.. result.Told(), .. result.Notes, $"taken as {result.Export}", $"covers {result.Range}"];

    private static Dictionary<string, string> FiguresOf(ImportResult result, Zone zone)
    {
        var figures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var day in result.Readings)
        {
            foreach (var (metric, value) in day.Values) figures[$"{day.Day:yyyy-MM-dd} {metric}"] = value.ToString(CultureInfo.InvariantCulture);
            foreach (var slice in day.Traffic ?? []) figures[$"{day.Day:yyyy-MM-dd} {slice.Channel} {slice.Source} {slice.Medium} {slice.Campaign}"] = $"{slice.Sessions} {slice.Conversions} {slice.Revenue}";
        }

        foreach (var post in result.Posts)
        {
            figures[$"post {post.Id}"] = $"{post.Published:O} = {zone.ClockAt(post.Published):O}";
            foreach (var (metric, value) in post.Values) figures[$"post {post.Id} {metric}"] = value.ToString(CultureInfo.InvariantCulture);
        }

        return figures;
    }
}
