using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace KpiFunctions.Tests.Digest;

/// <summary>Words of clients, consultants, networks and their users: whatever they hold, the mail keeps its form.</summary>
public sealed class OutsidersTests
{
    public static readonly TheoryData<string> Hostile =
    [
        "Brown & Co <b>bold</b>",
        "</td></tr></table><script>alert(1)</script>",
        "\" onmouseover=\"alert(1)\" x=\"",
        "' style='display:none' '",
        "{{ 1 + 1 }} {{ include 'x' }} {%raw%}",
        "-->]]><!--<![endif]-->",
        "javascript:alert(1)",
        "line\r\nBcc: somebody@else.example\n\nbody",
        "\u202Etxet desrever\u202C \u2066isolated",
        "مرحبا بالعالم 123",
        "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 emoji",
        "Z̸̡̛̪̠͎͚̘͉̞̏̓̊͗͊̀a̶̧̳͚͖͈̞̫͒̈́́l̷͈̟͊g̵̢͙̑o̷͚̓",
        "=HYPERLINK(\"http://evil.example\")",
        "\0\u0007\u001b[31m",
        "&amp;&lt;&#60;&nbsp;",
        new string('x', 10_000),
        "\ud800 lone",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_document_has_the_form_that_it_has_with_harmless_words(string words)
    {
        foreach (var language in new[] { "fr", "en" })
        {
            var harmless = GoldenDigestTests.Render("busy", language);
            var hostile = GoldenDigestTests.Render("busy", language, _ => words);
            Form(hostile.Html).ShouldBe(Form(harmless.Html));
            hostile.Text.ShouldNotContain('<');
            hostile.Text.ShouldNotContain('>');
            hostile.Text.Count(character => character == '\n').ShouldBe(harmless.Text.Count(character => character == '\n'));
            hostile.Subject.ShouldNotContain(character => char.IsControl(character));
            hostile.Subject.Length.ShouldBeLessThan(200);
        }
    }

    [Fact]
    public void What_they_say_can_still_be_read()
    {
        var digest = GoldenDigestTests.Render("busy", "fr", _ => "Brown & Co <b>");
        Parse(digest.Html).Body!.TextContent.ShouldContain("Brown & Co <b>");
        digest.Text.ShouldContain("Brown & Co ‹b›");
        digest.Subject.ShouldStartWith("Brown & Co <b>\u00a0: ");
    }

    [Fact]
    public void A_link_that_is_not_https_is_not_one()
    {
        var links = Parse(GoldenDigestTests.Render("busy", "fr").Html).Links.OfType<IHtmlAnchorElement>().Select(link => link.Href).Distinct().ToList();
        links.ShouldBe(
            [
                "https://agency.example/plan?a=1&b=2",
                .. ((int[])[1, 3, 4]).Select(post => $"https://social.example/posts/{post}?a=1&b=2"),
                "https://digests.agency.example/api/digests/token", "mailto:studio@agency.example", "https://digests.agency.example/api/unsubscribe/token",
            ]);
    }

    internal static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Elements, the names of their attributes, and all that is not an outsider's: styles, classes and addresses.</summary>
    private static string Form(string html) => string.Join('\n', Parse(html).All.Select(element =>
        $"{Depth(element)} {element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name is "alt" or "dir" ? attribute.Name : $"{attribute.Name}={attribute.Value}"))}"));

    private static int Depth(IElement element) => element.ParentElement is { } parent ? Depth(parent) + 1 : 0;
}
