using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.Facebook;

public sealed class FacebookSourceTests : IDisposable
{
    private const string Nothing = """{"data":[]}""";

    // A metric that Meta retired or never had: one such name fails the whole request.
    private const string InvalidMetric = """{"error":{"message":"(#100) The value must be a valid insights metric","type":"OAuthException","code":100,"fbtrace_id":"AbC"}}""";

    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "facebook-page" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    /// <summary>An entry from long before: the list of mentions is there, and has nothing of the days.</summary>
    private const string AnOldMention = """{"data":[{"id":"77_1","created_time":"2020-01-01T10:00:00+0000","message":"Long ago"}]}""";

    public FacebookSourceTests() => bench.Platform.On("graph.facebook.com/v27.0/1015/", Nothing).On("/tagged", AnOldMention);

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_value_belongs_to_the_day_that_its_end_time_ends()
    {
        // A daily answer of the insights edge: end_time is midnight in California, written in UTC.
        bench.Platform.On("period=day&", """
            {"data":[
              {"name":"page_total_media_view_unique","period":"day","values":[
                {"value":500,"end_time":"2026-11-22T08:00:00+0000"},{"value":640,"end_time":"2026-11-23T08:00:00+0000"}],"id":"1015/insights/page_total_media_view_unique/day"},
              {"name":"page_follows","period":"day","values":[
                {"value":18200,"end_time":"2026-11-22T08:00:00+0000"},{"value":18214,"end_time":"2026-11-23T08:00:00+0000"}],"id":"1015/insights/page_follows/day"}],
             "paging":{"previous":"https://graph.facebook.com/v27.0/1015/insights?access_token=x&since=1"}}
            """);
        bench.Platform.On("period=week&", """
            {"data":[{"name":"page_total_media_view_unique","period":"week","values":[{"value":2900,"end_time":"2026-11-23T08:00:00+0000"}]}]}
            """);

        var readings = await ReadingsAsync("2026-11-21", "2026-11-22");

        readings.Select(reading => reading.Day).ShouldBe([new(2026, 11, 21), new(2026, 11, 22)]);
        readings[0][Metrics.Reach].ShouldBe(500);
        readings[1][Metrics.Reach].ShouldBe(640);
        readings[1][Metrics.Reach7Days].ShouldBe(2900);
        readings[1][Metrics.Reach28Days].ShouldBeNull();
        readings[1][Metrics.Followers].ShouldBe(18214);
        readings[1].Series!.ShouldContainKeyAndValue(Metrics.Reach, "2025-11-15");
        readings[1].Series!.ShouldNotContainKey(Metrics.Followers);
    }

    [Fact]
    public async Task The_agencys_system_user_is_given_the_pages_own_token_first()
    {
        bench.Platform.On("/1015?fields=access_token", """{"access_token":"the-pages-own","id":"1015"}""");

        await bench.FetchAsync(Page with { Credential = null }, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-22"));

        bench.Platform.Requests[0].Authorization.ShouldBe($"Bearer {SourceBench.Token}");
        bench.Platform.Requests.Skip(1).ShouldAllBe(request => request.Authorization == "Bearer the-pages-own");
    }

    [Fact]
    public async Task A_page_that_was_not_assigned_to_the_system_user_is_a_missing_right()
    {
        bench.Platform.On("/1015?fields=access_token", """{"id":"1015"}""");

        var failure = await bench.FailureOfAsync(Page with { Credential = null }, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
        failure.Message.ShouldContain("1015");
    }

    [Fact]
    public async Task A_day_is_settled_two_days_after_its_end_in_California()
    {
        // 22 November ends at 08:00Z on the 23rd; the clock stands at 09:00Z on the 24th.
        bench.Platform.On("period=day&", Views(("2026-11-22T08:00:00+0000", 1), ("2026-11-23T08:00:00+0000", 2)));

        var readings = await ReadingsAsync("2026-11-21", "2026-11-22");

        readings.Select(reading => reading.Settled).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_not_answered()
    {
        bench.Platform.On("period=day&", Views(("2026-11-24T08:00:00+0000", 7), ("2026-11-25T08:00:00+0000", 3)));

        var readings = await ReadingsAsync("2026-11-23", "2026-11-25");

        readings.ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 23));
    }

    [Fact]
    public async Task An_empty_answer_leaves_the_metrics_unknown()
    {
        var readings = await ReadingsAsync("2026-11-20", "2026-11-21");

        // Nobody tagged the page, and that is a count; the insights said nothing, and that is none.
        readings.Count.ShouldBe(2);
        readings.ShouldAllBe(reading => reading.Values.Count == 1 && reading[Metrics.Mentions] == 0);
    }

    [Fact]
    public async Task A_list_of_mentions_without_a_single_entry_fills_in_and_replaces_nothing()
    {
        bench.Platform.On("/tagged", Nothing);
        bench.Platform.On("period=day&", Views(("2026-11-22T08:00:00+0000", 41)));

        var readings = await ReadingsAsync("2026-11-21", "2026-11-21");

        readings.Single(reading => !reading.Inferred)[Metrics.Mentions].ShouldBeNull();
        readings.Single(reading => reading.Inferred).Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Mentions] = 0 });
    }

    [Fact]
    public async Task One_refused_metric_costs_only_itself()
    {
        bench.Platform.On("period=day&", Views(("2026-11-22T08:00:00+0000", 41)));
        bench.Platform.On("page_follows", InvalidMetric, HttpStatusCode.BadRequest);

        var pages = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-21"));

        pages.SelectMany(page => page.Readings).Single()[Metrics.Views].ShouldBe(41);
        var refusal = pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem();
        refusal.What.ShouldBe("page_follows (day)");
        refusal.Failure.Kind.ShouldBe(SourceFailureKind.RequestRefused);
    }

    [Fact]
    public async Task A_metric_once_refused_is_not_asked_for_again_in_the_same_fetch()
    {
        bench.Platform.On("page_follows", InvalidMetric, HttpStatusCode.BadRequest);

        await ReadingsAsync("2026-01-01", "2026-11-20");

        bench.Platform.Requests.Count(request => request.Address.Contains("page_follows", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Long_ranges_are_asked_for_in_windows_that_Meta_takes()
    {
        await ReadingsAsync("2025-10-01", "2026-11-20");

        var windows = bench.Platform.Requests.Where(request => request.Query("period") == "day")
            .Select(request => (Since: long.Parse(request.Query("since")!), Until: long.Parse(request.Query("until")!))).ToList();
        windows.Count.ShouldBe(5);
        windows.ShouldAllBe(window => window.Until - window.Since <= 90 * 86_400);
        windows[^1].Since.ShouldBe(DateTimeOffset.Parse("2025-10-01T07:00:00Z").ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Mentions_are_counted_on_the_day_in_California_and_kept_as_posts()
    {
        bench.Platform.On("/tagged", """
            {"data":[
              {"id":"77_3","created_time":"2026-11-23T07:59:59+0000","message":"Merci <b>à vous</b>","permalink_url":"https://www.facebook.com/77/posts/3"},
              {"id":"77_2","created_time":"2026-11-22T08:00:00+0000","permalink_url":"javascript:alert(1)"},
              {"id":"77_1","created_time":"2026-11-22T07:59:59+0000"},
              {"id":"77_0","created_time":"2026-11-20T12:00:00+0000"}],
             "paging":{"cursors":{"after":"zzz"},"next":"https://graph.facebook.com/v27.0/1015/tagged?access_token=secret&after=zzz"}}
            """);

        var pages = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-22"));

        pages.SelectMany(page => page.Readings).Select(reading => reading[Metrics.Mentions]).ShouldBe([1, 2]);
        var posts = pages.SelectMany(page => page.Posts).ToList();
        posts.ShouldAllBe(post => post.IsMention);
        posts.Select(post => post.Id).ShouldBe(["77_3", "77_2", "77_1"]);
        posts[1].Link.ShouldBeNull();
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("zzz", StringComparison.Ordinal), "the list had already reached back far enough");
    }

    [Fact]
    public async Task Mentions_that_may_not_be_read_are_unknown_and_cost_nothing_else()
    {
        bench.Platform.On("period=day&", Views(("2026-11-22T08:00:00+0000", 41)));
        bench.Platform.On("/tagged", """{"error":{"message":"(#10) This endpoint requires the 'pages_read_user_content' permission","type":"OAuthException","code":10}}""", HttpStatusCode.Forbidden);

        var pages = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-21"));

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading[Metrics.Mentions].ShouldBeNull();
        reading[Metrics.Views].ShouldBe(41);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
    }

    [Fact]
    public async Task What_is_refused_altogether_is_a_failure()
    {
        bench.Platform.On("/1015/", """{"error":{"message":"(#200) Permissions error","type":"OAuthException","code":200}}""", HttpStatusCode.Forbidden);

        var failure = await bench.FailureOfAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-21"));

        failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
    }

    [Fact]
    public async Task The_token_travels_in_a_header_and_never_in_an_address()
    {
        await ReadingsAsync("2026-11-20", "2026-11-21");

        bench.Platform.Requests.ShouldAllBe(request => request.Authorization == "Bearer " + SourceBench.Token);
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("token", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(300, null, true)] // not counted yet
    [InlineData(4, 0.0, false)] // a page that few see has days without anything
    public async Task A_day_of_zeros_after_days_of_many_views_is_not_counted_yet(int before, double? views, bool isOpen)
    {
        bench.Platform.On("period=day&", $$$"""
            {"data":[
              {"name":"page_media_view","period":"day","values":[{"value":{{{before}}},"end_time":"2026-11-23T08:00:00+0000"},{"value":0,"end_time":"2026-11-24T08:00:00+0000"}]},
              {"name":"page_follows","period":"day","values":[{"value":18200,"end_time":"2026-11-23T08:00:00+0000"},{"value":18214,"end_time":"2026-11-24T08:00:00+0000"}]}]}
            """);

        var last = (await ReadingsAsync("2026-11-22", "2026-11-23"))[^1];

        (last.Day, last[Metrics.Views], last[Metrics.Followers], last.Inferred, last.Settled).ShouldBe((new(2026, 11, 23), views, 18214, isOpen, false));
    }

    private async Task<List<Reading>> ReadingsAsync(string first, string last) =>
        [.. (await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days(first, last), Zone.Find("Europe/Paris"))).SelectMany(page => page.Readings)];

    private static string Views(params (string End, int Value)[] values) =>
        $$"""{"data":[{"name":"page_media_view","period":"day","values":[{{string.Join(',', values.Select(value => $$"""{"value":{{value.Value}},"end_time":"{{value.End}}"}"""))}}]}]}""";
}
