using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.GoogleAnalytics;

public sealed class GoogleAnalyticsSourceTests : IDisposable
{
    private const string AccessToken = "ya29.planted-access-token";

    // What the API answers where there is no row: neither headers, rows nor a count.
    private const string Empty = """{"metadata":{"currencyCode":"EUR","timeZone":"Europe/Paris"},"kind":"analyticsData#runReport"}""";

    private static readonly string Secret = KeyFile();

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));
    private string totals = Empty;
    private string slices = Empty;

    public GoogleAnalyticsSourceTests()
    {
        bench.Platform.On("https://oauth2.googleapis.com/token", $$"""{"access_token":"{{AccessToken}}","expires_in":3599,"token_type":"Bearer"}""");
        bench.Platform.On(request => IsReport(request) && !request.Body.Contains("sessionSource", StringComparison.Ordinal), _ => StubPlatform.Json(totals));
        bench.Platform.On(request => IsReport(request) && request.Body.Contains("sessionSource", StringComparison.Ordinal), _ => StubPlatform.Json(slices));
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_day_has_its_totals_and_where_its_visits_came_from()
    {
        totals = Totals("""{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"130"},{"value":"101"},{"value":"6"},{"value":"214.5"}]}""");
        slices = Slices(
            ("20261120", "google", "organic", "Organic Search", "(organic)", 80, 4, "150.5"),
            ("20261120", "(direct)", "(none)", "Direct", "(direct)", 30, 1, "40"),
            ("20261120", "instagram", "social", "Organic Social", "harvest", 20, 1, "24"));

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading[Metrics.Sessions].ShouldBe(130);
        reading[Metrics.Users].ShouldBe(101);
        reading[Metrics.Conversions].ShouldBe(6);
        reading[Metrics.Revenue].ShouldBe(214.5);
        reading.Currency.ShouldBe("EUR");
        reading.Settled.ShouldBeTrue();
        reading.Traffic.ShouldBe(
        [
            new(Channel.OrganicSearch, "google", "organic", null, 80, 4, 150.5),
            new(Channel.Direct, "(direct)", null, null, 30, 1, 40),
            new(Channel.OrganicSocial, "instagram", "social", "harvest", 20, 1, 24),
        ]);
    }

    [Fact]
    public async Task The_slices_add_up_to_the_days_sessions()
    {
        totals = Totals("""{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"100"},{"value":"90"},{"value":"3"},{"value":"10"}]}""");
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 80, 2, "10"));

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading.Traffic!.Sum(slice => slice.Sessions).ShouldBe(100);
        reading.Traffic![^1].ShouldBe(new(Channel.Unknown, "(unknown)", null, null, 20, 1, 0));
    }

    [Fact]
    public async Task Sessions_are_never_less_than_their_parts()
    {
        // Google estimates each report by itself: the parts may come to one more than the whole.
        totals = Totals("""{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"100"},{"value":"90"},{"value":"0"},{"value":"0"}]}""");
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 101, 0, "0"));

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading[Metrics.Sessions].ShouldBe(101);
        reading.Traffic!.Sum(slice => slice.Sessions).ShouldBe(101);
    }

    [Fact]
    public async Task Silence_with_a_visit_after_it_is_zero_for_settled_days_and_nothing_for_the_others()
    {
        // In Paris the 21st ended at 23:00Z, more than 48 hours ago; the 22nd did not.
        totals = Totals("""{"dimensionValues":[{"value":"20261124"}],"metricValues":[{"value":"3"},{"value":"3"},{"value":"0"},{"value":"0"}]}""");
        var readings = await ReadingsAsync("2026-11-21", "2026-11-24");

        var reading = readings.ShouldHaveSingleItem();
        reading.Day.ShouldBe(new(2026, 11, 21));
        reading[Metrics.Sessions].ShouldBe(0);
        reading[Metrics.Revenue].ShouldBe(0);
        reading.Traffic.ShouldBeEmpty();
    }

    [Fact]
    public async Task Silence_up_to_the_end_says_nothing_because_a_tag_may_be_gone()
    {
        totals = Totals("""{"dimensionValues":[{"value":"20261019"}],"metricValues":[{"value":"3"},{"value":"3"},{"value":"0"},{"value":"0"}]}""");

        (await ReadingsAsync("2026-10-18", "2026-10-21")).Select(reading => reading.Day.Day).ShouldBe([18, 19]);
    }

    [Fact]
    public async Task A_quiet_end_of_one_request_is_heard_out_in_the_next()
    {
        // Two requests; only the newer has a visit.
        totals = Totals("""{"dimensionValues":[{"value":"20261124"}],"metricValues":[{"value":"3"},{"value":"3"},{"value":"0"},{"value":"0"}]}""");

        (await ReadingsAsync("2025-09-01", "2026-11-24")).Count(reading => reading[Metrics.Sessions] == 0).ShouldBe(new DayRange(new(2025, 9, 1), new(2026, 11, 21)).Count);
    }

    [Fact]
    public async Task A_metric_that_Google_does_not_take_costs_only_itself()
    {
        totals = """{"dimensionHeaders":[{"name":"date"}],"metricHeaders":[{"name":"sessions"}],"rows":[{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"130"}]}],"rowCount":1,"metadata":{"currencyCode":"EUR","timeZone":"Europe/Paris"}}""";
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("keyEvents", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"error":{"code":400,"message":"Field keyEvents is not a valid metric. For a list, see the documentation.","status":"INVALID_ARGUMENT"}}""", HttpStatusCode.BadRequest));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading[Metrics.Sessions].ShouldBe(130);
        reading[Metrics.Conversions].ShouldBeNull();
        pages.SelectMany(page => page.Refusals).ShouldContain(refusal => refusal.What == "keyEvents" && refusal.Failure.Kind == SourceFailureKind.RequestRefused);
    }

    [Fact]
    public async Task A_day_that_Google_withholds_is_unknown_and_is_told()
    {
        totals = """{"metadata":{"currencyCode":"EUR","timeZone":"Europe/Paris","subjectToThresholding":true}}""";

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        pages.ShouldHaveSingleItem().Readings.ShouldBeEmpty();
        pages[0].Refusals.ShouldHaveSingleItem().Failure.Message.ShouldContain("2026-11-20");
    }

    [Fact]
    public async Task A_metric_that_the_account_may_not_see_is_unknown_and_not_zero()
    {
        totals = """
            {"dimensionHeaders":[{"name":"date"}],"metricHeaders":[{"name":"sessions"},{"name":"activeUsers"},{"name":"keyEvents"},{"name":"totalRevenue"}],
             "rows":[{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"100"},{"value":"90"},{"value":"3"},{"value":"0"}]}],"rowCount":1,
             "metadata":{"currencyCode":"EUR","timeZone":"Europe/Paris","schemaRestrictionResponse":{"activeMetricRestrictions":[{"metricName":"totalRevenue","restrictedMetricTypes":["REVENUE_DATA"]}]}}}
            """;
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 100, 3, "0"));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages[0].Readings.ShouldHaveSingleItem();
        reading[Metrics.Revenue].ShouldBeNull();
        reading.Currency.ShouldBeNull();
        reading[Metrics.Conversions].ShouldBe(3);
        pages[0].Refusals.ShouldHaveSingleItem().Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
    }

    [Fact]
    public async Task Today_is_not_answered()
    {
        totals = Totals("""{"dimensionValues":[{"value":"20261124"}],"metricValues":[{"value":"12"},{"value":"9"},{"value":"0"},{"value":"0"}]}""");

        (await ReadingsAsync("2026-11-24", "2026-11-24")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_is_paged_by_offset_to_its_last_row()
    {
        totals = Totals("""{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"3"},{"value":"3"},{"value":"0"},{"value":"0"}]}""");
        slices = Slices(3, ("20261120", "a", "referral", "Referral", "(referral)", 1, 0, "0"), ("20261120", "b", "referral", "Referral", "(referral)", 1, 0, "0"));
        bench.Platform.On(
            request => request.Body.Contains("\"offset\":\"2\"", StringComparison.Ordinal),
            _ => StubPlatform.Json(Slices(3, ("20261120", "c", "referral", "Referral", "(referral)", 1, 0, "0"))));

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading.Traffic!.Select(slice => slice.Source).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_page_that_does_not_come_costs_the_origins_of_its_days_and_no_others()
    {
        totals = Totals(Day("20261119", 0), Day("20261120", 0), Day("20261121", 0));
        slices = Slices(3, ("20261119", "a", "referral", "Referral", "(referral)", 100, 0, "0"), ("20261120", "b", "referral", "Referral", "(referral)", 1, 0, "0"));
        bench.Platform.On(request => request.Body.Contains("\"offset\":\"2\"", StringComparison.Ordinal), _ => StubPlatform.Json(Empty));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-19", "2026-11-21"));

        var readings = pages.SelectMany(page => page.Readings).ToList();
        readings.Select(reading => reading[Metrics.Sessions]).ShouldBe([100, 100, 100]);
        readings.Select(reading => reading.Traffic?.Count).ShouldBe([1, null, null], "of the 20th some rows are missing, and of the 21st perhaps all");
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().Failure.Message.ShouldStartWith("Google announced 3 rows and gave 2.");
    }

    [Theory]
    [InlineData("Paid Search", Channel.PaidSearch)]
    [InlineData("Organic Video", Channel.OrganicSocial)]
    [InlineData("Cross-network", Channel.Campaign)]
    [InlineData("Unassigned", Channel.Other)]
    [InlineData("A group of the client's own", Channel.Other)]
    public async Task A_channel_group_becomes_a_channel(string group, Channel channel)
    {
        slices = Slices(("20261120", "somewhere.example", "x", group, "(not set)", 5, 0, "0"));

        var slice = (await ReadingsAsync("2026-11-20", "2026-11-20"))[0].Traffic!.ShouldHaveSingleItem();

        slice.Channel.ShouldBe(channel);
        slice.Source.ShouldBe("somewhere.example");
        slice.Campaign.ShouldBeNull();
    }

    [Fact]
    public async Task A_group_that_nobody_knows_names_the_source_where_there_is_none()
    {
        slices = Slices(("20261120", "(not set)", "(not set)", "Smart TV", "(not set)", 5, 0, "0"));

        var slice = (await ReadingsAsync("2026-11-20", "2026-11-20"))[0].Traffic!.ShouldHaveSingleItem();

        slice.ShouldBe(new(Channel.Other, "Smart TV", null, null, 5, 0, 0));
    }

    [Fact]
    public async Task Two_fetches_ask_for_one_access_token_until_it_expires()
    {
        await ReadingsAsync("2026-11-20", "2026-11-20");
        await ReadingsAsync("2026-11-20", "2026-11-20");
        TokenRequests().ShouldBe(1);

        bench.Clock.Advance(TimeSpan.FromHours(1));
        await ReadingsAsync("2026-11-20", "2026-11-20");
        TokenRequests().ShouldBe(2);

        int TokenRequests() => bench.Platform.Requests.Count(request => request.Address.StartsWith("https://oauth2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("properties/4242")]
    [InlineData("4242")]
    public async Task A_property_may_be_written_both_ways(string account)
    {
        await bench.FetchAsync(Property(account), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        bench.Platform.Requests.Where(IsReport).ShouldAllBe(request =>
            request.Address == "https://analyticsdata.googleapis.com/v1beta/properties/4242:runReport" && request.Authorization == "Bearer " + AccessToken);
    }

    [Fact]
    public async Task Another_kind_of_identifier_is_refused_with_the_likely_fix()
    {
        var failure = await bench.FailureOfAsync(Property("G-1ABCDE"), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("properties/123456789");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, SourceFailureKind.CredentialRefused)]
    [InlineData(HttpStatusCode.Forbidden, SourceFailureKind.PermissionMissing)]
    [InlineData(HttpStatusCode.NotFound, SourceFailureKind.AccountUnknown)]
    [InlineData(HttpStatusCode.BadRequest, SourceFailureKind.RequestRefused)]
    [InlineData(HttpStatusCode.TooManyRequests, SourceFailureKind.RateLimited)]
    [InlineData(HttpStatusCode.InternalServerError, SourceFailureKind.Unavailable)]
    public async Task An_error_says_what_mends_it(HttpStatusCode status, SourceFailureKind kind)
    {
        bench.Platform.On(":runReport", $$"""{"error":{"code":{{(int)status}},"message":"Not today, {{AccessToken}}.","status":"SOME_STATUS"} }""", status);

        (await bench.FailureOfAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20")))
            .ShouldBe(new(kind, "Not today, ***. (Google's SOME_STATUS)"));
    }

    [Fact]
    public async Task A_key_that_Google_does_not_take_is_a_refused_credential()
    {
        bench.Platform.On("https://oauth2.googleapis.com/token", """{"error":"invalid_grant","error_description":"Invalid grant: account not found"}""", HttpStatusCode.BadRequest);

        (await bench.FailureOfAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20")))
            .ShouldBe(new(SourceFailureKind.CredentialRefused, "Google gives no access token: invalid_grant Invalid grant: account not found"));
    }

    [Fact]
    public async Task A_token_endpoint_that_is_down_passes_by_itself()
    {
        bench.Platform.On("https://oauth2.googleapis.com/token", "<html>502</html>", HttpStatusCode.BadGateway);

        (await bench.FailureOfAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"))).Kind.ShouldBe(SourceFailureKind.Unavailable);
    }

    [Theory]
    [InlineData("planted, but no JSON")]
    [InlineData("""{"client_email":"reader@example.com"}""")]
    [InlineData("""{"client_email":"reader@example.com","private_key":"-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----\n"}""")]
    public async Task A_secret_that_is_no_key_file_is_told_without_quoting_it(string secret)
    {
        var failure = await bench.FailureOfAsync(Property(), secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        failure.ShouldBe(new(SourceFailureKind.CredentialRefused, "The secret is not the JSON key file of a Google service account."));
    }

    [Fact]
    public async Task Conversions_that_a_network_began_and_another_channel_ended_are_counted_by_day()
    {
        // Of the 21st: 3 + 2 began with a network and ended elsewhere; 4 ended there too, and 7 began elsewhere.
        totals = Totals(Day("20261120", 0), Day("20261121", 16), Day("20261122", 5));
        Paths(
            ("20261121", "Organic Social", "Direct", 3), ("20261121", "Organic Video", "Organic Search", 2), ("20261121", "Organic Social", "Paid Social", 4),
            ("20261121", "Organic Search", "Direct", 7));

        var readings = await ReadingsAsync("2026-11-20", "2026-11-22");

        readings.Select(reading => reading[Metrics.ConversionsAssistedBySocial]).ShouldBe([0, 5, null], "a day with conversions and no row is not known");
    }

    [Fact]
    public async Task First_channels_that_break_off_say_nothing_of_their_last_day()
    {
        totals = Totals(Day("20261120", 4), Day("20261121", 9));
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 100, 4, "0"), ("20261121", "google", "organic", "Organic Search", "(organic)", 100, 9, "0"));
        Paths(3, ("20261120", "Organic Social", "Direct", 4), ("20261121", "Organic Social", "Direct", 2));
        bench.Platform.On(request => request.Body.Contains("\"offset\":\"2\"", StringComparison.Ordinal), _ => StubPlatform.Json(Empty));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-21"));

        pages[0].Readings.Select(reading => reading[Metrics.ConversionsAssistedBySocial]).ShouldBe([4, null], "the rest of the 21st did not come");
        pages[0].Refusals.ShouldHaveSingleItem().What.ShouldBe("firstUserDefaultChannelGroup, in part", "the name of the report itself would leave it unasked for a week");
    }

    [Fact]
    public async Task Totals_that_break_off_leave_their_days_unknown_and_not_zero()
    {
        totals = Totals(Day("20261119", 0)).Replace("\"rowCount\":1", "\"rowCount\":2", StringComparison.Ordinal);
        slices = Slices(("20261119", "a", "referral", "Referral", "(referral)", 9, 0, "0"), ("20261121", "a", "referral", "Referral", "(referral)", 9, 0, "0"));
        bench.Platform.On(request => request.Body.Contains("\"offset\":\"1\"", StringComparison.Ordinal), _ => StubPlatform.Json(Empty));

        (await ReadingsAsync("2026-11-19", "2026-11-21")).ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 19));
    }

    [Fact]
    public async Task Where_Google_does_not_tell_first_channels_only_they_are_missing()
    {
        totals = Totals(Day("20261121", 16));
        slices = Slices(("20261121", "google", "organic", "Organic Search", "(organic)", 100, 16, "0"));
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("firstUser", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"error":{"code":400,"message":"The dimensions & metrics are incompatible.","status":"INVALID_ARGUMENT"}}""", HttpStatusCode.BadRequest));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-21", "2026-11-21"));

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        (reading[Metrics.Conversions], reading[Metrics.ConversionsAssistedBySocial]).ShouldBe((16, null));
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("firstUserDefaultChannelGroup");
    }

    [Fact]
    public async Task Thirteen_weeks_are_asked_for_at_once()
    {
        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-08-17", "2026-11-15"));

        pages.Count.ShouldBe(1);
        bench.Platform.Requests.Count(IsReport).ShouldBe(3);
    }

    [Theory]
    [InlineData("(data not available)", "(data not available)", "Unassigned")]
    [InlineData("(not set)", "(not set)", "Unassigned")]
    [InlineData("", "", "")]
    [InlineData("(other)", "(other)", "(other)")]
    [InlineData("(non défini)", "(non défini)", "Non attribué")]
    [InlineData("（未设置）", "（未设置）", "（未设置）")]
    public async Task Visits_without_a_word_for_who_sent_them_are_of_unknown_origin(string source, string medium, string group)
    {
        totals = Totals(Day("20261120", 3));
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 40, 1, "0"), ("20261120", source, medium, group, source, 60, 2, "0"));

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading.Traffic.ShouldBe([new(Channel.OrganicSearch, "google", "organic", null, 40, 1, 0), new(Channel.Unknown, "(unknown)", null, null, 60, 2, 0)]);
        reading.Traffic!.Select(slice => slice.HasUnknownReferrer).ShouldBe([false, true]);
    }

    [Fact]
    public async Task A_channel_that_is_known_stays_where_its_sender_is_not()
    {
        slices = Slices(("20261120", "(not set)", "(not set)", "Organic Search", "(not set)", 7, 0, "0"), ("20261120", "(not set)", "(none)", "Direct", "(not set)", 9, 0, "0"));

        (await ReadingsAsync("2026-11-20", "2026-11-20"))[0].Traffic!.Select(slice => (slice.Channel, slice.Source, slice.HasUnknownReferrer, slice.HasUnknownChannel))
            .ShouldBe([(Channel.Direct, "(direct)", false, false), (Channel.OrganicSearch, "(unknown)", true, false)]);
    }

    [Fact]
    public async Task A_day_that_is_unknown_as_a_whole_has_its_visits_and_no_sender()
    {
        totals = Totals(Day("20261120", 2));
        slices = Slices(("20261120", "(data not available)", "(data not available)", "Unassigned", "(data not available)", 100, 2, "0"));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages[0].Readings.ShouldHaveSingleItem();
        reading[Metrics.Sessions].ShouldBe(100);
        reading.Traffic.ShouldBe([new(Channel.Unknown, "(unknown)", null, null, 100, 2, 0)]);
        pages[0].Refusals.ShouldHaveSingleItem().Failure.Message.ShouldContain("has not worked out yet");
    }

    [Theory]
    [InlineData("2026-11-20", false)]
    [InlineData("2026-10-20", true)]
    public async Task A_day_that_Google_has_not_worked_out_is_not_settled_for_four_weeks(string date, bool isSettled)
    {
        var day = DateOnly.Parse(date);
        slices = Slices(($"{day:yyyyMMdd}", "(data not available)", "(data not available)", "Unassigned", "", 5, 0, "0"), ($"{day.AddDays(1):yyyyMMdd}", "(not set)", "", "Unassigned", "", 5, 0, "0"));

        (await ReadingsAsync($"{day:yyyy-MM-dd}", $"{day.AddDays(1):yyyy-MM-dd}")).Select(reading => reading.Settled).ShouldBe([isSettled, true]);
    }

    [Fact]
    public async Task Rows_that_Google_withholds_are_of_unknown_origin()
    {
        totals = Totals(Day("20261120", 0)).Replace("\"timeZone\"", "\"subjectToThresholding\":true,\"dataLossFromOtherRow\":true,\"timeZone\"", StringComparison.Ordinal);
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 70, 0, "0"));

        (await ReadingsAsync("2026-11-20", "2026-11-20"))[0].Traffic!.Where(slice => slice.HasUnknownChannel).ShouldHaveSingleItem().Sessions.ShouldBe(30);
    }

    [Fact]
    public async Task What_Google_adds_without_a_source_beyond_its_own_total_is_left_out_and_told()
    {
        totals = Totals(Day("20261120", 0));
        slices = Slices(("20261120", "google", "organic", "Organic Search", "(organic)", 90, 0, "0"), ("20261120", "", "", "", "", 25, 0, "0"));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages[0].Readings.ShouldHaveSingleItem();
        reading[Metrics.Sessions].ShouldBe(100);
        reading.Traffic!.Single(slice => slice.HasUnknownReferrer).Sessions.ShouldBe(10);
        pages[0].Refusals.Select(refusal => refusal.Failure.Message).ShouldContain(message => message.Contains("115 of 100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sampled_report_is_asked_for_in_smaller_pieces()
    {
        const string sampled = "\"samplingMetadatas\":[{\"samplesReadCount\":\"250\",\"samplingSpaceSize\":\"1000\"}],\"timeZone\"";
        totals = Totals(Day("20261118", 0), Day("20261119", 0));
        slices = Slices(("20261118", "google", "organic", "Organic Search", "(organic)", 60, 0, "0")).Replace("\"timeZone\"", sampled, StringComparison.Ordinal);
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("sessionSource", StringComparison.Ordinal) && request.Body.Contains("\"startDate\":\"2026-11-19\"", StringComparison.Ordinal),
            _ => StubPlatform.Json(Slices(("20261119", "google", "organic", "Organic Search", "(organic)", 100, 0, "0"))));
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("sessionSource", StringComparison.Ordinal) && request.Body.Contains("\"endDate\":\"2026-11-18\"", StringComparison.Ordinal),
            _ => StubPlatform.Json(Slices(("20261118", "google", "organic", "Organic Search", "(organic)", 80, 0, "0"))));

        var readings = await ReadingsAsync("2026-11-18", "2026-11-19");

        readings.Select(reading => reading.Traffic!.Sum(slice => slice.HasUnknownReferrer ? 0 : slice.Sessions)).ShouldBe([80, 100]);
    }

    [Fact]
    public async Task Of_a_day_that_is_sampled_only_the_part_that_was_read_has_a_known_origin()
    {
        totals = Totals(Day("20261118", 0));
        slices = Slices(("20261118", "google", "organic", "Organic Search", "(organic)", 60, 0, "0"), ("20261118", "bing", "organic", "Organic Search", "(organic)", 40, 0, "0"))
            .Replace("\"timeZone\"", "\"samplingMetadatas\":[{\"samplesReadCount\":\"250\",\"samplingSpaceSize\":\"1000\"}],\"timeZone\"", StringComparison.Ordinal);

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-18", "2026-11-18"));

        pages[0].Readings[0].Traffic!.Select(slice => (slice.Source, slice.Sessions)).ShouldBe([("google", 15), ("bing", 10), ("(unknown)", 75)]);
        pages[0].Refusals.Select(refusal => refusal.What).ShouldContain("samplingMetadatas");
    }

    [Fact]
    public async Task The_report_by_origin_may_be_refused_and_costs_only_itself()
    {
        totals = Totals(Day("20261120", 3));
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("sessionSource", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"error":{"code":403,"message":"No access to traffic sources.","status":"PERMISSION_DENIED"}}""", HttpStatusCode.Forbidden));

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages[0].Readings.ShouldHaveSingleItem();
        (reading[Metrics.Sessions], reading.Traffic).ShouldBe((100, null));
        pages[0].Refusals.Select(refusal => (refusal.What, refusal.Failure.Kind)).ShouldBe(
        [
            ("sessions by origin", SourceFailureKind.PermissionMissing), ("keyEvents by origin", SourceFailureKind.PermissionMissing), ("totalRevenue by origin", SourceFailureKind.PermissionMissing),
        ]);
    }

    [Fact]
    public async Task A_missing_right_that_Google_does_not_name_costs_only_its_metric()
    {
        totals = Totals(Day("20261120", 3));
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("totalRevenue", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"error":{"code":403,"message":"Not for you.","status":"PERMISSION_DENIED"}}""", HttpStatusCode.Forbidden));
        foreach (var (metric, value) in (ReadOnlySpan<(string, string)>)[("sessions", "100"), ("activeUsers", "90"), ("keyEvents", "3")])
        {
            bench.Platform.On(
                request => IsReport(request) && request.Body.Contains($"\"metrics\":[{{\"name\":\"{metric}\"}}]", StringComparison.Ordinal) && !request.Body.Contains("session", StringComparison.Ordinal) | metric == "sessions",
                _ => StubPlatform.Json($$$"""{"dimensionHeaders":[{"name":"date"}],"metricHeaders":[{"name":"{{{metric}}}"}],"rows":[{"dimensionValues":[{"value":"20261120"}],"metricValues":[{"value":"{{{value}}}"}]}],"rowCount":1,"metadata":{"currencyCode":"EUR","timeZone":"Europe/Paris"}}"""));
        }

        var pages = await bench.FetchAsync(Property(), Secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages[0].Readings.ShouldHaveSingleItem();
        (reading[Metrics.Sessions], reading[Metrics.Users], reading[Metrics.Conversions], reading[Metrics.Revenue]).ShouldBe((100, 90, 3, null));
        pages[0].Refusals.ShouldContain(refusal => refusal.What == "totalRevenue" && refusal.Failure.Kind == SourceFailureKind.PermissionMissing && refusal.Metrics.Contains(Metrics.Revenue));
    }

    [Fact]
    public async Task Of_a_report_of_one_metric_that_broke_off_the_days_that_were_not_read_are_unknown_and_not_zero()
    {
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("totalRevenue", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"error":{"code":403,"message":"Not for you.","status":"PERMISSION_DENIED"}}""", HttpStatusCode.Forbidden));
        static string Only(string metric, int count, params (string Day, int Value)[] rows) => JsonSerializer.Serialize(new
        {
            dimensionHeaders = new[] { new { name = "date" } },
            metricHeaders = new[] { new { name = metric } },
            rows = rows.Select(row => new { dimensionValues = new[] { new { value = row.Day } }, metricValues = new[] { new { value = $"{row.Value}" } } }),
            rowCount = count,
        });
        foreach (var (metric, first) in (ReadOnlySpan<(string, string)>)
        [
            ("sessions", Only("sessions", 3, ("20261118", 100), ("20261119", 100), ("20261120", 100))),
            ("activeUsers", Only("activeUsers", 2, ("20261118", 90), ("20261120", 80))),
            ("keyEvents", Only("keyEvents", 3, ("20261118", 3))),
        ])
        {
            bench.Platform.On(
                request => IsReport(request) && request.Body.Contains($"\"metrics\":[{{\"name\":\"{metric}\"}}]", StringComparison.Ordinal) && !request.Body.Contains("session", StringComparison.Ordinal) | metric == "sessions",
                request => request.Body.Contains("\"offset\":\"0\"", StringComparison.Ordinal) ? StubPlatform.Json(first) : StubPlatform.Json("""{"error":{"code":400,"message":"No.","status":"INVALID_ARGUMENT"}}""", HttpStatusCode.BadRequest));
        }

        var readings = await ReadingsAsync("2026-11-18", "2026-11-20");

        readings.Select(reading => reading[Metrics.Conversions]).ShouldBe([3, null, null], "the second page was refused");
        readings.Select(reading => reading[Metrics.Users]).ShouldBe([90, 0, 80], "Google leaves out rows of zeros");
        readings.Select(reading => reading[Metrics.Sessions]).ShouldBe([100, 100, 100]);
    }

    [Fact]
    public async Task A_day_that_stays_sampled_takes_nothing_from_the_days_beside_it()
    {
        const string sampled = "\"samplingMetadatas\":[{\"samplesReadCount\":\"250\",\"samplingSpaceSize\":\"1000\"}],\"timeZone\"";
        totals = Totals(Day("20261118", 0), Day("20261119", 0));
        slices = Slices(("20261118", "google", "organic", "Organic Search", "(organic)", 100, 0, "0")).Replace("\"timeZone\"", sampled, StringComparison.Ordinal);
        bench.Platform.On(
            request => IsReport(request) && request.Body.Contains("sessionSource", StringComparison.Ordinal) && request.Body.Contains("\"startDate\":\"2026-11-19\"", StringComparison.Ordinal),
            _ => StubPlatform.Json(Slices(("20261119", "google", "organic", "Organic Search", "(organic)", 100, 0, "0"))));

        var readings = await ReadingsAsync("2026-11-18", "2026-11-19");

        readings.Select(reading => reading.Traffic!.Where(slice => slice.Source == "google").Sum(slice => slice.Sessions)).ShouldBe([25, 100]);
    }

    [Fact]
    public async Task Conversions_whose_first_channel_is_not_known_leave_those_that_a_network_began_unknown()
    {
        totals = Totals(Day("20261120", 10), Day("20261121", 100));
        Paths(("20261120", "(data not available)", "Direct", 6), ("20261120", "Organic Social", "Direct", 4), ("20261121", "Unassigned", "Direct", 5), ("20261121", "Organic Social", "Direct", 95));

        (await ReadingsAsync("2026-11-20", "2026-11-21")).Select(reading => reading[Metrics.ConversionsAssistedBySocial]).ShouldBe([null, 95], "of the 21st a twentieth is not known");
    }

    [Fact]
    public async Task A_day_without_a_row_between_days_of_many_visits_is_unknown_and_not_quiet()
    {
        totals = Totals(Day("20261117", 0), Day("20261119", 0));

        (await ReadingsAsync("2026-11-17", "2026-11-19")).Select(reading => reading.Day.Day).ShouldBe([17, 19]);
    }

    private static bool IsReport(StubRequest request) => request.Address.EndsWith(":runReport", StringComparison.Ordinal);

    private static SourceConfig Property(string account = "properties/4242") =>
        new() { Type = "google-analytics", Account = account, Name = "Google Analytics", Credential = "ga4" };

    private async Task<List<Reading>> ReadingsAsync(string first, string last) =>
        [.. (await bench.FetchAsync(Property(), Secret, SourceBench.Days(first, last), Zone.Utc)).SelectMany(page => page.Readings)];

    private static string Day(string date, int keyEvents) =>
        $$"""{"dimensionValues":[{"value":"{{date}}"}],"metricValues":[{"value":"100"},{"value":"90"},{"value":"{{keyEvents}}"},{"value":"0"}]}""";

    private void Paths(params (string, string, string, int)[] rows) => Paths(rows.Length, rows);

    private void Paths(int count, params (string Date, string First, string Last, int KeyEvents)[] rows) => bench.Platform.On(
        request => IsReport(request) && request.Body.Contains("firstUser", StringComparison.Ordinal),
        _ => StubPlatform.Json(JsonSerializer.Serialize(new
        {
            dimensionHeaders = new[] { "date", "firstUserDefaultChannelGroup", "sessionDefaultChannelGroup" }.Select(name => new { name }),
            metricHeaders = new[] { new { name = "keyEvents" } },
            rows = rows.Select(row => new
            {
                dimensionValues = new[] { row.Date, row.First, row.Last }.Select(value => new { value }),
                metricValues = new[] { new { value = $"{row.KeyEvents}" } },
            }),
            rowCount = count,
        })));

    private static string Totals(params string[] rows) => $$$"""
        {"dimensionHeaders":[{"name":"date"}],
         "metricHeaders":[{"name":"sessions","type":"TYPE_INTEGER"},{"name":"activeUsers","type":"TYPE_INTEGER"},{"name":"keyEvents","type":"TYPE_FLOAT"},{"name":"totalRevenue","type":"TYPE_CURRENCY"}],
         "rows":[{{{string.Join(',', rows)}}}],"rowCount":{{{rows.Length}}},"metadata":{"currencyCode":"EUR","timeZone":"Europe/Paris"} }
        """;

    private static string Slices(params (string, string, string, string, string, int, int, string)[] rows) => Slices(rows.Length, rows);

    private static string Slices(int count, params (string Date, string Source, string Medium, string Group, string Campaign, int Sessions, int KeyEvents, string Revenue)[] rows) =>
        JsonSerializer.Serialize(new
        {
            dimensionHeaders = new[] { "date", "sessionSource", "sessionMedium", "sessionDefaultChannelGroup", "sessionCampaignName" }.Select(name => new { name }),
            metricHeaders = new[] { "sessions", "keyEvents", "totalRevenue" }.Select(name => new { name }),
            rows = rows.Select(row => new
            {
                dimensionValues = new[] { row.Date, row.Source, row.Medium, row.Group, row.Campaign }.Select(value => new { value }),
                metricValues = new[] { $"{row.Sessions}", $"{row.KeyEvents}", row.Revenue }.Select(value => new { value }),
            }),
            rowCount = count,
            metadata = new { currencyCode = "EUR", timeZone = "Europe/Paris" },
        });

    private static string KeyFile()
    {
        using var rsa = RSA.Create(2048);
        return JsonSerializer.Serialize(new { type = "service_account", client_email = "reader@example.com", private_key = rsa.ExportPkcs8PrivateKeyPem(), private_key_id = "1" });
    }
}
