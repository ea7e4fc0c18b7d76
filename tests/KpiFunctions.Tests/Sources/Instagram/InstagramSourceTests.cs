using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.Instagram;

public sealed class InstagramSourceTests : IDisposable
{
    private const string Nothing = """{"data":[]}""";
    private const string InvalidMetric = """{"error":{"message":"(#100) The value must be a valid insights metric","type":"OAuthException","code":100,"fbtrace_id":"AbC"}}""";

    /// <summary>An entry from long before: the list of tags is there, and has nothing of the days.</summary>
    private const string AnOldTag = """{"data":[{"id":"77","timestamp":"2020-01-01T10:00:00+0000","caption":"Long ago"}]}""";

    private static readonly SourceConfig Account = new() { Type = "instagram", Account = "1784", Name = "Instagram", Credential = "meta-agency" };

    // In California it is one in the morning of the 24th.
    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public InstagramSourceTests() => bench.Platform
        .On("graph.facebook.com/v27.0/1784/", Nothing)
        .On("graph.facebook.com/v27.0/1784?fields=followers_count", """{"followers_count":5120,"id":"1784"}""")
        .On("/tags?", AnOldTag);

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Followers_are_those_of_the_day_on_which_they_were_asked_for()
    {
        var reading = (await ReadingsAsync("2026-11-24", "2026-11-24")).ShouldHaveSingleItem();

        reading.Day.ShouldBe(new(2026, 11, 24));
        reading[Metrics.Followers].ShouldBe(5120);
        bench.Platform.Requests.Where(request => request.Address.Contains("/insights", StringComparison.Ordinal) && !IsOfWeek(request)).ShouldBeEmpty("the day is not over");
    }

    [Fact]
    public async Task A_value_belongs_to_the_day_that_its_end_time_ends()
    {
        bench.Platform.On("metric=reach,follower_count&", """
            {"data":[{"name":"reach","period":"day","values":[
              {"value":500,"end_time":"2026-11-22T08:00:00+0000"},{"value":640,"end_time":"2026-11-23T08:00:00+0000"},{"value":9,"end_time":"2026-11-25T08:00:00+0000"}],
              "title":"Reach","description":"…","id":"1784/insights/reach/day"},
             {"name":"follower_count","period":"day","values":[{"value":7,"end_time":"2026-11-23T08:00:00+0000"}]}]}
            """);

        var readings = await ReadingsAsync("2026-11-21", "2026-11-23");

        readings.Single(reading => reading.Day == new DateOnly(2026, 11, 21))[Metrics.Reach].ShouldBe(500);
        readings.Single(reading => reading.Day == new DateOnly(2026, 11, 22))[Metrics.Reach].ShouldBe(640);
        readings.Single(reading => reading.Day == new DateOnly(2026, 11, 22))[Metrics.FollowersGained].ShouldBe(7);
        readings.ShouldAllBe(reading => reading.Day < new DateOnly(2026, 11, 24));
    }

    [Fact]
    public async Task A_day_is_settled_two_days_after_its_end_in_California()
    {
        bench.Platform.On("metric=reach,follower_count&", """
            {"data":[{"name":"reach","period":"day","values":[{"value":1,"end_time":"2026-11-22T08:00:00+0000"},{"value":2,"end_time":"2026-11-23T08:00:00+0000"}]}]}
            """);

        (await ReadingsAsync("2026-11-21", "2026-11-22")).Select(reading => reading.Settled).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Totals_are_asked_for_one_day_at_a_time_and_only_within_the_look_back()
    {
        bench.Platform.On("metric_type=total_value", """
            {"data":[{"name":"views","period":"day","title":"Views","total_value":{"value":2100},"id":"1784/insights/views/day"},
              {"name":"likes","period":"day","total_value":{"value":90}},{"name":"comments","period":"day","total_value":{"value":0}},
              {"name":"shares","period":"day","total_value":{}},{"name":"saves","period":"day","total_value":{"value":4}}]}
            """);

        var readings = await ReadingsAsync("2026-11-01", "2026-11-24");

        var withViews = readings.Where(reading => reading[Metrics.Views] is not null).ToList();
        withViews.Select(reading => reading.Day.Day).ShouldBe([21, 22, 23]);
        withViews.ShouldAllBe(reading => reading[Metrics.Views] == 2100 && reading[Metrics.Reactions] == 90 && reading[Metrics.Comments] == 0 && reading[Metrics.Saves] == 4);
        withViews.ShouldAllBe(reading => reading[Metrics.Shares] == null);
        var asked = bench.Platform.Requests.Where(request => request.Query("metric_type") is not null && !IsOfWeek(request)).ToList();
        asked.Count.ShouldBe(3);
        asked.ShouldAllBe(request => long.Parse(request.Query("until")!) - long.Parse(request.Query("since")!) == 86_400);
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(asked[0].Query("since")!)).ShouldBe(DateTimeOffset.Parse("2026-11-21T08:00:00Z"));
    }

    [Fact]
    public async Task One_refused_total_costs_only_itself_and_is_not_asked_for_again()
    {
        bench.Platform.On("metric_type=total_value", """{"data":[{"name":"views","period":"day","total_value":{"value":41}}]}""");
        bench.Platform.On("saves", InvalidMetric, HttpStatusCode.BadRequest);

        var pages = await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-23"));

        pages.SelectMany(page => page.Readings).Select(reading => reading[Metrics.Views]).ShouldBe([41, 41, 41]);
        var refusal = pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem();
        refusal.What.ShouldBe("saves (total)");
        refusal.Failure.Message.ShouldContain("Instagram's error 100");
        bench.Platform.Requests.Count(request => request.Address.Contains("saves", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(InvalidMetric)]
    [InlineData("""{"error":{"message":"(#10) Not enough followers","type":"OAuthException","code":10,"fbtrace_id":"AbC"}}""")]
    public async Task A_refused_reach_leaves_the_rest(string refusal)
    {
        bench.Platform.On("metric_type=total_value", """{"data":[{"name":"views","period":"day","total_value":{"value":41}}]}""");
        bench.Platform.On("metric=follower_count&", """{"data":[{"name":"follower_count","period":"day","values":[{"value":7,"end_time":"2026-11-24T08:00:00+0000"}]}]}""");
        bench.Platform.On("metric=reach", refusal, HttpStatusCode.BadRequest);

        var pages = await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-23", "2026-11-23"));

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading[Metrics.Views].ShouldBe(41);
        reading[Metrics.FollowersGained].ShouldBe(7);
        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What).ShouldBe(["reach (week)", "reach (day)"], ignoreOrder: true);
    }

    [Fact]
    public async Task Long_ranges_are_asked_for_in_windows_that_Meta_takes_and_new_followers_for_the_last_month_only()
    {
        await ReadingsAsync("2026-08-25", "2026-11-24");

        var insights = bench.Platform.Requests.Where(request => request.Address.Contains("/insights?", StringComparison.Ordinal)).ToList();
        insights.ShouldAllBe(request => Seconds(request, "until") - Seconds(request, "since") <= 30 * 86_400);
        insights.ShouldAllBe(request => Seconds(request, "until") <= bench.Clock.GetUtcNow().ToUnixTimeSeconds());
        insights.Count(request => request.Query("metric")!.Split(',').Contains("reach") && !IsOfWeek(request)).ShouldBe(4);
        var gained = insights.Where(request => request.Query("metric")!.Split(',').Contains("follower_count")).ToList();
        gained.Count.ShouldBeInRange(1, 2);
        gained.ShouldContain(request => request.Query("metric") == "reach,follower_count", 1, "they are told of the same days");
        gained.ShouldAllBe(request => Seconds(request, "since") > bench.Clock.GetUtcNow().AddDays(-30).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_empty_answer_leaves_the_metrics_unknown()
    {
        var readings = await ReadingsAsync("2026-11-20", "2026-11-21");

        readings.Count.ShouldBe(2);
        readings.ShouldAllBe(reading => reading.Values.Count == 1 && reading[Metrics.Mentions] == 0);
    }

    [Fact]
    public async Task A_list_of_tags_without_a_single_entry_fills_in_and_replaces_nothing()
    {
        bench.Platform.On("/tags?", Nothing);

        (await ReadingsAsync("2026-11-21", "2026-11-21")).ShouldHaveSingleItem().Inferred.ShouldBeTrue();
    }

    [Fact]
    public async Task Tags_are_counted_on_the_day_in_California_and_kept_as_mentions()
    {
        bench.Platform.On("/tags?", """
            {"data":[{"id":"3","timestamp":"2026-11-23T07:59:59+0000","caption":"Merci <b>à vous</b>","permalink":"https://www.instagram.com/p/3/"},
              {"id":"2","timestamp":"2026-11-22T07:59:59+0000"},{"id":"1","timestamp":"2026-11-20T12:00:00+0000"}],
             "paging":{"cursors":{"after":"zzz"},"next":"https://graph.facebook.com/v27.0/1784/tags?access_token=secret&after=zzz"}}
            """);

        var pages = await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-22"));

        pages.SelectMany(page => page.Readings).Select(reading => reading[Metrics.Mentions]).ShouldBe([1, 1]);
        var posts = pages.SelectMany(page => page.Posts).ToList();
        posts.Select(post => post.Id).ShouldBe(["3", "2"]);
        posts.ShouldAllBe(post => post.IsMention);
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("zzz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_go_on_by_the_cursor_because_their_pages_have_no_next_address()
    {
        bench.Platform.On("/tags?", """{"data":[{"id":"3","timestamp":"2026-11-22T10:00:00+0000"}],"paging":{"cursors":{"before":"aaa","after":"two"}}}""");
        bench.Platform.On("after=two", """{"data":[{"id":"2","timestamp":"2026-11-21T10:00:00+0000"}],"paging":{"cursors":{"before":"bbb","after":"three"}}}""");
        bench.Platform.On("after=three", Nothing);

        var pages = await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-22"));

        pages.SelectMany(page => page.Posts).Select(post => post.Id).ShouldBe(["3", "2"]);
        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        pages.SelectMany(page => page.Readings).Select(reading => reading[Metrics.Mentions]).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task What_is_refused_altogether_is_a_failure()
    {
        bench.Platform.On("/1784", """{"error":{"message":"(#10) Application does not have permission for this action","code":10}}""", HttpStatusCode.Forbidden);

        (await bench.FailureOfAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-21"))).Kind.ShouldBe(SourceFailureKind.PermissionMissing);
    }

    [Theory]
    [InlineData(190, 463, SourceFailureKind.CredentialExpired)]
    [InlineData(80002, null, SourceFailureKind.RateLimited)]
    [InlineData(100, 33, SourceFailureKind.AccountUnknown)]
    public async Task A_failure_of_the_token_the_account_or_the_limit_ends_the_fetch(int code, int? subcode, SourceFailureKind kind)
    {
        var part = subcode is null ? "" : $",\"error_subcode\":{subcode}";
        bench.Platform.On("/1784", $$"""{"error":{"message":"No {{SourceBench.Token}}","code":{{code}}{{part}} } }""", HttpStatusCode.BadRequest);

        var failure = await bench.FailureOfAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-21"));

        failure.Kind.ShouldBe(kind);
        failure.Message.ShouldNotContain("planted");
        bench.Platform.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_token_travels_in_a_header_and_never_in_an_address()
    {
        await ReadingsAsync("2026-11-20", "2026-11-24");

        bench.Platform.Requests.ShouldAllBe(request => request.Authorization == "Bearer " + SourceBench.Token);
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("token", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_people_of_a_week_are_asked_for_as_one_total_and_belong_to_its_Sunday()
    {
        bench.Platform.On("metric=reach&period=day", """{"data":[{"name":"reach","period":"day","title":"Reach","total_value":{"value":2900},"id":"1784/insights/reach/day"}]}""");

        // The clock stands on a Tuesday.
        var readings = await ReadingsAsync("2026-11-20", "2026-11-24");

        var weeks = readings.Where(reading => reading[Metrics.Reach7Days] is not null).ToList();
        weeks.Select(reading => (reading.Day, reading[Metrics.Reach7Days], reading.Settled)).ShouldBe([(new(2026, 11, 15), 2900, true), (new(2026, 11, 22), 2900, false)]);
        var asked = bench.Platform.Requests.Where(IsOfWeek).ToList();
        asked.Count.ShouldBe(2, "the last two weeks that are over");
        DateTimeOffset.FromUnixTimeSeconds(Seconds(asked[0], "since")).ShouldBe(DateTimeOffset.Parse("2026-11-16T08:00:00Z"), "Monday's midnight in California");
        DateTimeOffset.FromUnixTimeSeconds(Seconds(asked[0], "until")).ShouldBe(DateTimeOffset.Parse("2026-11-23T08:00:00Z"));
    }

    [Theory]
    [InlineData("2026-08-17", "2026-11-24", 13, "2026-08-30", "2026-11-22")] // the first fetch
    [InlineData("2026-11-23", "2026-11-24", 2, "2026-11-15", "2026-11-22")] // a later one
    [InlineData("2026-05-25", "2026-08-16", 12, "2026-05-31", "2026-08-16")] // a piece of history
    [InlineData("2026-05-27", "2026-08-15", 10, "2026-06-07", "2026-08-09")] // whole weeks only
    public async Task The_weeks_whose_people_are_asked_for(string first, string last, int count, string firstSunday, string lastSunday)
    {
        bench.Platform.On("metric_type=total_value", """{"data":[{"name":"reach","period":"day","total_value":{"value":10}}]}""");

        var weeks = (await ReadingsAsync(first, last)).Where(reading => reading[Metrics.Reach7Days] is not null).Select(reading => reading.Day).Order().ToList();

        weeks.Count.ShouldBe(count);
        weeks.ShouldBeUnique();
        (weeks[0], weeks[^1]).ShouldBe((DateOnly.Parse(firstSunday), DateOnly.Parse(lastSunday)));
    }

    [Fact]
    public async Task Weeks_and_days_from_before_the_account_was_a_professional_one_cost_only_themselves()
    {
        var since = DateTimeOffset.Parse("2026-10-12T07:00:00Z").ToUnixTimeSeconds();
        bench.Platform.On(
            request => request.Address.Contains("/insights?", StringComparison.Ordinal),
            request => Seconds(request, "since") < since ? StubPlatform.Json(InvalidMetric, HttpStatusCode.BadRequest)
                : request.Query("metric_type") is null ? StubPlatform.Json(Nothing)
                : StubPlatform.Json("""{"data":[{"name":"reach","period":"day","total_value":{"value":10}}]}"""));

        var pages = await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-08-17", "2026-11-24"));

        pages.SelectMany(page => page.Readings).Count(reading => reading[Metrics.Reach7Days] == 10).ShouldBe(6);
        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What).Distinct().ShouldBe(["reach (week), in part", "reach (day), in part"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_week_without_a_total_is_unknown()
    {
        bench.Platform.On("metric_type=total_value", """{"data":[{"name":"reach","period":"day","total_value":{}}]}""");

        (await ReadingsAsync("2026-11-20", "2026-11-24")).ShouldAllBe(reading => reading[Metrics.Reach7Days] == null);
    }

    [Fact]
    public async Task A_window_that_is_refused_later_costs_its_days_and_leaves_the_metric_asked_for()
    {
        // The series of the last weeks are answered; then one window is refused whatever is asked of it.
        var windows = 0;
        bench.Platform.On(
            request => request.Address.Contains("/insights?", StringComparison.Ordinal) && request.Query("metric_type") is null,
            request => request.Query("metric") == "reach" && ++windows == 1
                ? StubPlatform.Json(Nothing)
                : StubPlatform.Json(InvalidMetric, HttpStatusCode.BadRequest));

        var pages = await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-08-25", "2026-11-24"));

        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What).ShouldContain("reach (day), in part");
        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What).ShouldNotContain("reach (day)");
    }

    private static bool IsOfWeek(StubRequest request) => request.Query("metric") == "reach" && request.Query("metric_type") is not null;

    private static long Seconds(StubRequest request, string name) => long.Parse(request.Query(name)!);

    private async Task<List<Reading>> ReadingsAsync(string first, string last) =>
        [.. (await bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days(first, last), Zone.Find("Europe/Paris"))).SelectMany(page => page.Readings)];
}
