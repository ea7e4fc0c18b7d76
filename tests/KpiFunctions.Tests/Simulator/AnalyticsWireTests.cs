using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Hosting;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class AnalyticsWireTests
{
    private const string Property = "310000001";

    [Fact]
    public async Task Values_are_strings_under_headers_that_name_their_types()
    {
        await using var platforms = await StartAsync();
        var report = await platforms.ReportJsonAsync(Property, Body("date,sessionDefaultChannelGroup", "sessions,totalRevenue", "2026-11-16", "2026-11-22"));
        report["dimensionHeaders"]!.ToJsonString().ShouldBe("""[{"name":"date"},{"name":"sessionDefaultChannelGroup"}]""");
        report["metricHeaders"]!.ToJsonString().ShouldBe("""[{"name":"sessions","type":"TYPE_INTEGER"},{"name":"totalRevenue","type":"TYPE_CURRENCY"}]""");
        report["rowCount"]!.GetValue<int>().ShouldBe(report["rows"]!.AsArray().Count);
        report["rows"]!.AsArray().ShouldAllBe(row => row!["dimensionValues"]![0]!["value"]!.GetValue<string>().StartsWith("202611") && decimal.Parse(row["metricValues"]![1]!["value"]!.GetValue<string>(), CultureInfo.InvariantCulture) >= 0);
        report["metadata"]!["currencyCode"]!.GetValue<string>().ShouldBe("EUR");
        report["metadata"]!["timeZone"]!.GetValue<string>().ShouldBe("Europe/Paris");
        report["kind"]!.GetValue<string>().ShouldBe("analyticsData#runReport");
    }

    [Theory]
    [InlineData("date,sessionSource,sessionMedium")]
    [InlineData("date,sessionDefaultChannelGroup,firstUserDefaultChannelGroup")]
    [InlineData("sessionCampaignName")]
    public async Task Rows_add_up_to_the_total_however_they_are_cut(string dimensions)
    {
        await using var platforms = await StartAsync();
        var total = Sums(await platforms.ReportJsonAsync(Property, Body("", "sessions,engagedSessions,keyEvents,totalRevenue", "2026-11-01", "2026-11-22")));
        Sums(await platforms.ReportJsonAsync(Property, Body(dimensions, "sessions,engagedSessions,keyEvents,totalRevenue", "2026-11-01", "2026-11-22"))).ShouldBe(total);
        total.ShouldAllBe(value => value > 0);
    }

    [Fact]
    public async Task Users_are_not_a_sum()
    {
        await using var platforms = await StartAsync();
        var daily = Sums(await platforms.ReportJsonAsync(Property, Body("date", "activeUsers,sessions", "2026-11-16", "2026-11-22")));
        var week = Sums(await platforms.ReportJsonAsync(Property, Body("", "activeUsers,sessions", "2026-11-16", "2026-11-22")));
        week[0].ShouldBeLessThan(daily[0]);
        daily[0].ShouldBeLessThan(daily[1]);
        week[1].ShouldBe(daily[1]);
    }

    [Fact]
    public async Task Pages_by_offset_and_limit_are_the_whole()
    {
        await using var platforms = await StartAsync();
        var all = (await platforms.ReportJsonAsync(Property, Body("date,sessionSource", "sessions", "2026-11-01", "2026-11-22")))["rows"]!.AsArray().Select(row => row!.ToJsonString()).ToList();
        var paged = new List<string>();
        while (paged.Count < all.Count)
        {
            var page = await platforms.ReportJsonAsync(Property, Body("date,sessionSource", "sessions", "2026-11-01", "2026-11-22", $",\"offset\":\"{paged.Count}\",\"limit\":50"));
            page["rowCount"]!.GetValue<int>().ShouldBe(all.Count);
            paged.AddRange(page["rows"]!.AsArray().Select(row => row!.ToJsonString()));
        }

        paged.ShouldBe(all);
    }

    [Fact]
    public async Task An_order_that_is_asked_for_is_kept()
    {
        await using var platforms = await StartAsync();
        var report = await platforms.ReportJsonAsync(Property, Body("date", "sessions", "2026-11-01", "2026-11-22", ""","orderBys":[{"dimension":{"dimensionName":"date"}}]"""));
        report["rows"]!.AsArray().Select(row => row!["dimensionValues"]![0]!["value"]!.GetValue<string>()).ShouldBeInOrder();
    }

    [Fact]
    public async Task Nothing_to_tell_leaves_rows_and_headers_out()
    {
        await using var platforms = await StartAsync();
        var report = await platforms.ReportJsonAsync(Property, Body("date", "sessions", "2026-11-24", "2026-11-30"));
        foreach (var absent in new[] { "rows", "rowCount", "dimensionHeaders", "metricHeaders" }) report[absent].ShouldBeNull();
        report["metadata"]!["currencyCode"]!.GetValue<string>().ShouldBe("EUR");
    }

    [Fact]
    public async Task A_day_is_known_once_it_has_ended_in_the_property_s_own_zone()
    {
        // Noon in Auckland on the 24th is still the 23rd at home.
        await using var platforms = await StartAsync(now: new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.Zero));
        var report = await platforms.ReportJsonAsync("310000003", Body("date", "sessions", "2026-11-20", "2026-11-30"));
        report["rows"]!.AsArray().Max(row => row!["dimensionValues"]![0]!["value"]!.GetValue<string>()).ShouldBe("20261123");
        report["metadata"]!["currencyCode"]!.GetValue<string>().ShouldBe("NZD");
    }

    [Theory]
    [InlineData("abc", "sessions", 400, "INVALID_ARGUMENT")]
    [InlineData(Property, "nonsense", 400, "INVALID_ARGUMENT")]
    public async Task What_the_Data_API_does_not_know_is_refused_in_its_envelope(string property, string metric, int code, string status)
    {
        await using var platforms = await StartAsync();
        var response = await platforms.ReportAsync(property, Body("date", metric, "2026-11-01", "2026-11-22"));
        ((int)response.StatusCode).ShouldBe(code);
        (await JsonAsync(response))["error"]!["status"]!.GetValue<string>().ShouldBe(status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"metrics":[{"name":"sessions"}],"dateRanges":[{"startDate":"2026-11-01","endDate":"soon"}]}""")]
    [InlineData("""{"metrics":[{"name":"sessions"}]}""")]
    [InlineData("""{"metrics":[{"name":"sessions"}],"dateRanges":[{"startDate":"2026-11-01","endDate":"2026-11-02"}],"dimensionFilter":{}}""")]
    public async Task A_request_that_cannot_be_played_is_refused_and_not_half_answered(string body)
    {
        await using var platforms = await StartAsync();
        (await platforms.ReportAsync(Property, body)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_expired_token_is_unauthenticated()
    {
        await using var platforms = await StartAsync();
        (await platforms.ReportAsync(Property, Body("date", "sessions", "2026-11-01", "2026-11-22"), "expired")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Googles_own_library_gets_a_token_for_a_simulated_service_account()
    {
        await using var platforms = await StartAsync();
        var token = await Credential(platforms, SimulatorSecrets.For("ga4-confectioner")).GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken);
        token.ShouldStartWith("ya29.");
        (await platforms.ReportAsync(Property, Body("date", "sessions", "2026-11-01", "2026-11-22"), token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_account_that_has_run_out_gets_no_token()
    {
        await using var platforms = await StartAsync();
        var refused = await Should.ThrowAsync<Google.Apis.Auth.OAuth2.Responses.TokenResponseException>(
            () => Credential(platforms, SimulatorSecrets.For("ga4-expired")).GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken));
        refused.Error.Error.ShouldBe("invalid_grant");
    }

    private static ServiceAccountCredential Credential(SimulatedPlatforms platforms, string json)
    {
        var key = JsonNode.Parse(json)!;
        return new(new ServiceAccountCredential.Initializer(key["client_email"]!.GetValue<string>(), key["token_uri"]!.GetValue<string>())
        {
            Scopes = ["https://www.googleapis.com/auth/analytics.readonly"],
            HttpClientFactory = new Routed(platforms.Server),
        }.FromPrivateKey(key["private_key"]!.GetValue<string>()));
    }

    private static string Body(string dimensions, string metrics, string from, string to, string more = "")
    {
        static string Names(string names) => string.Join(',', names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => $$"""{"name":"{{name}}"}"""));
        return $$"""{"dimensions":[{{Names(dimensions)}}],"metrics":[{{Names(metrics)}}],"dateRanges":[{"startDate":"{{from}}","endDate":"{{to}}"}]{{more}}}""";
    }

    private static List<decimal> Sums(JsonNode report)
    {
        var rows = report["rows"]!.AsArray();
        return [.. Enumerable.Range(0, report["metricHeaders"]!.AsArray().Count).Select(i => rows.Sum(row => decimal.Parse(row!["metricValues"]![i]!["value"]!.GetValue<string>(), CultureInfo.InvariantCulture)))];
    }

    private sealed class Routed(SimulatorServer server) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => server.CreateRoutingHandler();
    }
}
