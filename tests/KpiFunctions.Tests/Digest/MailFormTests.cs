using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Tests.Digest;

/// <summary>What mail clients, screen readers and readers in a hurry need of a digest's HTML.</summary>
public sealed partial class MailFormTests
{
    [Theory]
    [InlineData("busy", "fr")]
    [InlineData("quiet", "en")]
    [InlineData("first", "fr")]
    [InlineData("nothing", "en")]
    public void A_screen_reader_finds_its_way(string week, string language)
    {
        var page = OutsidersTests.Parse(GoldenDigestTests.Render(week, language).Html);
        page.DocumentElement.GetAttribute("lang").ShouldBe(language);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.Title.ShouldNotBeNullOrEmpty();
        foreach (var table in page.QuerySelectorAll("table"))
        {
            if (table.GetAttribute("role") == "presentation") continue;
            table.QuerySelector("caption").ShouldNotBeNull();
            table.QuerySelectorAll("th").ShouldAllBe(head => head.HasAttribute("scope"));
        }

        page.QuerySelectorAll("img").ShouldAllBe(image => image.HasAttribute("alt"));
        page.QuerySelectorAll("[aria-hidden] a").ShouldBeEmpty();
    }

    [Fact]
    public void An_inbox_shows_the_verdict_before_the_mail_is_opened()
    {
        var page = OutsidersTests.Parse(GoldenDigestTests.Render("busy", "fr").Html);
        page.Body!.FirstElementChild!.TextContent.Trim('\u200B', '\u00A0').ShouldBe("Image\u00a0: en\u00a0baisse. −12 abonnés sur Facebook.");
    }

    [Fact]
    public void Nothing_needs_a_picture_a_script_or_a_request()
    {
        var html = GoldenDigestTests.Render("busy", "fr").Html;
        var page = OutsidersTests.Parse(html);
        page.QuerySelectorAll("script, link, iframe, object, form").ShouldBeEmpty();
        page.QuerySelectorAll("img").ShouldBeEmpty();
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
    }

    [Fact]
    public void A_logo_is_shown_with_the_agencys_name_in_its_place()
    {
        var given = new HandMade("en");
        var client = given.Client() with { Brand = new("Studio", "#123456", new("https://agency.example/logo.png")) };
        var image = OutsidersTests.Parse(Render(client, HandMade.Quiet()).Html).QuerySelectorAll("img").ShouldHaveSingleItem();
        image.GetAttribute("alt").ShouldBe("Studio");
    }

    [Theory]
    [InlineData("#ffff00")]
    [InlineData("#000000")]
    [InlineData("#ffffff")]
    [InlineData("#0b6e4f")]
    public void Every_text_can_be_read_on_its_paper_by_day_and_by_night(string brand)
    {
        var given = new HandMade("fr");
        var busy = given.Busy();
        var html = Render(given.Client([.. busy.Objectives.Select(result => result.Objective)]) with { Brand = new("Studio", brand, null) }, busy).Html;
        var dark = DarkRule().Matches(html)
            .SelectMany(rule => DarkColour().Matches(rule.Groups["rules"].Value).Select(colour => (Class: rule.Groups["class"].Value, Colour: colour)))
            .ToDictionary(rule => (rule.Class, rule.Colour.Groups["property"].Value), rule => rule.Colour.Groups["value"].Value);
        foreach (var text in OutsidersTests.Parse(html).Body!.QuerySelectorAll("p, span, h1, h2, h3, th, td, a, caption").Where(element => OwnText(element).Length > 0))
        {
            Colour.Contrast(Value(text, "color", []), Value(text, "background-color", [])).ShouldBeGreaterThanOrEqualTo(Colour.LeastContrast, text.OuterHtml);
            Colour.Contrast(Value(text, "color", dark), Value(text, "background-color", dark)).ShouldBeGreaterThanOrEqualTo(Colour.LeastContrast, "dark: " + text.OuterHtml);
        }
    }

    [Fact]
    public void However_much_a_client_declares_gmail_does_not_clip_it()
    {
        var given = new HandMade("fr", harmless => harmless + new string('m', 60));
        foreach (var times in new[] { 2, 4, 8 })
        {
            var crowded = given.Crowded(times);
            var digest = Render(given.Client([.. crowded.Objectives.Select(result => result.Objective)]), crowded);
            Encoding.UTF8.GetByteCount(digest.Html).ShouldBeLessThanOrEqualTo(DigestRenderer.LargestHtml);
            OutsidersTests.Parse(digest.Html).Body!.TextContent.ShouldContain("et ");
            digest.Html.ShouldContain("mailto:");
        }
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void The_text_part_has_the_figures_of_the_html(string language)
    {
        var digest = GoldenDigestTests.Render("busy", language);
        var text = Spaces().Replace(digest.Text, " ");
        foreach (var element in OutsidersTests.Parse(digest.Html).QuerySelectorAll("h1, h2, .figure, .verdict, .context, .entry"))
        {
            var words = Spaces().Replace(OwnText(element) is { Length: > 0 } own ? own : element.TextContent, " ").Trim();
            text.ShouldContain(words, Case.Insensitive);
        }
    }

    [Fact]
    public void A_digest_for_somebody_else_is_not_written() =>
        Should.Throw<ArgumentException>(() => Render(new HandMade("fr").Client() with { Id = "other" }, HandMade.Quiet()));

    [Fact]
    public void The_subject_says_the_gravest_verdict_first_and_stays_short()
    {
        GoldenDigestTests.Render("busy", "fr").Subject.ShouldBe("Image en recul, dépendance à Google contrastée (sem. 46)");
        GoldenDigestTests.Render("busy", "en", _ => "The Very Long Name of an Old and Respected Confectioner & Sons").Subject.Length.ShouldBeLessThanOrEqualTo(60);
    }

    private static RenderedDigest Render(ClientConfig client, WeekReport kpis) =>
        GoldenDigestTests.Renderer.RenderMail(client, kpis, new() { Face = AgencyBranding.Of(client, null) });

    private static string OwnText(IElement element) => string.Concat(element.ChildNodes.OfType<IText>().Select(text => text.Data)).Trim();

    /// <summary>An element's colour, from itself or from what it lies on; by its class first, where that has a rule.</summary>
    private static string Value(IElement element, string property, Dictionary<(string Class, string Property), string> rules)
    {
        for (var each = element; each is not null; each = each.ParentElement)
        {
            foreach (var name in each.ClassList)
                if (rules.TryGetValue((name, property), out var ruled)) return ruled;
            var declared = (each.GetAttribute("style") ?? "").Split(';').Select(part => part.Split(':')).FirstOrDefault(pair => pair[0] == property);
            if (declared is not null) return declared[1];
        }

        throw new InvalidOperationException($"Nothing gives {element.LocalName} a {property}.");
    }

    [GeneratedRegex(@"^  \.(?<class>[a-z-]+) \{(?<rules>[^}]*)\}", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex DarkRule();

    [GeneratedRegex(@" (?<property>[a-z-]+): (?<value>#[0-9a-f]{6}) !important;", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex DarkColour();

    [GeneratedRegex(@"\s+", RegexOptions.None, 60_000)]
    private static partial Regex Spaces();
}
