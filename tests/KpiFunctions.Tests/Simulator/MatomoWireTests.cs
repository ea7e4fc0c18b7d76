using System.Net;
using System.Text.Json.Nodes;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class MatomoWireTests
{
    private const string Week = "idSite=1&period=day&date=2026-11-16,2026-11-22";

    [Fact]
    public async Task A_bulk_answers_its_requests_in_order_each_keyed_by_date()
    {
        await using var platforms = await StartAsync();
        var answers = (await platforms.MatomoJsonAsync($"method=VisitsSummary.get&{Week}", $"method=Referrers.getReferrerType&{Week}", $"method=Goals.get&{Week}")).AsArray();
        answers.Count.ShouldBe(3);
        foreach (var day in Enumerable.Range(16, 7).Select(day => $"2026-11-{day}"))
        {
            var visits = Long(answers[0]![day]!["nb_visits"]);
            var types = answers[1]![day]!.AsArray();
            types.Sum(row => Long(row!["nb_visits"])).ShouldBe(visits);
            types.Sum(row => Long(row!["nb_conversions"])).ShouldBe(Long(answers[2]![day]!["nb_conversions"]));
            types.Select(row => Long(row!["referrer_type"])).ShouldBeSubsetOf([1, 2, 3, 6, 7, 8]);
            Long(answers[0]![day]!["nb_uniq_visitors"]).ShouldBeLessThanOrEqualTo(visits);
        }
    }

    [Theory]
    [InlineData("getSearchEngines", 2)]
    [InlineData("getWebsites", 3)]
    [InlineData("getCampaigns", 6)]
    [InlineData("getSocials", 7)]
    public async Task The_names_of_a_kind_add_up_to_the_kind(string method, int type)
    {
        await using var platforms = await StartAsync();
        var answers = await platforms.MatomoJsonAsync($"method=Referrers.{method}&{Week}&filter_limit=-1", $"method=Referrers.getReferrerType&{Week}");
        foreach (var (day, rows) in answers[0]!.AsObject())
        {
            var whole = answers[1]![day]!.AsArray().Where(row => Long(row!["referrer_type"]) == type).Sum(row => Long(row!["nb_visits"]));
            rows!.AsArray().Sum(row => Long(row!["nb_visits"])).ShouldBe(whole);
        }
    }

    [Fact]
    public async Task Google_brings_about_three_visits_in_five()
    {
        await using var platforms = await StartAsync();
        var answers = await platforms.MatomoJsonAsync("method=Referrers.getSearchEngines&idSite=1&period=day&date=2026-08-17,2026-11-15", "method=VisitsSummary.get&idSite=1&period=day&date=2026-08-17,2026-11-15");
        var google = answers[0]!.AsObject().Sum(day => day.Value!.AsArray().Where(row => row!["label"]!.GetValue<string>() == "Google").Sum(row => Long(row!["nb_visits"])));
        var visits = answers[1]!.AsObject().Sum(day => Long(day.Value!["nb_visits"]));
        ((double)google / visits).ShouldBeInRange(0.55, 0.68);
        (visits / 91.0).ShouldBeInRange(95, 140);
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_an_empty_list()
    {
        await using var platforms = await StartAsync();
        var answers = await platforms.MatomoJsonAsync("method=VisitsSummary.get&idSite=1&period=day&date=2026-11-23,2026-11-24", "method=Goals.get&idSite=1&period=day&date=2026-11-24,2026-11-24", "method=Referrers.getSocials&idSite=1&period=day&date=today");
        answers[0]!["2026-11-23"].ShouldBeOfType<JsonObject>();
        answers[0]!["2026-11-24"].ShouldBeOfType<JsonArray>().ShouldBeEmpty();
        answers[1]!.ToJsonString().ShouldBe("""{"2026-11-24":[]}""");
        answers[2].ShouldBeOfType<JsonArray>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_are_cut_by_limit_and_offset()
    {
        await using var platforms = await StartAsync();
        const string Call = "method=Referrers.getReferrerType&idSite=1&period=day&date=2026-11-20";
        var answers = await platforms.MatomoJsonAsync($"{Call}&filter_limit=-1", $"{Call}&filter_limit=2", $"{Call}&filter_limit=2&filter_offset=2");
        var all = answers[0]!.AsArray().Select(row => row!.ToJsonString()).ToList();
        answers[1]!.AsArray().Concat(answers[2]!.AsArray()).Select(row => row!.ToJsonString()).ShouldBe(all.Take(4));
    }

    [Fact]
    public async Task An_error_is_an_answer_with_status_200_and_costs_only_its_own_request()
    {
        await using var platforms = await StartAsync();
        var response = await platforms.MatomoAsync($"method=Referrers.getNonsense&{Week}", "method=VisitsSummary.get&idSite=x&period=day&date=today", $"method=VisitsSummary.get&{Week}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answers = await JsonAsync(response);
        answers[0]!["result"]!.GetValue<string>().ShouldBe("error");
        answers[1]!["message"]!.GetValue<string>().ShouldContain("view");
        Long(answers[2]!["2026-11-16"]!["nb_visits"]).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_token_in_the_address_or_expired_is_refused_as_a_whole()
    {
        await using var platforms = await StartAsync();
        (await JsonAsync(await platforms.MatomoWithAsync("expired", $"method=VisitsSummary.get&{Week}")))["result"]!.GetValue<string>().ShouldBe("error");
        var inAddress = await platforms.Http.GetAsync($"https://{MatomoHost}/index.php?module=API&format=json&method=VisitsSummary.get&{Week}&token_auth=t", TestContext.Current.CancellationToken);
        inAddress.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(inAddress))["message"]!.GetValue<string>().ShouldContain("POST parameter");
    }

    private static long Long(JsonNode? node) => node!.GetValue<long>();
}
