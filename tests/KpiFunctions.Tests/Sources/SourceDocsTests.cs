using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Pipeline.Sources.YouTube;
using KpiFunctions.Tests.Sources.Files;

namespace KpiFunctions.Tests.Sources;

public sealed class SourceDocsTests
{
    public static TheoryData<string> Types => [.. All.Select(traits => traits.Type)];

    private static IReadOnlyList<SourceTraits> All { get; } = [.. AllSources.Traits.Values];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_page_says_what_each_metric_is_and_what_its_silence_means(string type)
    {
        var rows = RowsOf(type + ".md");
        foreach (var (metric, absence) in All.Single(traits => traits.Type == type).Metrics)
        {
            var row = rows.SingleOrDefault(row => row[0] == $"`{metric}`").ShouldNotBeNull($"{type}.md has no row for {metric}");
            row[2].ShouldBe(absence == Absence.Zero ? "zero" : "unknown", metric.Key);
        }
    }

    [Fact]
    public void The_list_of_sources_gives_the_versions_that_are_requested()
    {
        (string Type, string Version)[] versions =
            [("facebook", GraphVersions.Used), ("instagram", GraphVersions.Used), ("google-analytics", GoogleAnalyticsMetrics.Version), ("linkedin", LinkedInMetrics.Api.Version)];
        foreach (var (type, version) in versions)
            RowsOf("README.md").Single(row => row[0] == $"[`{type}`]({type}.md)")[2].ShouldEndWith($" {version}", Case.Sensitive, type);
    }

    [Fact]
    public void The_page_of_Facebook_names_every_metric_that_is_asked_for()
    {
        var page = PageOf("facebook.md");
        foreach (var name in FacebookMetrics.OfPage.Select(metric => metric.Name).Concat(FacebookMetrics.OfPost.Select(metric => metric.Name))) page.ShouldContain($"`{name}`");
    }

    [Fact]
    public void The_page_of_Instagram_names_every_metric_that_is_asked_for()
    {
        var page = PageOf("instagram.md");
        foreach (var metric in InstagramMetrics.ByDay.Concat(InstagramMetrics.Totals).Concat(InstagramMetrics.OfMedia)) page.ShouldContain($"`{metric.Name}`");
    }

    [Fact]
    public void The_page_of_YouTube_names_every_metric_and_scope_that_is_asked_for()
    {
        var page = PageOf("youtube.md");
        foreach (var name in YouTubeMetrics.OfChannel.Concat(YouTubeMetrics.OfVideo).Select(metric => metric.Name).Concat(YouTubeMetrics.Scopes)) page.ShouldContain($"`{name}`");
        foreach (var day in YouTubeMetrics.ViewsRedefined) page.ShouldContain($"{day:yyyy-MM-dd}");
    }

    [Fact]
    public void The_page_of_TikTok_names_every_figure_and_scope()
    {
        var page = PageOf("tiktok.md");
        foreach (var name in TikTokMetrics.OfAccount.Concat(TikTokMetrics.OfVideo).Select(metric => metric.Name).Concat(TikTokMetrics.Scopes)) page.ShouldContain($"`{name}`");
        page.ShouldContain($"{TikTokMetrics.OldestDayAge} days");
    }

    [Fact]
    public void The_page_of_LinkedIn_names_every_figure_and_the_version_with_its_end()
    {
        var page = PageOf("linkedin.md");
        foreach (var metric in LinkedInMetrics.OfShares) page.ShouldContain($"`{metric.Name}`");
        page.ShouldContain($"`{LinkedInMetrics.Api.Version}`");
        page.ShouldContain($"{LinkedInMetrics.Api.EndsOn:yyyy-MM-dd}");
    }

    [Fact]
    public void The_page_of_files_names_every_figure_of_a_post()
    {
        var row = RowsOf("files.md").Single(row => row[^1] == "figures since publication");
        row[0].Split(", ").ShouldBe(FileSource.Traits.PostMetrics.Select(metric => $"`{metric}`"), ignoreOrder: true);
    }

    [Fact]
    public void The_example_of_files_is_read_as_the_page_says()
    {
        var map = JsonSerializer.Deserialize<JsonElement>(BlockOf("files.md", "json"));
        Dictionary<string, string> Columns(string name) => map.GetProperty(name).Deserialize<Dictionary<string, string>>()!;

        var result = GivenFile.Import(BlockOf("files.md", "csv"), GivenFile.Mapped(Columns("posts"), Columns("readings")));

        result.Refused.ShouldBeEmpty();
        result.Posts.Select(post => (post[Metrics.Reach], post[Metrics.Comments])).ShouldBe([(1536, 1), (3786, null), (17576, 11)]);
        result.Readings.Select(day => day[Metrics.Followers]).ShouldBe([138353, 138353, 138895]);
        result.Notes.ShouldBe(["Comments: empty for 1 post; kept, and left out of that figure only", "Published: times of the file are taken as times in Europe/Paris: the file names no zone"]);
    }

    [Fact]
    public void Every_kind_of_failure_is_explained()
    {
        var rows = RowsOf("README.md");
        foreach (var kind in ReadingNames.FailureKinds.All) rows.ShouldContain(row => row[0] == $"`{kind}`", kind);
    }

    private static List<string[]> RowsOf(string page) =>
        [.. PageOf(page).Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|', '\r').Split('|', StringSplitOptions.TrimEntries))];

    /// <summary>A page's first block of a language.</summary>
    private static string BlockOf(string page, string language) => PageOf(page).Split($"```{language}\n")[1].Split("```")[0];

    private static string PageOf(string page)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "KpiFunctions.sln"))) root = root.Parent!;
        return File.ReadAllText(Path.Combine(root.FullName, "docs", "sources", page));
    }
}
