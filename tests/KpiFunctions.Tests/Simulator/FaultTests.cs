using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class FaultTests
{
    private const string Report = """{"dimensions":[{"name":"date"}],"metrics":[{"name":"sessions"}],"dateRanges":[{"startDate":"2026-11-01","endDate":"2026-11-22"}]}""";
    private const string Visits = "method=VisitsSummary.get&idSite=1&period=day&date=2026-11-16,2026-11-22";

    [Theory]
    [InlineData(FaultKind.ServerError, 500, 500, 500)]
    [InlineData(FaultKind.Unavailable, 503, 503, 503)]
    [InlineData(FaultKind.RateLimited, 400, 429, 429)]
    [InlineData(FaultKind.HtmlError, 502, 502, 502)]
    [InlineData(FaultKind.ExpiredToken, 400, 401, 200)]
    [InlineData(FaultKind.Unauthorized, 400, 401, 200)]
    [InlineData(FaultKind.PermissionMissing, 403, 403, 200)]
    [InlineData(FaultKind.BadRequest, 400, 400, 400)]
    public async Task Each_platform_fails_with_its_own_status(FaultKind kind, int graph, int analytics, int matomo)
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(kind));
        ((int)(await platforms.GraphAsync(Brand)).StatusCode).ShouldBe(graph);
        ((int)(await platforms.ReportAsync("310000001", Report)).StatusCode).ShouldBe(analytics);
        ((int)(await platforms.MatomoAsync(Visits)).StatusCode).ShouldBe(matomo);
    }

    [Theory]
    [InlineData(FaultKind.BadRequest, HttpStatusCode.BadRequest)]
    [InlineData(FaultKind.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(FaultKind.PermissionMissing, HttpStatusCode.Forbidden)]
    [InlineData(FaultKind.RateLimited, HttpStatusCode.TooManyRequests)]
    [InlineData(FaultKind.ServerError, HttpStatusCode.InternalServerError)]
    [InlineData(FaultKind.Unavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task SendGrid_fails_in_its_envelope(FaultKind kind, HttpStatusCode status)
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(kind) { At = "sendgrid" });
        var response = await platforms.SendMailAsync("{}");
        response.StatusCode.ShouldBe(status);
        (await JsonAsync(response))["errors"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_says_when_access_comes_back()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.RateLimited));
        var graph = await platforms.GraphAsync(Brand);
        (await JsonAsync(graph))["error"]!["code"]!.GetValue<int>().ShouldBe(80001);
        JsonNode.Parse(graph.Headers.GetValues("X-Business-Use-Case-Usage").Single())![Brand]![0]!["estimated_time_to_regain_access"]!.GetValue<int>().ShouldBeGreaterThan(0);
        (await platforms.MatomoAsync(Visits)).Headers.RetryAfter.ShouldNotBeNull();
        (await platforms.SendMailAsync("{}")).Headers.GetValues("X-RateLimit-Reset").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_expired_access_reads_as_it_does_without_a_fault()
    {
        await using var platforms = await StartAsync();
        using (platforms.Server.Faults.Add(new Fault(FaultKind.ExpiredToken) { At = "facebook" }))
            (await JsonAsync(await platforms.GraphAsync(Brand)))["error"]!["error_subcode"]!.GetValue<int>().ShouldBe(463);
        (await platforms.GraphAsync(Brand)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_fault_of_one_account_leaves_the_others_alone()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.ServerError) { At = "graph.facebook.com", Account = Brand });
        (await platforms.GraphAsync(Brand)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await platforms.GraphAsync(Confectioner)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await platforms.ReportAsync("310000001", Report)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_fault_for_some_times_passes_by_itself()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.Unavailable) { At = "facebook", Times = 2 });
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++) statuses.Add((await platforms.GraphAsync(Brand)).StatusCode);
        statuses.ShouldBe([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
    }

    [Fact]
    public async Task A_refused_metric_is_refused_as_unknown_ones_are()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.RefuseMetric) { Metric = "page_views_total" });
        platforms.Server.Faults.Add(new Fault(FaultKind.RefuseMetric) { Metric = "keyEvents" });
        platforms.Server.Faults.Add(new Fault(FaultKind.RefuseMetric) { Metric = "Goals.get" });
        (await platforms.GraphAsync($"{Brand}/insights?metric=page_media_view,page_views_total&period=day")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await platforms.GraphAsync($"{Brand}/insights?metric=page_media_view&period=day")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await platforms.ReportAsync("310000001", Report.Replace("sessions", "keyEvents", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await platforms.MatomoJsonAsync(Visits.Replace("VisitsSummary", "Goals", StringComparison.Ordinal)))[0]!["result"]!.GetValue<string>().ShouldBe("error");
    }

    [Fact]
    public async Task No_data_is_a_good_answer_with_nothing_in_it()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.NoData));
        (await platforms.GraphJsonAsync($"{Brand}/insights?metric=page_media_view&period=day"))["data"]!.AsArray().ShouldBeEmpty();
        (await platforms.GraphJsonAsync($"{Brand}/posts"))["data"]!.AsArray().ShouldBeEmpty();
        (await platforms.ReportJsonAsync("310000001", Report))["rows"].ShouldBeNull();
        (await platforms.MatomoJsonAsync(Visits))[0]!["2026-11-16"].ShouldBeOfType<JsonArray>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Truncated_json_is_complete_as_far_as_http_goes()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.TruncatedJson));
        var response = await platforms.GraphAsync($"{Brand}/posts");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<JsonException>(() => JsonAsync(response));
    }

    [Fact]
    public async Task A_broken_connection_is_seen_as_one_and_the_request_was_read()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.DropConnection) { At = "matomo" });
        await Should.ThrowAsync<HttpRequestException>(() => platforms.MatomoAsync(Visits));
        platforms.Server.Requests.Count(MatomoHost, "1").ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_answer_is_late_and_whole()
    {
        var pauses = new PauseClock();
        await using var platforms = await StartAsync(pauses: pauses);
        platforms.Server.Faults.Add(new Fault(FaultKind.Slow) { Delay = TimeSpan.FromMinutes(1) });
        var answer = platforms.GraphAsync(Brand);
        (await Task.WhenAny(answer, pauses.Started)).ShouldBe(pauses.Started);
        (await pauses.Started).ShouldBe(TimeSpan.FromMinutes(1));
        pauses.Advance(TimeSpan.FromMinutes(1));
        using var response = await answer;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(response))["id"]!.GetValue<string>().ShouldBe(Brand);
    }

    [Fact]
    public async Task A_simulator_that_ends_lets_go_of_what_hangs()
    {
        var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.Hang));
        var waiting = platforms.GraphAsync(Brand);
        while (platforms.Server.Requests.All.Count == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        await platforms.Server.DisposeAsync();

        // The connection is broken by the simulator: a caller who had to give up himself would see a cancellation.
        await Should.ThrowAsync<HttpRequestException>(() => waiting);
    }
}
