using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using static KpiFunctions.Tests.Sources.LinkedIn.GivenLinkedIn;

namespace KpiFunctions.Tests.Sources.LinkedIn;

public sealed class LinkedInSourceTests : IDisposable
{
    private readonly GivenLinkedIn given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public async Task A_day_has_what_the_posts_gathered_and_who_came_to_follow()
    {
        given.Bench.Platform.On("ShareStatistics?", List(ShareDay("2026-11-20", 800, 1300)));
        given.Bench.Platform.On("FollowerStatistics?", List(FollowerDay("2026-11-20", 9, 3)));

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading.Day.ShouldBe(new(2026, 11, 20));
        reading[Metrics.Reach].ShouldBe(800);
        reading[Metrics.Views].ShouldBe(1300);
        reading[Metrics.Reactions].ShouldBe(11);
        reading[Metrics.Comments].ShouldBe(2);
        reading[Metrics.Shares].ShouldBe(1);
        reading[Metrics.Clicks].ShouldBe(7);
        reading[Metrics.FollowersGained].ShouldBe(12);
        reading[Metrics.Followers].ShouldBeNull();
    }

    [Fact]
    public async Task Followers_are_told_of_today_and_of_no_other_day()
    {
        var today = (await ReadingsAsync("2026-11-20", "2026-11-24")).ShouldHaveSingleItem();
        today.Day.ShouldBe(new(2026, 11, 24));
        today[Metrics.Followers].ShouldBe(5120);
        today.Settled.ShouldBeFalse();

        (await ReadingsAsync("2026-11-10", "2026-11-23")).ShouldBeEmpty();
        given.Bench.Platform.Requests.Count(request => request.Address.Contains("networkSizes", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_number_in_the_answer_the_followers_are_unknown()
    {
        given.Bench.Platform.On("/rest/networkSizes/", "{}");

        (await ReadingsAsync("2026-11-20", "2026-11-24")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_day_is_the_one_that_its_own_start_names_whether_or_not_the_range_begins_with_it(bool startIsInclusive)
    {
        given.Bench.Platform.On(request => request.Address.Contains("ShareStatistics?", StringComparison.Ordinal), request =>
        {
            var start = StartAsked(request);
            var days = Enumerable.Range(startIsInclusive ? 0 : 1, 10)
                .Select(day => start.AddDays(day)).TakeWhile(day => day < new DateTime(2026, 11, 21))
                .Select(day => ShareDay($"{day:yyyy-MM-dd}", day.Day));
            return StubPlatform.Json(List(days));
        });

        var readings = await ReadingsAsync("2026-11-18", "2026-11-20");

        readings.Select(reading => reading.Day.Day).ShouldBe([18, 19, 20]);
        readings.Select(reading => reading[Metrics.Reach]).ShouldBe([18, 19, 20]);
    }

    [Fact]
    public async Task An_answer_about_more_than_a_day_is_no_day()
    {
        given.Bench.Platform.On("ShareStatistics?", List(
            ShareDay("2026-11-18", 5000, end: "2026-11-21"),
            """{"organizationalEntity":"urn:li:organization:2414183","totalShareStatistics":{"uniqueImpressionsCount":99999}}""",
            ShareDay("2026-11-20", 700)));

        (await ReadingsAsync("2026-11-18", "2026-11-20")).ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 20));
    }

    [Fact]
    public async Task Days_that_LinkedIn_does_not_have_are_not_asked_for()
    {
        await given.FetchAsync("2025-06-01", "2026-11-24");

        var asked = given.Bench.Platform.Requests.First(request => request.Address.Contains("ShareStatistics?", StringComparison.Ordinal)).Address;
        asked.ShouldContain($"timeIntervals=(timeRange:(start:{Milliseconds("2025-11-24")},end:{Milliseconds("2026-11-23")}),timeGranularityType:DAY)");
        asked.ShouldContain("organizationalEntity=urn:li:organization:2414183");
    }

    [Fact]
    public async Task Yesterday_has_no_statistics_yet()
    {
        (await ReadingsAsync("2026-11-23", "2026-11-23")).ShouldBeEmpty();

        given.Bench.Platform.Requests.ShouldAllBe(request => request.Address.Contains("/rest/posts?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_that_is_left_out_is_unknown_and_a_zero_is_zero()
    {
        given.Bench.Platform.On("ShareStatistics?", List(ShareDay("2026-11-20", 0)));
        given.Bench.Platform.On("FollowerStatistics?", List(FollowerDay("2026-11-20", 0, 0)));

        var reading = (await ReadingsAsync("2026-11-19", "2026-11-20")).ShouldHaveSingleItem();

        reading[Metrics.Reach].ShouldBe(0);
        reading[Metrics.FollowersGained].ShouldBe(0);
    }

    [Fact]
    public async Task A_part_of_the_gain_is_not_the_gain()
    {
        given.Bench.Platform.On("FollowerStatistics?", List($$"""{"followerGains":{"organicFollowerGain":4},"timeRange":{"start":{{Milliseconds("2026-11-20")}},"end":{{Milliseconds("2026-11-21")}} } }"""));

        (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_is_settled_three_days_after_its_end()
    {
        given.Bench.Platform.On("ShareStatistics?", List(ShareDay("2026-11-20", 1), ShareDay("2026-11-21", 1)));

        (await ReadingsAsync("2026-11-20", "2026-11-21")).Select(reading => reading.Settled).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_list_that_goes_on_is_read_to_its_end_on_the_host_that_was_asked()
    {
        given.Bench.Platform.On("ShareStatistics?", Page(true, ShareDay("2026-11-18", 18)));
        given.Bench.Platform.On("&start=1", Page(true, ShareDay("2026-11-19", 19)));
        given.Bench.Platform.On("&start=2", Page(false, ShareDay("2026-11-20", 20)));

        (await ReadingsAsync("2026-11-18", "2026-11-20")).Select(reading => reading[Metrics.Reach]).ShouldBe([18, 19, 20]);
        given.Bench.Platform.Requests.ShouldAllBe(request => request.Address.StartsWith("https://api.linkedin.com/rest/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_repeats_itself_ends()
    {
        given.Bench.Platform.On("ShareStatistics?", Page(true, ShareDay("2026-11-20", 20)));

        (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();
        given.Bench.Platform.Requests.Count(request => request.Address.Contains("ShareStatistics?", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Every_request_names_the_version_and_carries_the_token_in_a_header()
    {
        await given.FetchAsync("2026-11-20", "2026-11-24");

        given.Bench.Platform.Requests.Count.ShouldBe(4);
        foreach (var request in given.Bench.Platform.Requests)
        {
            request.Headers["LinkedIn-Version"].ShouldBe(LinkedInMetrics.Api.Version);
            request.Headers["X-Restli-Protocol-Version"].ShouldBe("2.0.0");
            request.Authorization.ShouldBe($"Bearer {SourceBench.Token}");
            request.Address.ShouldNotContain(SourceBench.Token);
        }
    }

    private async Task<List<Reading>> ReadingsAsync(string first, string last) => [.. (await given.FetchAsync(first, last)).SelectMany(page => page.Readings)];

    private static DateTime StartAsked(StubRequest request)
    {
        var text = request.Address.Split("start:")[1].Split(',')[0];
        return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text)).UtcDateTime;
    }
}
