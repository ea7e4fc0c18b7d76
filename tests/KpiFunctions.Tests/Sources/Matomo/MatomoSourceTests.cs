using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.Matomo;

public sealed class MatomoSourceTests : IDisposable
{
    private const string Site = """{"idsite":"3","name":"Shop","currency":"EUR","timezone":"Europe/Paris"}""";

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    // The parts of a bulk answer, in the order of the requests: by method.
    private readonly Dictionary<string, string> parts = new()
    {
        ["SitesManager.getSiteFromId"] = Site,
        ["VisitsSummary.get"] = "[]",
        ["Goals.get"] = "[]",
        ["Referrers.getReferrerType"] = "[]",
        ["Referrers.getSearchEngines"] = "[]",
        ["Referrers.getWebsites"] = "[]",
        ["Referrers.getCampaigns"] = "[]",
        ["Referrers.getSocials"] = "[]",

        // A server from before the kind of referrer.
        ["Referrers.getAIAssistants"] = """{"result":"error","message":"The method 'getAIAssistants' does not exist or is not available in the module '\\Piwik\\Plugins\\Referrers\\API'."}""",
    };

    public MatomoSourceTests() =>
        bench.Platform.On(request => request.Address == "https://stats.example.com/matomo/index.php", request => StubPlatform.Json(BulkAnswer(request)));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_day_has_its_totals_and_where_its_visits_came_from()
    {
        // Several days come as an object by date; the token goes into the body.
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_uniq_visitors":80,"nb_visits":100,"nb_actions":250,"bounce_rate":"41%"} }""";
        parts["Goals.get"] = """{"2026-11-22":{"nb_conversions":5,"nb_visits_converted":4,"revenue":120.5,"conversion_rate":0.04} }""";
        parts["Referrers.getReferrerType"] = """
            {"2026-11-22":[
              {"label":"Search Engines","nb_visits":50,"nb_conversions":3,"revenue":100.5,"referrer_type":2,"segment":"referrerType==search"},
              {"label":"Direct Entry","nb_visits":30,"nb_conversions":1,"revenue":20,"referrer_type":1},
              {"label":"Social Networks","nb_visits":12,"nb_conversions":1,"referrer_type":7},
              {"label":"AI Assistants","nb_visits":5,"referrer_type":8},
              {"label":"Something newer","nb_visits":3,"referrer_type":99}]}
            """;
        parts["Referrers.getSearchEngines"] = """{"2026-11-22":[{"label":"Google","nb_visits":44,"nb_conversions":3,"revenue":"100.5"},{"label":"Ecosia","nb_visits":2}]}""";
        parts["Referrers.getSocials"] = """{"2026-11-22":[{"label":"Facebook","nb_visits":12,"nb_conversions":1}]}""";

        var reading = (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem();

        reading[Metrics.Sessions].ShouldBe(100);
        reading[Metrics.Users].ShouldBe(80);
        reading[Metrics.Conversions].ShouldBe(5);
        reading[Metrics.Revenue].ShouldBe(120.5);
        reading.Currency.ShouldBe("EUR");
        reading.Traffic!.Select(slice => (slice.Channel, slice.Source, slice.Sessions)).ShouldBe(
        [
            (Channel.OrganicSearch, "Google", 44),
            (Channel.Direct, "(direct)", 30),
            (Channel.OrganicSocial, "Facebook", 12),
            (Channel.AiAssistant, "AI Assistants", 5),
            (Channel.Other, "Something newer", 3),
            (Channel.OrganicSearch, "Ecosia", 2),
            (Channel.OrganicSearch, "(unknown)", 4),
        ]);
        reading.Traffic!.Sum(slice => slice.Revenue).ShouldBe(120.5);
        bench.Platform.Requests.ShouldHaveSingleItem().Body.ShouldContain("token_auth=" + Uri.EscapeDataString(SourceBench.Token));
    }

    [Fact]
    public async Task Assistants_are_named_by_servers_that_know_them()
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":9,"nb_uniq_visitors":9} }""";
        parts["Referrers.getReferrerType"] = """{"2026-11-22":[{"label":"AI Assistants","nb_visits":9,"referrer_type":8}]}""";
        parts["Referrers.getAIAssistants"] = """{"2026-11-22":[{"label":"ChatGPT","nb_visits":8},{"label":"Mistral","nb_visits":1}]}""";

        var traffic = (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem().Traffic!;

        traffic.Select(slice => (slice.Channel, slice.Source, slice.Sessions)).ShouldBe([(Channel.AiAssistant, "ChatGPT", 8), (Channel.AiAssistant, "Mistral", 1)]);
    }

    [Fact]
    public async Task What_a_binary_fraction_leaves_of_a_revenue_is_no_visit_of_unknown_sender()
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":9,"nb_uniq_visitors":9} }""";
        parts["Referrers.getReferrerType"] = """{"2026-11-22":[{"label":"Search Engines","nb_visits":9,"nb_conversions":2,"revenue":117.33,"referrer_type":2}]}""";
        parts["Referrers.getSearchEngines"] = """{"2026-11-22":[{"label":"Google","nb_visits":8,"nb_conversions":1,"revenue":67.1},{"label":"Ecosia","nb_visits":1,"nb_conversions":1,"revenue":50.23}]}""";

        var traffic = (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem().Traffic!;

        // A day with one would be read again for four weeks.
        traffic.Select(slice => slice.Source).ShouldBe(["Google", "Ecosia"]);
    }

    [Fact]
    public async Task A_report_that_an_older_server_does_not_have_is_nothing_to_tell() =>
        (await FetchAsync("2026-11-22", "2026-11-22")).SelectMany(page => page.Refusals).ShouldBeEmpty();

    [Fact]
    public async Task A_campaign_is_told_apart_by_its_name()
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":9,"nb_uniq_visitors":9} }""";
        parts["Referrers.getReferrerType"] = """{"2026-11-22":[{"label":"Campaigns","nb_visits":9,"referrer_type":6}]}""";
        parts["Referrers.getCampaigns"] = """{"2026-11-22":[{"label":"harvest","nb_visits":7},{"label":"newsletter","nb_visits":2}]}""";

        var reading = (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem();

        reading.Traffic!.Select(slice => (slice.Channel, slice.Source, slice.Campaign, slice.Sessions))
            .ShouldBe([(Channel.Campaign, "(campaign)", "harvest", 7), (Channel.Campaign, "(campaign)", "newsletter", 2)]);
    }

    [Fact]
    public async Task A_day_without_data_is_zero_once_it_is_settled_and_unknown_before()
    {
        // In Paris the 23rd ended at 23:00Z: ten hours ago.
        parts["VisitsSummary.get"] = """{"2026-11-23":[]}""";
        parts["Goals.get"] = """{"2026-11-23":[]}""";
        parts["Referrers.getReferrerType"] = """{"2026-11-23":[]}""";

        (await ReadingsAsync("2026-11-23", "2026-11-23")).ShouldBeEmpty("with no visit after it, the archive may just be late");

        parts["VisitsSummary.get"] = """{"2026-11-23":[],"2026-11-24":{"nb_visits":2,"nb_uniq_visitors":2}}""";
        var reading = (await ReadingsAsync("2026-11-23", "2026-11-24")).ShouldHaveSingleItem();
        reading[Metrics.Sessions].ShouldBe(0);
        reading.Traffic.ShouldBeEmpty();

        bench.Clock.SetUtcNow(DateTimeOffset.Parse("2026-11-25T01:00:00Z"));
        parts["VisitsSummary.get"] = parts["Goals.get"] = parts["Referrers.getReferrerType"] = """{"2026-11-24":[]}""";
        (await ReadingsAsync("2026-11-24", "2026-11-24")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_that_the_answer_does_not_have_is_unknown()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":9,"nb_uniq_visitors":9} }""";
        parts["Goals.get"] = parts["Referrers.getReferrerType"] = """{"2026-11-20":[]}""";

        var readings = await ReadingsAsync("2026-11-19", "2026-11-20");

        readings.ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 20));
    }

    [Fact]
    public async Task One_refused_report_costs_only_itself()
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":12,"nb_uniq_visitors":9} }""";
        parts["Goals.get"] = """{"result":"error","message":"The method 'get' does not exist or is not available in the module '\\Piwik\\Plugins\\Goals\\API'."}""";
        parts["Referrers.getSocials"] = """{"result":"error","message":"Something broke"}""";
        parts["Referrers.getReferrerType"] = """{"2026-11-22":[{"label":"Social Networks","nb_visits":12,"referrer_type":7}]}""";

        var pages = await FetchAsync("2026-11-22", "2026-11-22");

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading[Metrics.Sessions].ShouldBe(12);
        reading[Metrics.Conversions].ShouldBeNull();
        reading.Traffic!.ShouldHaveSingleItem().ShouldBe(new(Channel.OrganicSocial, "(unknown)", null, null, 12, 0, 0));
        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What).ShouldBe(["Goals.get", "Referrers.getSocials"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_the_types_of_referrer_the_traffic_is_unknown_and_not_empty()
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":12,"nb_uniq_visitors":9} }""";
        parts["Referrers.getReferrerType"] = """{"result":"error","message":"Something broke"}""";

        (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem().Traffic.ShouldBeNull();
    }

    [Fact]
    public async Task Revenue_without_a_currency_is_left_out()
    {
        parts["SitesManager.getSiteFromId"] = """{"result":"error","message":"You can't access this resource as it requires 'view' access for the website id = 3."}""";
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":12,"nb_uniq_visitors":9} }""";
        parts["Goals.get"] = """{"2026-11-22":{"nb_conversions":5,"revenue":120.5} }""";

        var reading = (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem();

        reading[Metrics.Revenue].ShouldBeNull();
        reading[Metrics.Conversions].ShouldBe(5);
    }

    [Theory]
    [InlineData("Unable to authenticate with the provided token. It is either invalid or expired.", SourceFailureKind.CredentialRefused)]
    [InlineData("You can't access this resource as it requires 'view' access for the website id = 3.", SourceFailureKind.PermissionMissing)]
    [InlineData("An unexpected website was found in the request: website id was set to '3' .", SourceFailureKind.AccountUnknown)]
    [InlineData("The period 'dya' is not supported.", SourceFailureKind.RequestRefused)]
    public async Task An_error_with_status_200_is_an_error(string message, SourceFailureKind kind)
    {
        bench.Platform.On("index.php", $$"""{"result":"error","message":"{{message}}"}""");

        (await FailureAsync()).ShouldBe(new(kind, message));
    }

    [Fact]
    public async Task The_same_error_in_place_of_every_answer_is_a_failure()
    {
        foreach (var method in parts.Keys.ToList()) parts[method] = $$"""{"result":"error","message":"The token_auth {{SourceBench.Token}} cannot be used"}""";

        (await FailureAsync()).ShouldBe(new(SourceFailureKind.CredentialRefused, "The token_auth *** cannot be used"));
    }

    [Theory]
    [InlineData("http://stats.example.com/")]
    [InlineData("https://user:pass@stats.example.com/")]
    [InlineData(null)]
    public async Task Only_a_plain_https_address_is_taken(string? url)
    {
        var failure = await bench.FailureOfAsync(Config(url), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://stats.example.com/matomo")]
    [InlineData("https://stats.example.com/matomo/")]
    [InlineData("https://stats.example.com/matomo/index.php?x=1#y")]
    public async Task An_address_may_have_a_path(string url)
    {
        await bench.FetchAsync(Config(url), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        bench.Platform.Requests.ShouldHaveSingleItem().Address.ShouldBe("https://stats.example.com/matomo/index.php");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        bench.Platform.On("index.php", "", HttpStatusCode.Found, ("Location", "http://169.254.169.254/metadata"));

        var failure = await FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("stats.example.com");
    }

    [Fact]
    public async Task Rows_that_the_servers_limits_cut_off_are_no_sender()
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":40,"nb_uniq_visitors":30} }""";
        parts["Referrers.getReferrerType"] = """{"2026-11-22":[{"label":"Search Engines","nb_visits":20,"referrer_type":2},{"label":"Websites","nb_visits":20,"referrer_type":3}]}""";
        parts["Referrers.getSearchEngines"] = """{"2026-11-22":[{"label":"Google","nb_visits":12},{"label":"Others","nb_visits":8}]}""";
        parts["Referrers.getWebsites"] = """{"2026-11-22":[{"label":"a.example","nb_visits":12},{"label":-1,"nb_visits":8}]}""";

        var traffic = (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem().Traffic!;

        traffic.Select(slice => (slice.Channel, slice.Source, slice.Sessions)).ShouldBe(
        [
            (Channel.OrganicSearch, "Google", 12), (Channel.Referral, "a.example", 12), (Channel.OrganicSearch, "(unknown)", 8), (Channel.Referral, "(other)", 8),
        ], ignoreOrder: true);
        traffic.Where(slice => slice.HasUnknownReferrer).Select(slice => slice.Channel).ShouldBe([Channel.OrganicSearch], "Google's other services may be among the engines that are cut off");
    }

    [Theory]
    [InlineData("Keyword not defined")]
    [InlineData("(not set)")]
    [InlineData("")]
    public async Task A_label_that_is_no_name_is_an_unknown_sender(string label)
    {
        parts["VisitsSummary.get"] = """{"2026-11-22":{"nb_visits":9,"nb_uniq_visitors":9} }""";
        parts["Referrers.getReferrerType"] = """{"2026-11-22":[{"label":"Websites","nb_visits":9,"referrer_type":3}]}""";
        parts["Referrers.getWebsites"] = $$"""{"2026-11-22":[{"label":"{{label}}","nb_visits":9}]}""";

        (await ReadingsAsync("2026-11-22", "2026-11-22")).ShouldHaveSingleItem().Traffic!.ShouldHaveSingleItem().ShouldBe(new(Channel.Referral, "(unknown)", null, null, 9, 0, 0));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"2026-11-20":[],"2026-11-21":[]}""")]
    [InlineData("""{"2026-11-20":{},"2026-11-21":{}}""")]
    public async Task A_blank_report_of_goals_beside_visits_that_converted_was_not_made(string goals)
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":100,"nb_uniq_visitors":80,"nb_visits_converted":5},"2026-11-21":{"nb_visits":100,"nb_uniq_visitors":80,"nb_visits_converted":5}}""";
        parts["Goals.get"] = goals;
        parts["Referrers.getReferrerType"] = """{"2026-11-20":[{"label":"Direct Entry","nb_visits":100,"nb_conversions":6,"revenue":"60.5","referrer_type":1}],"2026-11-21":[{"label":"Direct Entry","nb_visits":100,"referrer_type":1}]}""";

        var readings = await ReadingsAsync("2026-11-20", "2026-11-21");

        readings.Select(reading => (reading[Metrics.Conversions], reading[Metrics.Revenue])).ShouldBe([(6, 60.5), (null, null)], "the parts are exact; without them nothing is known");
    }

    [Fact]
    public async Task Totals_of_zero_beside_their_own_halves_are_the_halves()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":100,"nb_uniq_visitors":80}}""";
        parts["Goals.get"] = """{"2026-11-20":{"nb_conversions":0,"revenue":0,"nb_conversions_new_visit":3,"revenue_new_visit":"20","nb_conversions_returning_visit":2,"revenue_returning_visit":30}}""";

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        (reading[Metrics.Conversions], reading[Metrics.Revenue]).ShouldBe((5, 50));
    }

    [Fact]
    public async Task A_blank_report_of_visits_beside_visits_by_origin_is_their_sum()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":[]}""";
        parts["Referrers.getReferrerType"] = """{"2026-11-20":[{"label":"Direct Entry","nb_visits":100,"referrer_type":1}]}""";

        var reading = (await ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        (reading[Metrics.Sessions], reading[Metrics.Users]).ShouldBe((100, null));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"nb_visits":0,"nb_uniq_visitors":0}""")]
    [InlineData("""{"nb_visits":"0"}""")]
    public async Task A_blank_day_between_days_of_many_visits_is_unknown_and_not_quiet(string blank)
    {
        const string busy = """{"nb_visits":"500","nb_uniq_visitors":400}""";
        parts["VisitsSummary.get"] = $$"""{"2026-11-18":{{busy}},"2026-11-19":{{blank}},"2026-11-20":{{busy}},"2026-11-21":{{blank}} }""";

        var readings = await ReadingsAsync("2026-11-18", "2026-11-21");

        readings.Select(reading => (reading.Day.Day, reading[Metrics.Sessions])).ShouldBe([(18, 500), (20, 500)]);
    }

    [Fact]
    public async Task A_figure_that_is_no_number_costs_only_itself_and_is_told()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":100,"nb_uniq_visitors":"1 200"}}""";
        parts["Goals.get"] = """{"2026-11-20":{"nb_conversions":5,"revenue":"€ 50"}}""";
        parts["Referrers.getReferrerType"] = """{"2026-11-20":[{"label":"Websites","nb_visits":100,"nb_conversions":5,"revenue":"€ 50","referrer_type":3}]}""";
        parts["Referrers.getWebsites"] = """{"2026-11-20":[{"label":"a.example","nb_visits":"?"}]}""";

        var pages = await FetchAsync("2026-11-20", "2026-11-20");

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        (reading[Metrics.Sessions], reading[Metrics.Users], reading[Metrics.Conversions], reading[Metrics.Revenue]).ShouldBe((100, null, 5, null));
        reading.Traffic!.ShouldHaveSingleItem().ShouldBe(new(Channel.Referral, "(unknown)", null, null, 100, 5, null));
        pages.SelectMany(page => page.Refusals).Select(refusal => refusal.What)
            .ShouldBe(["VisitsSummary.get nb_uniq_visitors", "Goals.get revenue", "Referrers.getReferrerType revenue", "Referrers.getWebsites nb_visits"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_report_in_another_form_costs_only_itself_and_is_told()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":100,"nb_uniq_visitors":80}}""";
        parts["Goals.get"] = "\"maintenance\"";
        parts["Referrers.getReferrerType"] = """{"2026-11-20":"maintenance"}""";

        var pages = await FetchAsync("2026-11-20", "2026-11-20");

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        (reading[Metrics.Sessions], reading[Metrics.Conversions], reading.Traffic).ShouldBe((100, null, null));
        pages.SelectMany(page => page.Refusals).Select(refusal => (refusal.What, refusal.Failure.Kind))
            .ShouldBe([("Goals.get", SourceFailureKind.AnswerUnreadable), ("Referrers.getReferrerType", SourceFailureKind.AnswerUnreadable)], ignoreOrder: true);
    }

    [Fact]
    public async Task Rows_whose_numbering_has_gaps_come_as_an_object()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":100,"nb_uniq_visitors":80}}""";
        parts["Referrers.getReferrerType"] = """{"2026-11-20":{"0":{"label":"Direct Entry","nb_visits":60,"referrer_type":1},"2":{"label":"Websites","nb_visits":40,"referrer_type":3}}}""";

        (await ReadingsAsync("2026-11-20", "2026-11-20"))[0].Traffic!.Select(slice => (slice.Source, slice.Sessions)).ShouldBe([("(direct)", 60), ("(unknown)", 40)]);
    }

    [Fact]
    public async Task Goals_of_a_day_whose_visits_are_not_told_are_not_zero()
    {
        parts["VisitsSummary.get"] = """{"2026-11-19":{"nb_visits":9,"nb_uniq_visitors":9},"2026-11-21":{"nb_visits":9,"nb_uniq_visitors":9}}""";
        parts["Goals.get"] = """{"2026-11-19":[],"2026-11-20":[],"2026-11-21":[]}""";

        (await ReadingsAsync("2026-11-19", "2026-11-21")).Select(reading => reading.Day.Day).ShouldBe([19, 21]);
    }

    [Fact]
    public async Task A_right_that_is_missing_for_one_report_costs_only_its_metrics()
    {
        parts["VisitsSummary.get"] = """{"2026-11-20":{"nb_visits":100,"nb_uniq_visitors":80}}""";
        parts["Goals.get"] = """{"result":"error","message":"You can't access this resource as it requires 'view' access for the website id = 3."}""";

        var pages = await FetchAsync("2026-11-20", "2026-11-20");

        pages[0].Readings.ShouldHaveSingleItem()[Metrics.Sessions].ShouldBe(100);
        var refusal = pages[0].Refusals.ShouldHaveSingleItem();
        (refusal.What, refusal.Failure.Kind).ShouldBe(("Goals.get", SourceFailureKind.PermissionMissing));
        refusal.Metrics.ShouldBe([Metrics.Conversions, Metrics.Revenue]);
    }

    private static SourceConfig Config(string? url = "https://stats.example.com/matomo/") =>
        new() { Type = "matomo", Account = "3", Name = "Matomo", Credential = "matomo", Url = url is null ? null : new(url) };

    private Task<List<KpiFunctions.Pipeline.Sources.SourcePage>> FetchAsync(string first, string last) =>
        bench.FetchAsync(Config(), SourceBench.Token, SourceBench.Days(first, last), Zone.Utc);

    private async Task<List<Reading>> ReadingsAsync(string first, string last) => [.. (await FetchAsync(first, last)).SelectMany(page => page.Readings)];

    private Task<SourceFailure> FailureAsync() => bench.FailureOfAsync(Config(), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

    private string BulkAnswer(StubRequest request) => "[" + string.Join(',', request.Body.Split('&')
        .Select(WebUtility.UrlDecode).OfType<string>()
        .Where(field => field.StartsWith("urls[", StringComparison.Ordinal))
        .Select(field => parts[field.Split("method=")[1].Split('&')[0]])) + "]";
}
