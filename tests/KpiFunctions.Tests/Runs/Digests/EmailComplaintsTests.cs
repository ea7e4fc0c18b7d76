using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Pictures;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Digest;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>What people complain of about scheduled reports elsewhere, each on the whole pipeline: none of it happens here.</summary>
public sealed class EmailComplaintsTests
{
    private const string Target = """{ "objective": "awareness", "targets": [{ "kpi": "reach", "atLeast": 90000, "by": "2027-03-31", "start": { "value": 100, "on": "2026-09-07" } }] }""";

    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Complaint_1_the_same_report_two_to_four_times_after_a_restart_or_with_two_schedulers()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("once.json", Given.Client("once"));
        var other = await test.StartAnotherAsync();
        test.Clock.LeapTo(Given.Monday.AddHours(2.1));
        await Task.WhenAll(test.Jobs.RunTimerAsync("PlanDigests", Token), other.Jobs.RunTimerAsync("PlanDigests", Token));
        await Task.WhenAll(test.Pipeline.Host.DrainAsync(Token), other.Host.DrainAsync(Token));
        for (var restarts = 0; restarts < 3; restarts++)
        {
            await test.RestartAsync();
            await test.Jobs.RunTimerAsync("PlanDigests", Token);
            await other.Jobs.RunTimerAsync("PlanDigests", Token);
            await test.LeapToAsync(test.Clock.GetUtcNow().AddHours(1));
        }

        Mails(test).ShouldHaveSingleItem().IsDuplicate.ShouldBeFalse();
        (await test.Get<RunTable>().FindAsync("once", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task Complaint_2_a_duplicate_guard_on_the_datas_window_dropped_good_mails()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);

        // The same page, the same days: two clients, and then another week without any new day.
        await test.DropConfigAsync("one.json", Given.Client("one"));
        await test.DropConfigAsync("two.json", Given.Client("two", recipients: "\"owner@client.example\", \"second@client.example\""));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        Mails(test).Select(mail => mail.To).ShouldBe(["owner@client.example", "owner@client.example", "second@client.example"], ignoreOrder: true);

        test.Simulator.Faults.Add(new(FaultKind.Unauthorized) { At = "facebook" });
        await test.LeapToAsync(Given.Monday.AddDays(9));
        Mails(test).Count.ShouldBe(6);
        Mails(test).Count(mail => mail.Subject.Contains("48", StringComparison.Ordinal)).ShouldBe(3);
        Mails(test).ShouldAllBe(mail => !mail.IsDuplicate);
    }

    [Fact]
    public async Task Complaint_3_sent_on_the_wrong_day_east_of_utc()
    {
        var auckland = Zone.Find("Pacific/Auckland")!;
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("east.json", Given.Client("east")
            .Replace("Europe/Paris", "Pacific/Auckland", StringComparison.Ordinal)
            .Replace("\"day\": \"monday\", \"time\": \"11:00\"", "\"day\": \"tuesday\", \"time\": \"08:30\"", StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddDays(1));

        var mail = Mails(test).ShouldHaveSingleItem();
        mail.At.UtcDateTime.DayOfWeek.ShouldBe(DayOfWeek.Monday);
        auckland.DayAt(mail.At).ShouldBe(new(2026, 11, 24));
        auckland.ClockAt(mail.At).ShouldBeInRange(new(2026, 11, 24, 8, 30, 0), new(2026, 11, 24, 8, 45, 0));
        mail.Subject.ShouldContain("47");
    }

    /// <summary>The week before a change of the clocks, and the week after it.</summary>
    [Theory]
    [InlineData("2026-10-19T08:00:00Z", 1)]
    [InlineData("2027-03-22T08:00:00Z", -1)]
    public async Task Complaint_3_an_hour_late_after_a_clock_change(string start, int hoursMore)
    {
        var monday = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
        var paris = Zone.Find("Europe/Paris")!;
        await using var test = await TestPipeline.StartAsync(monday);
        await test.DropConfigAsync("clock.json", Given.Client("clock"));
        await test.LeapToAsync(monday.AddDays(7).AddHours(4));

        var sent = Mails(test).Select(mail => mail.At).ToList();
        sent.Count.ShouldBe(2);
        sent.ShouldAllBe(at => paris.ClockAt(at).TimeOfDay >= TimeSpan.FromHours(11) && paris.ClockAt(at).TimeOfDay < TimeSpan.FromHours(11.25));
        (sent[1] - sent[0] - TimeSpan.FromDays(7)).TotalHours.ShouldBe(hoursMore, 0.25);
    }

    [Fact]
    public async Task Complaint_4_sent_before_the_data_settled()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.LateDay) { At = "facebook" });
        await test.DropConfigAsync("settles.json", Given.Client("settles"));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        Mails(test).ShouldBeEmpty();

        test.Simulator.Faults.Clear();
        await test.LeapToAsync(Given.Monday.AddHours(7.5));
        Mails(test).ShouldHaveSingleItem();
        (await test.Get<RunTable>().FindAsync("settles", Occurrence, Token))!.Missing.ShouldBeEmpty();
        (await test.Get<ReadingTable>().ReadAsync("settles", new(new(2026, 11, 22), new(2026, 11, 22)), Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Complaint_4_sent_before_its_own_period_had_ended()
    {
        var sunday = new DateTimeOffset(2026, 11, 29, 20, 0, 0, TimeSpan.Zero);
        await using var test = await TestPipeline.StartAsync(sunday);
        await test.DropConfigAsync("sunday.json", Given.Client("sunday").Replace("\"day\": \"monday\", \"time\": \"11:00\"", "\"day\": \"sunday\", \"time\": \"23:00\"", StringComparison.Ordinal));
        await test.LeapToAsync(sunday.AddHours(4));

        // The week that ends in an hour is not reported yet.
        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Subject.ShouldContain("47");
        mail.Text.ShouldContain("16–22\u00a0novembre");
        var run = (await test.Get<RunTable>().FindAsync("sunday", Occurrence, Token))!;
        run.DueAt.ShouldBeGreaterThanOrEqualTo(Zone.Find("Europe/Paris")!.StartOf(run.ReportedWeek.Plus(1).Monday));
    }

    [Fact]
    public async Task Complaint_5_wrong_numbers_under_a_right_title()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("numbers.json", English("numbers"));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        // Added up here from the days as they are stored.
        var days = (await test.Get<ReadingTable>().ReadAsync("numbers", new(new(2026, 11, 16), new(2026, 11, 22)), Token)).ToDictionary(reading => reading.Day);
        days.Count.ShouldBe(7);
        var (views, reach) = (days.Values.Sum(day => day[Metrics.Views]!.Value), days[new(2026, 11, 22)][Metrics.Reach7Days]!.Value);
        views.ShouldBeGreaterThan(0);
        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Subject.ShouldEndWith("(week 47)");
        mail.Text.ShouldContain("16–22\u00a0November");
        (await test.Get<DigestArchive>().FindPageAsync("numbers", Occurrence.Plus(-1), null, Token))!.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{views:N0}"));
        mail.Text.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{reach:N0} people reached"));
        mail.Page.Body!.TextContent.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{reach:N0} people reached"));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(4)]
    public async Task Complaint_5_a_part_of_a_week_compared_with_a_whole_one(int days)
    {
        var monday = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
        await using var test = await TestPipeline.StartAsync(monday);
        await test.DropConfigAsync("part.json", Given.FilesClient("part").Replace("\"language\": \"fr\"", "\"language\": \"en\"", StringComparison.Ordinal)
            .Replace("\"offers\"", """{ "objective": "custom", "key": "own", "name": "Own", "kpis": [{ "key": "clicks", "name": "Clicks", "formula": "clicks", "good": "up" }] }""", StringComparison.Ordinal)
            .Replace(SourcesOf("part"), """
                "sources": [
                  { "type": "files", "account": "mentions", "name": "Mentions", "readings": { "day": "seen_on", "mentions": "mentions" } },
                  { "type": "files", "account": "list", "name": "List", "readings": { "day": "day", "followers": "members", "clicks": "clicks" } }
                ],
                """, StringComparison.Ordinal));
        var (first, last) = (new DateOnly(2026, 9, 14), new DateOnly(2026, 11, 15).AddDays(days));
        await test.DropAsync(ContainerNames.Imports, "part/mentions/mentions.csv", Csv("seen_on,mentions", first, last, i => i < 63 ? $"{100 + (i % 5)}" : "200"));
        await test.DropAsync(ContainerNames.Imports, "part/list/list.csv", Csv("day,members,clicks", first, new(2026, 11, 22), i => $"{1_000 + i},{40 + (i % 3)}"));
        await test.LeapToAsync(monday.AddHours(4));

        var mentions = (await test.Get<KpiArchive>().ReadAsync("part", Occurrence.Plus(-1), Token)).Single(kpi => kpi.Kpi == "mentions");
        var text = Mails(test).ShouldHaveSingleItem().Text;
        if (days == 7)
        {
            (mentions.Value, mentions.Previous, mentions.Verdict).ShouldBe((1_400, Enumerable.Range(56, 7).Sum(i => 100 + (i % 5)), "Better"));
            text.ShouldNotContain("Incomplete week");
        }
        else
        {
            (mentions.Value, mentions.Gap, mentions.Verdict).ShouldBe((null, "PartialWeek", "Unknown"));
            text.ShouldContain("Incomplete week (4 days of 7), so not compared");
        }
    }

    [Fact]
    public async Task Complaint_6_an_empty_report_and_a_green_status_all_the_same()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.Unauthorized) { At = "facebook" });
        await test.DropConfigAsync("empty.json", English("empty"));
        await test.LeapToAsync(Given.Monday.AddDays(2));

        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Subject.ShouldContain("no figures this week");
        mail.Text.ShouldContain("We are on it.");
        mail.Text.ShouldContain("Facebook: no figures");
        mail.Text.ShouldNotContain("as usual");
        mail.Html.ShouldNotContain("class=\"good\"");
        mail.Pictures.ShouldBeEmpty();
        var run = (await test.Get<RunTable>().FindAsync("empty", Occurrence, Token))!;
        run.Missing.ShouldBe(["facebook:201100000000002"]);
    }

    [Fact]
    public async Task Complaint_6_a_figure_that_is_missing_without_a_word()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.Unauthorized) { At = "facebook", Account = "201100000000001" });
        await test.DropConfigAsync("missing.json", English("missing").Replace(
            "\"sources\": [", "\"sources\": [ { \"type\": \"facebook\", \"account\": \"201100000000001\", \"name\": \"Second page\", \"credential\": \"meta-agency\" },", StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Text.ShouldContain("Second page: no figures");
        mail.Page.Body!.TextContent.ShouldContain("Second page: no figures");
        (await test.Get<RunTable>().FindAsync("missing", Occurrence, Token))!.Missing.ShouldBe(["facebook:201100000000001"]);
    }

    [Fact]
    public async Task Complaint_6_blank_pictures()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("pictures.json", Given.Client("pictures").Replace("\"awareness\"", Target, StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Page.QuerySelectorAll("img").ShouldBeEmpty();
        mail.Pictures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Complaint_7_silently_stopped_weeks_ago()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("stopped.json", Given.Client("stopped"));
        var back = Given.Monday.AddDays(21).AddHours(2.1);
        test.Clock.LeapTo(back);
        await test.RestartAsync();
        await test.Jobs.RunTimerAsync("PlanDigests", Token);
        await test.LeapToAsync(back.AddHours(8));

        (await test.Get<AlertTable>().ReadAsync("stopped", Token)).Where(alert => alert.Kind == AlertKinds.DigestMissed).Select(alert => alert.Subject)
            .ShouldBe(["2026-W48", "2026-W49", "2026-W50"], ignoreOrder: true);
        Mails(test).ShouldHaveSingleItem().Subject.ShouldContain("50");
    }

    [Fact]
    public async Task Complaint_7_stopped_at_the_years_end_by_week_arithmetic()
    {
        var start = new DateTimeOffset(2026, 12, 28, 8, 0, 0, TimeSpan.Zero);
        await using var test = await TestPipeline.StartAsync(start);
        await test.DropConfigAsync("year.json", English("year"));
        await test.LeapToAsync(start.AddDays(14).AddHours(4));

        // 2026 has 53 weeks, and the last of them ends in 2027.
        Mails(test).Select(mail => mail.Subject[mail.Subject.LastIndexOf('(')..]).ShouldBe(["(week 52)", "(week 53)", "(week 1)"]);
        Mails(test)[1].Text.ShouldContain("28\u00a0December–3\u00a0January");
        (await test.Get<RunTable>().ReadAsync("year", Token)).Select(run => run.Occurrence.ToString()).ShouldBe(["2026-W53", "2027-W01", "2027-W02"], ignoreOrder: true);
    }

    [Fact]
    public async Task Complaint_8_broken_in_Outlook_blank_in_Thunderbird_squeezed_on_a_phone()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("form.json", English("form").Replace("\"awareness\", \"image\"", $"{Target}, \"image\", \"offers\"", StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        var mail = Mails(test).ShouldHaveSingleItem();
        var page = mail.Page;
        MailRules.Check(mail.Html).ShouldBeEmpty();

        // Outlook lays out with Word: tables, and one of a fixed width around what has a greatest width only.
        page.QuerySelectorAll("table[role=presentation]").Length.ShouldBeGreaterThan(5);
        page.Body!.QuerySelectorAll("div").Where(box => box.TextContent.Trim().Length > 0 && !Style(box).Contains("display:none", StringComparison.Ordinal)).ShouldBeEmpty();
        page.All.Where(element => new[] { "flex", "grid", "float:", "position:" }.Any(word => Style(element).Contains(word, StringComparison.Ordinal))).ShouldBeEmpty();
        mail.Html.ShouldContain("<!--[if mso]><table role=\"presentation\" width=\"600\"");
        page.QuerySelectorAll("img").ShouldAllBe(image => image.HasAttribute("width"));

        // Thunderbird shows the plain text where somebody wants that; without pictures, nothing is missing.
        mail.Types.ShouldBe(["text/plain", "text/html"]);
        var text = OneSpace(mail.Text);
        var figures = page.QuerySelectorAll("h1, h2, .figure").Select(element => OneSpace(element.TextContent).Trim(' ', '↗', '↘', '→', '↕')).ToList();
        figures.Count.ShouldBeGreaterThan(4);
        foreach (var words in figures) text.ShouldContain(words, Case.Insensitive);
        page.QuerySelectorAll("img").ShouldAllBe(image => image.GetAttribute("alt")!.Length > 40 && image.GetAttribute("src")!.StartsWith("cid:", StringComparison.Ordinal));

        // A phone narrows it: nothing that holds others has a fixed width, and the page is not scaled.
        Style(page.QuerySelector("table.paper")!).ShouldContain("max-width:600px");
        page.QuerySelectorAll("table[width], td[width], img").Select(element => element.GetAttribute("width")!).Where(width => !width.EndsWith('%'))
            .ShouldAllBe(width => int.Parse(width, CultureInfo.InvariantCulture) <= PathPicture.Width);
        page.QuerySelectorAll("img").ShouldAllBe(image => Style(image).Contains("width:100%", StringComparison.Ordinal));
        page.QuerySelector("meta[name=viewport]")!.GetAttribute("content").ShouldBe("width=device-width, initial-scale=1");
        mail.Html.ShouldContain("@media (max-width: 480px)");

        Encoding.UTF8.GetByteCount(mail.Html).ShouldBeLessThan(40 * 1024);
    }

    [Fact]
    public async Task Complaint_9_one_bad_recipient_stopped_all_the_others()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("bad.json", Given.Client("bad", recipients: "\"bad@client.example\", \"a@client.example\", \"b@client.example\""));
        test.Simulator.Faults.Add(new(FaultKind.BadRequest) { At = "sendgrid", Account = "bad@client.example" });
        await test.LeapToAsync(Given.Monday.AddHours(4));

        Mails(test).Select(mail => mail.To).ShouldBe(["a@client.example", "b@client.example"], ignoreOrder: true);
        (await test.Get<AlertTable>().ReadAsync("bad", Token)).ShouldContain(alert => alert.Kind == AlertKinds.MailHeld);
    }

    [Fact]
    public async Task Complaint_9_the_same_address_a_thousand_times_a_thousand_mails()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var addresses = Enumerable.Range(0, 1_000).Select(i => i % 2 == 0 ? "\"owner@client.example\"" : "\"Owner@Client.example\"");
        await test.DropConfigAsync("thousand.json", Given.Client("thousand", recipients: string.Join(',', addresses)));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        Mails(test).ShouldHaveSingleItem().To.ShouldBe("owner@client.example");
    }

    [Fact]
    public async Task Complaint_10_a_date_in_the_subject_frozen_when_the_schedule_was_saved_and_a_failure_in_one_language_only()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        foreach (var language in DigestLanguages.Codes)
        {
            await test.DropConfigAsync($"in-{language}.json", Given.Client($"in-{language}", recipients: $"\"{language}@client.example\"")
                .Replace("\"language\": \"fr\"", $"\"language\": \"{language}\"", StringComparison.Ordinal));
        }

        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(4));
        foreach (var language in DigestLanguages.Codes)
        {
            var mails = Mails(test).Where(mail => mail.To == $"{language}@client.example").ToList();
            mails.Count.ShouldBe(2, language);
            mails[0].Subject.ShouldEndWith(language == "fr" ? "(sem. 47)" : "(week 47)");
            mails[1].Subject.ShouldEndWith(language == "fr" ? "(sem. 48)" : "(week 48)");
            mails.ShouldAllBe(mail => mail.Page.DocumentElement.GetAttribute("lang") == language);
        }
    }

    /// <summary>Every finding that a digest can hold, in every language: none lacks a word, none keeps a place to be filled.</summary>
    [Fact]
    public void Complaint_10_a_failure_in_one_language_only()
    {
        foreach (var (language, week) in DigestLanguages.Codes.SelectMany(language => new[] { "busy", "quiet", "first", "nothing" }.Select(week => (language, week))))
        {
            var digest = GoldenDigestTests.Render(week, language);
            digest.Fault.ShouldBeNull($"{week} in {language}");
            foreach (var part in new[] { digest.Subject, digest.Text, OutsidersTests.Parse(digest.Html).Body!.TextContent }) part.ShouldNotContain("{", Case.Sensitive, $"{week} in {language}");
        }

        Language.Codes.ShouldBe(DigestLanguages.Codes, ignoreOrder: true);
    }

    private static List<SentMail> Mails(TestPipeline test) => [.. test.Simulator.Sent.Select(SentMail.Of)];

    private static string English(string id) => Given.Client(id).Replace("\"language\": \"fr\"", "\"language\": \"en\"", StringComparison.Ordinal);

    private static string Style(IElement element) => element.GetAttribute("style") ?? "";

    private static string OneSpace(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string SourcesOf(string id)
    {
        var config = Given.FilesClient(id);
        var from = config.IndexOf("\"sources\"", StringComparison.Ordinal);
        return config[from..config.IndexOf("\"objectives\"", StringComparison.Ordinal)];
    }

    private static string Csv(string head, DateOnly first, DateOnly last, Func<int, string> values) =>
        head + "\n" + string.Concat(Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(i => $"{first.AddDays(i):yyyy-MM-dd},{values(i)}\n"));
}
