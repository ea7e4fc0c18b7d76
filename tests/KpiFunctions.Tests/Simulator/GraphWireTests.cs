using System.Net;
using System.Text.Json.Nodes;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class GraphWireTests
{
    [Fact]
    public async Task An_insight_ends_at_the_beginning_of_the_next_day_in_Pacific_time()
    {
        await using var platforms = await StartAsync();
        var answer = await platforms.GraphJsonAsync($"{Confectioner}/insights?metric=page_media_view&period=day&since=2026-10-30&until=2026-11-03");
        var metric = answer["data"]![0]!;
        metric["name"]!.GetValue<string>().ShouldBe("page_media_view");
        metric["period"]!.GetValue<string>().ShouldBe("day");
        metric["id"]!.GetValue<string>().ShouldBe($"{Confectioner}/insights/page_media_view/day");
        metric["values"]!.AsArray().Select(value => value!["end_time"]!.GetValue<string>()).ShouldBe(
            ["2026-10-31T07:00:00+0000", "2026-11-01T07:00:00+0000", "2026-11-02T08:00:00+0000", "2026-11-03T08:00:00+0000"]);
        metric["values"]!.AsArray().ShouldAllBe(value => value!["value"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Days_that_have_not_ended_in_Pacific_time_are_not_there()
    {
        // It is the 24th, 9 o'clock UTC: one in the morning in California.
        await using var platforms = await StartAsync();
        (await LastEndAsync(platforms)).ShouldBe("2026-11-24T08:00:00+0000");
        platforms.Time.SetUtcNow(Now.AddDays(1).AddHours(-2));
        (await LastEndAsync(platforms)).ShouldBe("2026-11-24T08:00:00+0000");
        platforms.Time.SetUtcNow(Now.AddDays(1));
        (await LastEndAsync(platforms)).ShouldBe("2026-11-25T08:00:00+0000");
    }

    [Fact]
    public async Task Week_and_month_are_windows_that_end_on_each_day()
    {
        await using var platforms = await StartAsync();
        var day = Values(await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_total_media_view_unique&period=day&since=2026-11-10&until=2026-11-17"));
        var week = Values(await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_total_media_view_unique&period=week&since=2026-11-16&until=2026-11-17"));
        var month = Values(await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_total_media_view_unique&period=days_28&since=2026-11-16&until=2026-11-17"));
        day.Count.ShouldBe(7);
        week.ShouldHaveSingleItem().ShouldBeInRange(day.Max(), day.Sum());
        month.ShouldHaveSingleItem().ShouldBeGreaterThanOrEqualTo(week[0]);
        Values(await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_media_view&period=week&since=2026-11-16&until=2026-11-17"))
            .ShouldBe([Values(await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_media_view&period=day&since=2026-11-10&until=2026-11-17")).Sum()]);
    }

    [Fact]
    public async Task The_followers_of_a_day_follow_from_those_of_the_day_before()
    {
        await using var platforms = await StartAsync();
        var answer = await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_follows,page_daily_follows_unique,page_daily_unfollows_unique&period=day&since=2026-09-01&until=2026-11-24");
        var series = answer["data"]!.AsArray().ToDictionary(metric => metric!["name"]!.GetValue<string>(), metric => metric!["values"]!.AsArray().Select(value => value!["value"]!.GetValue<long>()).ToList());
        var levels = series["page_follows"];
        levels.Count.ShouldBe(84);
        for (var i = 1; i < levels.Count; i++) levels[i].ShouldBe(levels[i - 1] + series["page_daily_follows_unique"][i] - series["page_daily_unfollows_unique"][i]);
        (await platforms.GraphJsonAsync($"{Brand}?fields=followers_count"))["followers_count"]!.GetValue<long>().ShouldBe(levels[^1]);
    }

    [Theory]
    [InlineData("page_impressions_unique")]
    [InlineData("page_fans")]
    [InlineData("no_such_metric")]
    public async Task One_metric_that_is_not_alive_fails_the_whole_request(string metric)
    {
        await using var platforms = await StartAsync();
        var response = await platforms.GraphAsync($"{Brand}/insights?metric=page_media_view,{metric}&period=day");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await JsonAsync(response))["error"]!;
        error["code"]!.GetValue<int>().ShouldBe(100);
        error["message"]!.GetValue<string>().ShouldBe("(#100) The value must be a valid insights metric");
        error["type"]!.GetValue<string>().ShouldBe("OAuthException");
        error["fbtrace_id"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_metric_that_stayed_at_zero_is_not_in_the_answer()
    {
        await using var platforms = await StartAsync();
        var actions = (await platforms.GraphJsonAsync($"{Confectioner}/insights?metric=page_total_actions&period=day&since=2026-09-01&until=2026-11-24"))["data"]![0]!["values"]!.AsArray();
        var quiet = actions.First(value => value!["value"]!.GetValue<long>() == 0)!["end_time"]!.GetValue<string>();
        var end = DateTimeOffset.Parse(quiet).ToUnixTimeSeconds();
        var answer = await platforms.GraphJsonAsync($"{Confectioner}/insights?metric=page_total_actions,page_media_view&period=day&since={end - 86400}&until={end}");
        answer["data"]!.AsArray().Select(metric => metric!["name"]!.GetValue<string>()).ShouldBe(["page_media_view"]);
    }

    [Fact]
    public async Task Paging_an_insight_by_its_next_runs_into_empty_windows_without_end()
    {
        await using var platforms = await StartAsync();
        var answer = await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_media_view&period=day&since=2026-11-17&until=2026-11-24");
        var next = await JsonAsync(await platforms.Http.GetAsync(answer["paging"]!["next"]!.GetValue<string>(), TestContext.Current.CancellationToken));
        next["paging"]!["next"].ShouldNotBeNull();
        var after = await JsonAsync(await platforms.Http.GetAsync(next["paging"]!["next"]!.GetValue<string>(), TestContext.Current.CancellationToken));
        after["data"]!.AsArray().ShouldBeEmpty();
        after["paging"]!["next"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_window_of_more_than_90_days_is_refused()
    {
        await using var platforms = await StartAsync();
        (await platforms.GraphAsync($"{Brand}/insights?metric=page_media_view&period=day&since=2026-08-20&until=2026-11-18")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await platforms.GraphAsync($"{Brand}/insights?metric=page_media_view&period=day&since=2026-08-19&until=2026-11-18")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Posts_come_newest_first_in_pages_until_no_next_is_left()
    {
        await using var platforms = await StartAsync();
        var next = $"https://graph.facebook.com/v27.0/{Brand}/posts?access_token=t&limit=20&since=2026-08-17&until=2026-11-24&fields=id,created_time,message,permalink_url,status_type,shares,"
            + "reactions.limit(0).summary(true),comments.limit(2).summary(true){message,created_time},insights.metric(post_media_view,post_total_media_view_unique,post_clicks)";
        var posts = new List<JsonNode>();
        for (var pages = 0; next is not null; pages++)
        {
            pages.ShouldBeLessThan(10);
            var page = await JsonAsync(await platforms.Http.GetAsync(next, TestContext.Current.CancellationToken));
            posts.AddRange(page["data"]!.AsArray().Select(post => post!));
            next = page["paging"]?["next"]?.GetValue<string>();
        }

        posts.Count.ShouldBeInRange(85, 110);
        posts.Select(post => post["id"]!.GetValue<string>()).ShouldBeUnique();
        posts.Select(post => DateTimeOffset.Parse(post["created_time"]!.GetValue<string>())).ShouldBeInOrder(SortDirection.Descending);
        foreach (var post in posts)
        {
            var insights = post["insights"]!["data"]!.AsArray().ToDictionary(metric => metric!["name"]!.GetValue<string>(), metric => metric!["values"]![0]!["value"]!.GetValue<long>());
            insights["post_media_view"].ShouldBeGreaterThanOrEqualTo(insights["post_total_media_view_unique"]);
            post["comments"]!["summary"]!["total_count"]!.GetValue<long>().ShouldBeGreaterThan(0);
            post["comments"]!["data"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            post["reactions"]!["data"]!.AsArray().ShouldBeEmpty();
            post["permalink_url"]!.GetValue<string>().ShouldStartWith("https://www.facebook.com/");
        }
    }

    [Fact]
    public async Task A_post_later_than_now_is_not_there_yet()
    {
        await using var platforms = await StartAsync(now: Now.AddDays(3));
        var posts = (await platforms.GraphJsonAsync($"{Brand}/posts?since=2026-11-25&until=2026-11-27"))["data"]!.AsArray();
        var newest = posts[0]!;
        platforms.Time.SetUtcNow(Now.AddDays(3));
        await using var earlier = await StartAsync(now: DateTimeOffset.Parse(newest["created_time"]!.GetValue<string>()).AddSeconds(-1));
        var before = (await earlier.GraphJsonAsync($"{Brand}/posts?since=2026-11-25&until=2026-11-27"))["data"]!.AsArray();
        before.Count.ShouldBe(posts.Count - 1);
        (await earlier.GraphAsync($"{newest["id"]!.GetValue<string>()}?fields=id")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await platforms.GraphJsonAsync($"{newest["id"]!.GetValue<string>()}?fields=message"))["message"]!.GetValue<string>().ShouldBe(newest["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task Mentions_are_posts_of_others_that_name_the_page()
    {
        await using var platforms = await StartAsync();
        var mentions = (await platforms.GraphJsonAsync($"{Brand}/tagged?fields=id,message,created_time,permalink_url,from&limit=100&since=2026-11-10&until=2026-11-24"))["data"]!.AsArray();
        mentions.Count.ShouldBeInRange(40, 100);
        mentions.ShouldAllBe(mention => mention!["message"]!.GetValue<string>().Contains("Boissons Soléa") && mention["from"]!["id"]!.GetValue<string>() != Brand);
    }

    [Fact]
    public async Task The_token_is_taken_from_the_address_or_the_header()
    {
        await using var platforms = await StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, $"https://graph.facebook.com/v27.0/{Brand}?fields=name");
        request.Headers.Authorization = new("Bearer", "t");
        (await platforms.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var without = await platforms.Http.GetAsync($"https://graph.facebook.com/v27.0/{Brand}", TestContext.Current.CancellationToken);
        (await JsonAsync(without))["error"]!["code"]!.GetValue<int>().ShouldBe(104);
    }

    [Fact]
    public async Task An_expired_token_is_error_190_with_subcode_463()
    {
        await using var platforms = await StartAsync();
        var response = await platforms.Http.GetAsync($"https://graph.facebook.com/v27.0/{Brand}?access_token=expired", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await JsonAsync(response))["error"]!;
        error["code"]!.GetValue<int>().ShouldBe(190);
        error["error_subcode"]!.GetValue<int>().ShouldBe(463);
    }

    [Theory]
    [InlineData("not-a-page/posts", 100)]
    [InlineData("201100000000001/nonsense", 2500)]
    [InlineData("201100000000001?fields=nonsense", 100)]
    [InlineData("201100000000001/posts?fields=comments.summary(true", 2500)]
    [InlineData("201100000000001/posts?fields=insights.metric(post_impressions)", 100)]
    [InlineData("201100000000001/insights?metric=page_media_view&period=fortnight", 100)]
    [InlineData("201100000000001/insights?metric=page_media_view&since=sometime", 100)]
    public async Task What_Graph_does_not_know_is_refused_in_its_envelope(string path, int code)
    {
        await using var platforms = await StartAsync();
        var response = await platforms.GraphAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await JsonAsync(response))["error"]!["code"]!.GetValue<int>().ShouldBe(code);
    }

    [Fact]
    public async Task Every_answer_says_how_much_of_the_limits_is_used()
    {
        await using var platforms = await StartAsync();
        var response = await platforms.GraphAsync(Brand);
        JsonNode.Parse(response.Headers.GetValues("X-App-Usage").Single())!["call_count"]!.GetValue<int>().ShouldBeLessThan(100);
        JsonNode.Parse(response.Headers.GetValues("X-Business-Use-Case-Usage").Single())![Brand]![0]!["estimated_time_to_regain_access"]!.GetValue<int>().ShouldBe(0);
    }

    private static async Task<string> LastEndAsync(SimulatedPlatforms platforms) =>
        (await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_media_view&period=day&since=2026-11-20&until=2026-11-28"))["data"]![0]!["values"]!.AsArray()[^1]!["end_time"]!.GetValue<string>();

    private static List<long> Values(JsonNode answer) => [.. answer["data"]![0]!["values"]!.AsArray().Select(value => value!["value"]!.GetValue<long>())];
}
