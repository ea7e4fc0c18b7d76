using System.Net;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class LinkedInWireTests
{
    private const string Urn = "urn%3Ali%3Aorganization%3A2414183";
    private const string Shares = $"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={Urn}";
    private const string Followers = $"organizationalEntityFollowerStatistics?q=organizationalEntity&organizationalEntity={Urn}";
    private const string Posts = $"posts?author={Urn}&q=author";

    [Fact]
    public async Task Days_are_told_with_their_own_times_and_whole_figures()
    {
        await using var platforms = await StartAsync();
        var elements = (await platforms.LinkedInJsonAsync($"{Shares}&{Days("2026-11-16", "2026-11-23")}"))["elements"]!.AsArray();
        elements.Select(element => Day(element!["timeRange"]!["start"])).ShouldBe(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]);
        foreach (var element in elements)
        {
            (Long(element!["timeRange"]!["end"]) - Long(element["timeRange"]!["start"])).ShouldBe(86_400_000);
            var totals = element["totalShareStatistics"]!;
            Long(totals["uniqueImpressionsCount"]).ShouldBeInRange(1, Long(totals["impressionCount"]));
            foreach (var name in new[] { "likeCount", "commentCount", "shareCount", "clickCount" }) Long(totals[name]).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public async Task An_exclusive_start_leaves_out_the_first_day()
    {
        await using var platforms = await StartAsync(linkedInStartIsExclusive: true);
        var elements = (await platforms.LinkedInJsonAsync($"{Followers}&{Days("2026-11-16", "2026-11-19")}"))["elements"]!.AsArray();
        elements.Select(element => Day(element!["timeRange"]!["start"])).ShouldBe(["2026-11-17", "2026-11-18"]);
    }

    [Fact]
    public async Task Statistics_reach_from_a_year_ago_to_the_day_before_yesterday()
    {
        await using var platforms = await StartAsync();
        var elements = (await platforms.LinkedInJsonAsync($"{Followers}&{Days("2025-01-01", "2026-12-01")}"))["elements"]!.AsArray();
        Day(elements[0]!["timeRange"]!["start"]).ShouldBe("2025-11-24");
        Day(elements[^1]!["timeRange"]!["start"]).ShouldBe("2026-11-22");
    }

    [Fact]
    public async Task Followers_of_now_are_those_of_before_and_who_came_less_who_left()
    {
        await using var monday = await StartAsync(now: Now.AddDays(-1));
        await using var friday = await StartAsync(now: Now.AddDays(3));
        var before = Long((await monday.LinkedInJsonAsync($"networkSizes/{Urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"))["firstDegreeSize"]);
        var after = Long((await friday.LinkedInJsonAsync($"networkSizes/{Urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"))["firstDegreeSize"]);
        var gains = (await friday.LinkedInJsonAsync($"{Followers}&{Days("2026-11-23", "2026-11-26")}"))["elements"]!.AsArray()
            .Sum(day => Long(day!["followerGains"]!["organicFollowerGain"]) + Long(day["followerGains"]!["paidFollowerGain"]));
        before.ShouldBeGreaterThan(0);
        after.ShouldBeInRange(before - gains, before + (2 * gains));
    }

    [Fact]
    public async Task Posts_come_page_by_page_and_their_figures_by_their_kind()
    {
        await using var platforms = await StartAsync();
        var all = (await platforms.LinkedInJsonAsync($"{Posts}&count=30"))["elements"]!.AsArray().Select(post => post!["id"]!.GetValue<string>()).ToList();
        var first = await platforms.LinkedInJsonAsync($"{Posts}&count=20&sortBy=LAST_MODIFIED");
        var second = await platforms.LinkedInJsonAsync($"{Posts}&start=20&count=10&sortBy=LAST_MODIFIED");
        first["paging"]!["links"]![0]!["rel"]!.GetValue<string>().ShouldBe("next");
        first["elements"]!.AsArray().Concat(second["elements"]!.AsArray()).Select(post => post!["id"]!.GetValue<string>()).ShouldBe(all);
        foreach (var (kind, parameter) in new[] { ("share", "shares"), ("ugcPost", "ugcPosts") })
        {
            var ids = all.Where(id => id.StartsWith($"urn:li:{kind}:", StringComparison.Ordinal)).ToList();
            ids.ShouldNotBeEmpty();
            var figures = await platforms.LinkedInJsonAsync($"{Shares}&{parameter}=List({string.Join(',', ids.Select(Uri.EscapeDataString))},urn%3Ali%3A{kind}%3A1)");
            figures["elements"]!.AsArray().Select(element => element![kind]!.GetValue<string>()).ShouldBe(ids);
            figures["elements"]!.AsArray().ShouldAllBe(element => Long(element!["totalShareStatistics"]!["uniqueImpressionsCount"]) > 0);
        }
    }

    [Theory]
    [InlineData(null, "202603", 401, "EMPTY_ACCESS_TOKEN")]
    [InlineData("expired", "202603", 401, "EXPIRED_ACCESS_TOKEN")]
    [InlineData("t", null, 400, "VERSION_MISSING")]
    [InlineData("t", "202510", 426, "NONEXISTENT_VERSION")]
    [InlineData("t", "202701", 426, "NONEXISTENT_VERSION")]
    [InlineData("t", "202611", 200, null)]
    public async Task A_request_needs_a_token_and_a_version_that_is_alive(string? token, string? version, int status, string? code)
    {
        await using var platforms = await StartAsync();
        var answer = await platforms.LinkedInAsync($"networkSizes/{Urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER", token, version);
        ((int)answer.StatusCode).ShouldBe(status);
        (await JsonAsync(answer))["code"]?.GetValue<string>().ShouldBe(code);
    }

    [Theory]
    [InlineData("networkSizes/urn%3Ali%3Aorganization%3Aours?edgeType=COMPANY_FOLLOWED_BY_MEMBER", 404)]
    [InlineData("networkSizes/urn%3Ali%3Aorganization%3A1?edgeType=CompanyFollowedByMember", 400)]
    [InlineData("nonsense?q=organizationalEntity&organizationalEntity=urn%3Ali%3Aorganization%3A1", 404)]
    [InlineData($"{Shares}&timeIntervals.timeRange.start=1", 400)]
    [InlineData($"{Shares}&timeIntervals=(timeRange:(start:2,end:1),timeGranularityType:DAY)", 400)]
    [InlineData($"{Posts}&count=101", 400)]
    [InlineData($"posts?author={Urn}", 400)]
    public async Task What_cannot_be_answered_is_refused(string pathAndQuery, int status)
    {
        await using var platforms = await StartAsync();
        var answer = await platforms.LinkedInAsync(pathAndQuery);
        ((int)answer.StatusCode).ShouldBe(status);
        Long((await JsonAsync(answer))["status"]).ShouldBe(status);
    }

    [Theory]
    [InlineData(FaultKind.ExpiredToken, 401, 65602)]
    [InlineData(FaultKind.Unauthorized, 401, 65601)]
    [InlineData(FaultKind.PermissionMissing, 403, 100)]
    [InlineData(FaultKind.RateLimited, 429, 101)]
    [InlineData(FaultKind.BadRequest, 400, null)]
    [InlineData(FaultKind.ServerError, 500, null)]
    [InlineData(FaultKind.Unavailable, 503, null)]
    public async Task A_fault_comes_in_LinkedIns_own_form(FaultKind kind, int status, int? number)
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(kind) { At = "linkedin", Account = "2414183" });
        var answer = await platforms.LinkedInAsync($"{Shares}&{Days("2026-11-16", "2026-11-23")}");
        ((int)answer.StatusCode).ShouldBe(status);
        ((int?)(await JsonAsync(answer))["serviceErrorCode"]).ShouldBe(number);
        (await platforms.LinkedInAsync("networkSizes/urn%3Ali%3Aorganization%3A7?edgeType=COMPANY_FOLLOWED_BY_MEMBER")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Days(string start, string end) => $"timeIntervals=(timeRange:(start:{Milliseconds(start)},end:{Milliseconds(end)}),timeGranularityType:DAY)";

    private static long Milliseconds(string day) => new DateTimeOffset(DateTime.Parse(day), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static string Day(JsonNode? milliseconds) => $"{DateTimeOffset.FromUnixTimeMilliseconds(Long(milliseconds)):yyyy-MM-dd}";

    private static long Long(JsonNode? node) => node!.GetValue<long>();
}
