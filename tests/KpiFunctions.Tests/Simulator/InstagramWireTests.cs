using System.Net;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Tests.Sources;
using Microsoft.Extensions.DependencyInjection;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class InstagramWireTests
{
    private const string BrandAccount = "17841400000000001";
    private const string SmallAccount = "17841400000000002";

    [Fact]
    public async Task A_series_names_the_end_of_each_day_in_California()
    {
        await using var platforms = await StartAsync();
        var insight = (await platforms.GraphJsonAsync($"{BrandAccount}/insights?metric=reach&period=day&since=2026-11-20&until=2026-11-24"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        insight["values"]!.AsArray().Select(value => value!["end_time"]!.GetValue<string>())
            .ShouldBe(["2026-11-21T08:00:00+0000", "2026-11-22T08:00:00+0000", "2026-11-23T08:00:00+0000", "2026-11-24T08:00:00+0000"]);
        insight["values"]!.AsArray().ShouldAllBe(value => value!["value"]!.GetValue<long>() > 10_000);
    }

    [Fact]
    public async Task The_total_of_two_days_is_the_sum_of_their_totals()
    {
        await using var platforms = await StartAsync();
        var first = await TotalAsync(platforms, "since=2026-11-20&until=2026-11-21");
        var second = await TotalAsync(platforms, "since=2026-11-21&until=2026-11-22");
        (await TotalAsync(platforms, "since=2026-11-20&until=2026-11-22")).ShouldBe(first + second);
    }

    [Theory]
    [InlineData("insights?metric=views&period=day", "metric_type=total_value")]
    [InlineData("insights?metric=reach,impressions&period=day", "metric[0] must be one of")]
    [InlineData("insights?metric=reach&period=day&since=2026-09-01&until=2026-11-01", "more than 30 days")]
    [InlineData("insights?metric=follower_count&period=day&since=2026-10-10&until=2026-10-20", "last 30 days")]
    [InlineData("?fields=fan_count", "nonexisting field (fan_count)")]
    [InlineData("media?fields=message", "nonexisting field (message)")]
    [InlineData("posts", "Unknown path components")]
    public async Task What_accounts_do_not_have_is_refused(string path, string words)
    {
        await using var platforms = await StartAsync();
        var answer = await platforms.GraphAsync($"{BrandAccount}/{path}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await JsonAsync(answer))["error"]!["message"]!.GetValue<string>().ShouldContain(words);
    }

    [Fact]
    public async Task An_account_has_figures_of_its_own()
    {
        await using var platforms = await StartAsync();
        var account = await platforms.GraphJsonAsync($"{BrandAccount}?fields=followers_count,media_count");
        var page = await platforms.GraphJsonAsync($"{Brand}?fields=followers_count");
        Count(account, "followers_count").ShouldBeInRange(Count(page, "followers_count") / 4, Count(page, "followers_count") / 2);
        Count(account, "media_count").ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData(BrandAccount)]
    [InlineData(SmallAccount)]
    public async Task The_source_reads_what_the_simulator_plays(string account)
    {
        await using var platforms = await StartAsync();
        using var bench = new SourceBench(Now, services => services.AddHttpClient(SourceClients.NameOf(InstagramMetrics.Traits)).ConfigurePrimaryHttpMessageHandler(() => platforms.Server.CreateRoutingHandler()));

        var pages = await bench.FetchAsync(
            new() { Type = "instagram", Account = account, Name = "Instagram", Credential = "meta" }, "a-token", SourceBench.Days("2026-08-31", "2026-11-24"), Zone.Find("Europe/Paris"));

        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        var readings = pages.SelectMany(page => page.Readings).ToDictionary(reading => reading.Day);
        readings.Count.ShouldBe(86);
        readings[new(2026, 11, 24)].Values.Keys.ShouldBe([Metrics.Followers]);
        readings[new(2026, 11, 23)].Values.Count.ShouldBe(8);
        readings[new(2026, 11, 20)].Values.Keys.ShouldBe([Metrics.Reach, Metrics.FollowersGained, Metrics.Mentions], ignoreOrder: true);
        readings[new(2026, 11, 22)][Metrics.Reach7Days].ShouldNotBeNull().ShouldBeGreaterThan(readings.Values.Where(reading => reading.Day > new DateOnly(2026, 11, 15) && reading.Day <= new DateOnly(2026, 11, 22)).Max(reading => reading[Metrics.Reach]!.Value));
        readings.Values.Count(reading => reading[Metrics.Reach7Days] is not null).ShouldBe(12);
        readings[new(2026, 10, 1)].Values.Keys.ShouldBe([Metrics.Reach, Metrics.Mentions], ignoreOrder: true);
        var posts = pages.SelectMany(page => page.Posts).Where(post => !post.IsMention).ToList();
        posts.Count.ShouldBeGreaterThan(25);
        posts.ShouldAllBe(post => post.Link != null && post.Type != null && post.Values.Count == 6);
    }

    [Fact]
    public async Task Media_that_tag_an_account_have_numbers_that_none_of_its_own_has()
    {
        await using var platforms = await StartAsync();
        var own = await IdsAsync("media");
        var tags = await IdsAsync("tags");
        tags.Count.ShouldBeGreaterThan(20);
        own.Intersect(tags).ShouldBeEmpty();

        async Task<List<string>> IdsAsync(string edge) =>
            [.. (await platforms.GraphJsonAsync($"{BrandAccount}/{edge}?fields=id&limit=100"))["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];
    }

    private static async Task<long> TotalAsync(SimulatedPlatforms platforms, string days) =>
        Count((await platforms.GraphJsonAsync($"{BrandAccount}/insights?metric=likes&metric_type=total_value&period=day&{days}"))["data"]![0]!["total_value"]!, "value");

    private static long Count(JsonNode node, string name) => node[name]!.GetValue<long>();
}
