using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace KpiFunctions.Tests.Digest;

/// <summary>Words of clients, consultants, networks and their users are shown as they are (<see cref="Hostile.HostileWordsTests"/>: and are nothing but words).</summary>
public sealed class OutsidersTests
{
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
}
