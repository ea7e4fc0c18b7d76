using System.Net;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.YouTube;

public sealed class YouTubeReportTests : IDisposable
{
    private readonly ChannelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_day_has_the_figures_of_the_channel()
    {
        // Columns come in whatever order; what is not known here is passed over.
        bench.Platform.On("/v2/reports", """
            {"columnHeaders":[{"name":"subscribersLost"},{"name":"day"},{"name":"views"},{"name":"engagedViews"},{"name":"dislikes"},{"name":"likes"},{"name":"comments"},{"name":"shares"},{"name":"subscribersGained"}],
             "rows":[[3,"2026-11-20",1500,1200,1,41,7,12,9]]}
            """);

        var reading = (await bench.ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading.Account.ShouldBe(new("youtube", ChannelBench.Channel));
        reading.Day.ShouldBe(new(2026, 11, 20));
        reading.Values.ShouldBe(
            new Dictionary<Metric, double>
            {
                [Metrics.Views] = 1500,
                [Metrics.EngagedViews] = 1200,
                [Metrics.Comments] = 7,
                [Metrics.Reactions] = 41,
                [Metrics.Shares] = 12,
                [Metrics.FollowersGained] = 9,
                [Metrics.FollowersLost] = 3,
            },
            ignoreOrder: true);
        reading[Metrics.Reach].ShouldBeNull();
        reading[Metrics.Followers].ShouldBeNull();
    }

    [Theory]
    [InlineData(ChannelBench.Channel, ChannelBench.Channel)]
    [InlineData("mine", "MINE")]
    public async Task The_report_is_asked_for_by_day_with_the_access_token_in_a_header(string account, string id)
    {
        await bench.FetchAsync("2026-11-18", "2026-11-20", account);

        var request = bench.Platform.Requests.Single(request => request.Address.Contains("/v2/reports", StringComparison.Ordinal));
        request.Address.ShouldBe(
            $"https://youtubeanalytics.googleapis.com/v2/reports?ids=channel=={id}&startDate=2026-11-18&endDate=2026-11-20"
            + "&metrics=views,engagedViews,comments,likes,shares,subscribersGained,subscribersLost&dimensions=day&sort=day");
        request.Authorization.ShouldBe($"Bearer {ChannelBench.AccessToken}");
    }

    [Fact]
    public async Task A_report_that_ends_before_the_range_leaves_the_days_after_it_unknown()
    {
        Rows("""["2026-11-19",10],["2026-11-20",0]""");

        var readings = await bench.ReadingsAsync("2026-11-19", "2026-11-23");

        readings.Select(reading => (reading.Day.Day, reading[Metrics.Views])).ShouldBe([(19, 10), (20, 0)]);
    }

    [Theory]
    [InlineData(ChannelBench.Empty)]
    [InlineData("""{"kind":"youtubeAnalytics#resultTable","columnHeaders":[{"name":"day"},{"name":"views"}],"rows":[]}""")]
    [InlineData("{}")]
    public async Task A_report_without_rows_is_nothing_known_and_no_failure(string report)
    {
        bench.Platform.On("/v2/reports", report);

        var pages = await bench.FetchAsync("2026-11-18", "2026-11-20");

        pages.SelectMany(page => page.Readings).ShouldBeEmpty();
        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_is_Californias_and_settled_after_three_of_them()
    {
        // It is one in the morning there on the 24th: the 23rd is over, the 24th is not; the 21st ended 49 hours ago.
        Rows("""["2026-11-20",1],["2026-11-21",2],["2026-11-23",3],["2026-11-24",4]""");

        var readings = await bench.ReadingsAsync("2026-11-20", "2026-11-24");

        readings.Select(reading => (reading.Day.Day, reading.Settled)).ShouldBe([(20, true), (21, false), (23, false)]);
    }

    [Theory]
    [InlineData("2025-03-30", null)]
    [InlineData("2025-03-31", "2025-03-31")]
    [InlineData("2026-08-23", "2025-03-31")]
    [InlineData("2026-08-24", "2026-08-24")]
    public async Task Views_before_and_after_a_redefinition_are_different_series(string day, string? series)
    {
        Rows($"""["{day}",10]""");

        var reading = (await bench.ReadingsAsync(day, day)).ShouldHaveSingleItem();

        (reading.Series?[Metrics.Views]).ShouldBe(series);
    }

    [Fact]
    public async Task One_metric_that_YouTube_does_not_take_costs_only_itself()
    {
        bench.Platform.On(
            request => request.Address.Contains("/v2/reports", StringComparison.Ordinal),
            request => request.Query("metrics") switch
            {
                "views" => StubPlatform.Json(Report("views", """["2026-11-20",10]""")),
                "likes" => StubPlatform.Json(Report("likes", """["2026-11-20",2]""")),
                "shares" or null or { Length: > 20 } => StubPlatform.Json(
                    """{"error":{"code":400,"message":"Unknown identifier (shares) given in field parameters.metrics.","errors":[{"reason":"badRequest"}]}}""", HttpStatusCode.BadRequest),
                var name => StubPlatform.Json(Report(name, "")),
            });

        var pages = await bench.FetchAsync("2026-11-20", "2026-11-20");

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading.Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Views] = 10, [Metrics.Reactions] = 2 }, ignoreOrder: true);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("shares");
    }

    [Fact]
    public async Task A_report_that_is_not_permitted_leaves_the_videos()
    {
        bench.Platform.On("/v2/reports", """{"error":{"code":403,"message":"Forbidden","errors":[{"reason":"forbidden","domain":"global"}]}}""", HttpStatusCode.Forbidden);
        bench.Platform.On("/youtube/v3/playlistItems", """{"items":[{"contentDetails":{"videoId":"a","videoPublishedAt":"2026-11-19T08:00:00Z"} }]}""");
        bench.Platform.On("/youtube/v3/videos", """{"items":[{"id":"a","snippet":{"publishedAt":"2026-11-19T08:00:00Z","title":"A"},"statistics":{"viewCount":"1"} }]}""");

        var pages = await bench.FetchAsync("2026-11-18", "2026-11-20");

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem().Id.ShouldBe("a");
        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What).ShouldBe(["views", "engagedViews", "comments", "likes", "shares", "subscribersGained", "subscribersLost"]);
        pages.SelectMany(page => page.Refusals).ShouldAllBe(refusal => refusal.Failure == new SourceFailure(SourceFailureKind.PermissionMissing, "Forbidden (YouTube's forbidden)", null));
    }

    [Fact]
    public async Task A_right_that_one_metric_lacks_costs_only_that_metric()
    {
        bench.Platform.On(
            request => request.Address.Contains("/v2/reports", StringComparison.Ordinal),
            request => request.Query("metrics")!.Contains("likes", StringComparison.Ordinal)
                ? StubPlatform.Json("""{"error":{"code":403,"message":"Insufficient permission","errors":[{"reason":"insufficientPermissions"}]}}""", HttpStatusCode.Forbidden)
                : StubPlatform.Json(Report(request.Query("metrics")!, """["2026-11-20",10]""")));

        var pages = await bench.FetchAsync("2026-11-20", "2026-11-20");

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        (reading[Metrics.Views], reading[Metrics.Comments], reading[Metrics.Reactions]).ShouldBe((10, 10, null));
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("likes"), refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing));
    }

    [Theory]
    [InlineData("""["2026-11-19",900],["2026-11-20",1200],["2026-11-21",0],["2026-11-22",0]""", 2)] // The 21st is not settled.
    [InlineData("""["2026-11-17",900],["2026-11-18",800],["2026-11-19",900],["2026-11-20",0],["2026-11-21",0]""", 3)] // The 20th is, and nothing is as improbable.
    [InlineData("""["2026-11-19",3],["2026-11-20",0],["2026-11-21",0]""", 3)] // A channel that few look at.
    [InlineData("""["2026-11-19",900],["2026-11-20",0],["2026-11-21",700]""", 3)] // Counted on.
    public async Task Zeros_after_lively_days_are_days_that_are_not_counted_yet(string rows, int known)
    {
        Rows(rows);

        (await bench.ReadingsAsync("2026-11-17", "2026-11-23")).Count.ShouldBe(known);
    }

    [Theory]
    [InlineData("""{"columnHeaders":[{"name":"views"}],"rows":[[10]]}""")]
    [InlineData("""{"columnHeaders":[{"name":"day"},{"name":"views"}],"rows":[["yesterday",10]]}""")]
    [InlineData("""{"columnHeaders":[{"name":"day"},{"name":"views"}],"rows":[["2026-11-20","many"]]}""")]
    public async Task A_report_in_another_form_is_unreadable(string report)
    {
        bench.Platform.On("/v2/reports", report);

        (await bench.FailureAsync()).Kind.ShouldBe(SourceFailureKind.AnswerUnreadable);
    }

    private static string Report(string metric, string rows) =>
        $$"""{"columnHeaders":[{"name":"day","columnType":"DIMENSION","dataType":"STRING"},{"name":"{{metric}}","columnType":"METRIC","dataType":"INTEGER"}],"rows":[{{rows}}]}""";

    private void Rows(string rows) => bench.Platform.On("/v2/reports", Report("views", rows));
}
