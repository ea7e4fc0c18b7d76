using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Reports;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Tests.Delivery.Links;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Digest;

/// <summary>The mails to consultants, as somebody has read and accepted them.</summary>
public sealed partial class ReportGoldenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 7, 0, 0, TimeSpan.Zero);
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W48");
    private static readonly ReportRenderer Renderer = new();

    private static readonly ActionLinks Links = new(
        new(new("https://digests.agency.example"), _ => Task.FromResult<LinkKeys?>(GivenKeys.Of("2026-11")), new FakeTimeProvider(Now)),
        new FakeTimeProvider(Now));

    private static readonly ReportComposer Composer = new(new SourceCatalog([], AllSources.Traits.Values), Links, new FakeTimeProvider(Now));

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task A_week_with_all_that_can_go_wrong(string language)
    {
        var report = await Composer.OfWeekAsync(ReaderOf(language), Clients(), Week.Days, TestContext.Current.CancellationToken);
        await CheckAsync($"report-week.{language}", Renderer.Render(report));
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task What_cannot_wait(string language)
    {
        var some = Clients().Select(client => client with { Alerts = [.. client.Alerts.Where(alert => alert.Urgency > 0)] }).ToList();
        await CheckAsync($"report-now.{language}", Renderer.Render(await Composer.AtOnceAsync(ReaderOf(language), some, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task A_week_without_anything_to_do_is_two_lines(string language)
    {
        var quiet = Clients().Select(client => client with { Alerts = [], Late = [], Plans = [], Cursors = [], Runs = [Run(client.Id, RunState.Sent)] }).ToList();
        var report = Renderer.Render(await Composer.OfWeekAsync(ReaderOf(language), quiet, Week.Days, TestContext.Current.CancellationToken));
        GoldenFile.Check($"Digest/Golden/report-quiet.{language}.txt", $"{report.Subject}\n\n{report.Text}");
    }

    [Theory]
    [InlineData("en", "recipients[0], digest of 16–22 November: a mail was not accepted")]
    [InlineData("fr", "recipients[0], bilan des 16–22 novembre : un message n’a pas été accepté")]
    public async Task A_mail_that_is_held_names_the_recipients_place_and_the_week(string language, string words)
    {
        var shop = Client("shop", "Shop");
        var hash = RecipientHash.Of(shop.Config!.Recipients[0].Email);
        var held = Alert(AlertKinds.MailHeld, "7459fa800eabc739d95024e1", "Unknown: no answer") with { Message = MessageJson.Write(new SendMessage("shop", "2026-W48", hash)) };
        var report = await Composer.OfWeekAsync(ReaderOf(language), [Client("shop", "Shop", held)], Week.Days, TestContext.Current.CancellationToken);
        report.Sections[0].Lines.ShouldHaveSingleItem().What.Replace('\u00a0', ' ').ShouldStartWith(words);
    }

    [Fact]
    public async Task What_only_has_to_be_waited_for_is_no_thing_to_do()
    {
        var waits = Client("shop", "Shop", Alert(AlertKinds.SourceInTrouble, "matomo:3", "Unavailable: no answer", isFinal: false)) with { Runs = [] };
        var report = Renderer.Render(await Composer.OfWeekAsync(ReaderOf("en"), [waits], Week.Days, TestContext.Current.CancellationToken));
        report.Subject.ShouldStartWith("Nothing to do");
        report.Text.ShouldContain("1 client. No digest was due. Nothing waits for you.");
        report.Text.ShouldContain("Nothing for now");
    }

    [Fact]
    public async Task Three_hundred_clients_that_each_have_a_trouble_of_their_own_fit_into_one_mail()
    {
        var clients = Enumerable.Range(0, 300).Select(i => Client($"client-{i}", $"Client {i} {new string('x', 150)}",
            Alert(AlertKinds.ConfigRefused, $"client-{i}.json", string.Join('\n', Enumerable.Repeat(new string('y', 2000), 50))),
            Alert(AlertKinds.SourceInTrouble, $"facebook:{i}", "AccountUnknown: no such page", isFinal: true),
            Alert(AlertKinds.DigestHeld, "2026-W48", $"reason {i}"),
            Alert(AlertKinds.JobFailed, $"digest {i}", "reason"),
            Alert(AlertKinds.Unsubscribed, $"hash {i}", "reason"))).ToList();
        var report = Renderer.Render(await Composer.OfWeekAsync(ReaderOf("fr"), clients, Week.Days, TestContext.Current.CancellationToken));

        System.Text.Encoding.UTF8.GetByteCount(report.Html).ShouldBeLessThanOrEqualTo(DigestRenderer.LargestHtml);
        report.Text.ShouldContain("kpi status");
    }

    [Fact]
    public void Every_kind_of_alert_and_every_section_has_words_in_every_language()
    {
        foreach (var code in Pipeline.Digest.Languages.Language.Codes)
        {
            AlertKinds.Declared.ShouldAllBe(kind => kind.In(code).Meaning.EndsWith('.') && kind.In(code).ToDo.EndsWith('.'));
            Enum.GetNames<AlertSection>().ShouldAllBe(section => Pipeline.Digest.Languages.Language.Of(code).Has($"report.section.{section}"));
        }

        AlertKinds.Declared.ShouldAllBe(kind => kind.French.Meaning != kind.Meaning);
    }

    private static async Task CheckAsync(string name, RenderedReport report)
    {
        List<string> problems = [];
        foreach (var (kind, text) in new[] { ("txt", $"{report.Subject}\n\n{report.Text}"), ("html", report.Html) })
            if (GoldenFile.DifferenceIn($"Digest/Golden/{name}.{kind}", await WithReadableLinksAsync(text)) is { } difference) problems.Add(difference);
        problems.ShouldBeEmpty();
    }

    /// <summary>In place of each token, what its link does.</summary>
    private static async Task<string> WithReadableLinksAsync(string text)
    {
        foreach (var token in TokenInLink().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal))
        {
            var link = (await Links.ReadAsync(token, TestContext.Current.CancellationToken)).Link.ShouldNotBeNull();
            text = text.Replace(token, string.Join('.', new[] { link.Client, link.Occurrence.ToString(), link.Action, link.Recipient }.Where(part => part.Length > 0)), StringComparison.Ordinal);
        }

        return text;
    }

    [GeneratedRegex("""(?<=/api/act/)[^\s"]+""", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TokenInLink();

    private static ReportReader ReaderOf(string language) => new(
        "hash", "conseil@studio-belvedere.example", "Studio Belvédère", language, Zone.Find("Europe/Paris")!,
        new AgencyBranding("Studio Belvédère", "#0b6e4f", null, new("conseil@studio-belvedere.example", "Studio Belvédère"), null));

    private static List<ClientFacts> Clients()
    {
        string[] names = ["Boulangerie des Halles", "Confiserie du Port", "Café Noir & Fils", "Librairie <Le Quai>", "Fromagerie des Quais", "Hôtel du Parc", "Cycles Martin", "Vins d’Anjou", "Fleurs d’Ici", "Optique Nantes", "Atelier Bois", "Le Fournil"];
        var clients = names.Select((name, i) => Client($"client-{i:00}", name)).ToList();
        for (var i = 0; i < 9; i++)
            Add(i, Alert(AlertKinds.SourceInTrouble, $"{(i % 2 == 0 ? "facebook" : "instagram")}:2011{i}", "CredentialExpired: Session has expired.", isFinal: true, count: 14 + i) with { Cause = AlertCauses.Credential("meta-agency") });
        Add(9, Alert(AlertKinds.SourceInTrouble, "youtube:UC9", "AccountUnknown: no such channel", isFinal: true));
        Add(10, Alert(AlertKinds.SourceInTrouble, "matomo:3", "Unavailable: no answer", isFinal: false, count: 4));
        Add(10, Alert(AlertKinds.ExportsSilent, "files:page", "No export of page has been dropped since 2026-10-12, 49 days ago; until then at most 9 days would have passed. To do: drop a new one into imports/client-10/, or take the source out of the config."));
        Add(11, Alert(AlertKinds.MetricRefused, "linkedin:77 followers", "PermissionMissing: not enough permissions", isFinal: false));
        Add(0, Alert(AlertKinds.DigestMissed, "2026-W48", "The digest of 2026-11-23 08:00 UTC was due while nothing ran, and was not sent afterwards."));
        Add(1, Alert(AlertKinds.DigestMissed, "2026-W48", "The digest of 2026-11-23 08:00 UTC was due while nothing ran, and was not sent afterwards."));
        Add(2, Alert(AlertKinds.DigestHeld, "2026-W49", "No objective has a figure for 2026-W48 (no answer from facebook:20112). It is sent without figures at 2026-12-01 08:00 UTC if none arrives before.", isFinal: false));
        Add(3, Alert(AlertKinds.DigestWaits, "2026-W49", "It waits for approval until 2026-12-01 08:00 UTC.", isFinal: false));
        Add(4, Alert(AlertKinds.MailHeld, "7459fa800eabc739d95024e1", "Unknown: SendGrid did not answer in time") with { Message = MessageJson.Write(new SendMessage("client-04", "2026-W49", "0f3c")) });
        Add(5, Alert(AlertKinds.ConfigRefused, "client-05.json", "client-05.json:8:17: error: objectives[0]: \"awarness\" is not known; allowed: awareness, image; did you mean \"awareness\"?\nclient-05.json:9:3: error: recipients[0]: \"owner\" is not an e-mail address; write it like name@example.com"));
        Add(6, Alert(AlertKinds.ImportRefused, "client-06/novembre.csv", "line 12: \"31/11/2026\" is not a day"));
        Add(7, Alert(AlertKinds.Unsubscribed, "aa", "recipients[1] unsubscribed and gets no more digests. Remove the address from the config."));
        Add(8, Alert(AlertKinds.AddressDead, "bb", "recipients[0]: bounced: 550 no such user"));
        Add(9, Alert(AlertKinds.JobFailed, "digest {}", "InvalidOperationException: The digest of 2026-W47 of client-09 is to be sent, but is not in the archive."));
        clients[3] = clients[3] with { Subjects = new Dictionary<string, string> { ["2026-W49"] = "Librairie <Le Quai> : notoriété en hausse (sem. 48)" } };
        clients[6] = clients[6] with { Plans = [new PlanRow(clients[6].Config!.Sources[0].Ref, 3, 1, null)] };
        clients[7] = clients[7] with { Cursors = [new Cursor { Account = clients[7].Config!.Sources[0].Ref, AccessEnds = Now.AddDays(12) }], Late = [Run("client-07", RunState.Sent)] };
        return clients;

        void Add(int client, Alert alert) => clients[client] = clients[client] with { Alerts = [.. clients[client].Alerts, alert with { Client = clients[client].Id, Cause = alert.Cause == "client:" ? AlertCauses.Otherwise(clients[client].Id, alert.Kind, alert.Subject) : alert.Cause }] };
    }

    private static ClientFacts Client(string id, string name, params Alert[] alerts)
    {
        var config = new HandMade("fr").Client() with
        {
            Id = id,
            Name = name,
            Sources = [new SourceConfig { Type = "facebook", Account = "2011", Name = "Facebook" }],
        };
        var state = alerts.Length > 0 || id is "client-00" or "client-01" ? RunState.Missed : RunState.Sent;
        return new(id, config, [.. alerts.Select(alert => alert with { Client = id, Cause = AlertCauses.Otherwise(id, alert.Kind, alert.Subject) })]) { IsInForce = true, Runs = [Run(id, state)] };
    }

    private static Run Run(string client, RunState state) => new(client, Week, Now.AddDays(-7), state, [], default);

    private static Alert Alert(string kind, string subject, string reason, bool isFinal = true, int count = 1) => new("", kind, subject, reason, null, isFinal, Now.AddDays(-1))
    {
        Since = Now.AddDays(-6),
        Count = count,
        Urgency = AlertUrgencies.Of(kind, count, isFinal),
    };
}
