using System.Text.RegularExpressions;
using AngleSharp.Dom;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Notices;

namespace KpiFunctions.Tests.Digest;

/// <summary>The small pages around the digest: on a phone, at night, to a screen reader, in the reader's language.</summary>
public sealed partial class NoticeTests
{
    private static readonly NoticeRenderer Renderer = new();

    public static readonly TheoryData<Notice> Notices = [.. Enum.GetValues<Notice>()];

    [Theory]
    [MemberData(nameof(Notices))]
    public void A_screen_reader_finds_its_way(Notice notice)
    {
        foreach (var client in new[] { null, new HandMade("fr").Client(), new HandMade("en").Client() })
        {
            var page = OutsidersTests.Parse(Render(notice, client));
            page.DocumentElement.GetAttribute("lang").ShouldBe(client?.Language ?? "fr");
            page.QuerySelectorAll("h1").ShouldHaveSingleItem().TextContent.ShouldBe(page.Title);
            page.QuerySelector("meta[name=viewport]").ShouldNotBeNull();
            page.QuerySelectorAll("script, link, iframe, object, img, a").ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Notices))]
    public void A_reader_whom_nobody_knows_is_told_in_every_language_french_first(Notice notice)
    {
        var page = OutsidersTests.Parse(Render(notice, null));
        page.QuerySelectorAll("section").Select(section => section.GetAttribute("lang")).ShouldBe(Language.Codes.Where(code => code != "fr"));
        page.QuerySelectorAll("h2").Length.ShouldBe(Language.Codes.Count - 1);
        page.QuerySelector(".agency").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Notices))]
    public void Only_the_page_that_asks_has_a_form_and_it_posts_to_its_own_address(Notice notice)
    {
        foreach (var client in new[] { null, new HandMade("fr").Client() })
        {
            var forms = OutsidersTests.Parse(Render(notice, client)).QuerySelectorAll("form");
            forms.Length.ShouldBe(notice != Notice.Unsubscribe ? 0 : client is null ? Language.Codes.Count : 1);
            forms.ShouldAllBe(form => form.GetAttribute("method") == "post" && !form.HasAttribute("action") && form.QuerySelectorAll("button").Length == 1);
        }
    }

    [Fact]
    public void A_client_and_its_agency_are_named_in_the_clients_language()
    {
        var page = OutsidersTests.Parse(Render(Notice.Unsubscribe, new HandMade("fr").Client()));
        page.QuerySelector(".agency")!.TextContent.ShouldBe("Studio Belvédère");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Se désabonner de ce bilan\u202f?");
        page.QuerySelector("h1 + p")!.TextContent.ShouldStartWith("Studio Belvédère envoie chaque semaine à votre adresse un bilan de Confiserie du Port.");
        page.QuerySelector("section").ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("#ffff00")]
    [InlineData("#000000")]
    [InlineData("#ffffff")]
    [InlineData("#0b6e4f")]
    public void Every_text_can_be_read_by_day_and_by_night(string? colour)
    {
        ClientConfig? client = colour is null ? null : new HandMade("fr").Client() with { Brand = new("Studio", colour, null) };
        var styles = Render(Notice.Unsubscribe, client).Split("@media");
        styles.Length.ShouldBe(2);
        var (day, night) = (RulesOf(styles[0], []), RulesOf(styles[1], RulesOf(styles[0], [])));
        foreach (var rules in new[] { day, night })
        {
            Contrast(rules[("body", "color")], rules[("main", "background-color")]);
            Contrast(rules[(".agency", "color")], rules[("main", "background-color")]);
            Contrast(rules[("button", "color")], rules[("button", "background-color")]);
        }

        static void Contrast(string ink, string paper) => Pipeline.Clients.Colour.Contrast(ink, paper).ShouldBeGreaterThanOrEqualTo(Pipeline.Clients.Colour.LeastContrast, $"{ink} on {paper}");
    }

    [Fact]
    public void The_same_notice_is_the_same_page() =>
        Render(Notice.Missing, null).ShouldBe(new NoticeRenderer().Render(Notice.Missing, null, null));

    private static string Render(Notice notice, ClientConfig? client) => Renderer.Render(notice, client, client is null ? null : AgencyBranding.Of(client, null));

    private static Dictionary<(string Of, string Property), string> RulesOf(string css, Dictionary<(string, string), string> before)
    {
        foreach (Match rule in Rule().Matches(css))
        {
            foreach (Match colour in Colour().Matches(rule.Groups["rules"].Value))
                before[(rule.Groups["of"].Value, colour.Groups["property"].Value)] = colour.Groups["value"].Value;
        }

        return before;
    }

    [GeneratedRegex(@"^ *(?<of>[.a-z]+) \{(?<rules>[^}]*)\}", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<![a-z-])(?<property>color|background-color): (?<value>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Colour();
}
