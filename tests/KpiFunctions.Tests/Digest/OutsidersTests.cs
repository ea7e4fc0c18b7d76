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
        digest.Text.ShouldStartWith("Brown & Co ‹b› · Brown & Co ‹b› · ");
    }

    [Fact]
    public void Links_lead_to_the_page_to_the_agency_and_out_of_the_digest()
    {
        var links = Parse(GoldenDigestTests.Render("busy", "fr").Html).Links.OfType<IHtmlAnchorElement>().Select(link => link.Href).Distinct().ToList();
        links.ShouldBe(
            [
                "https://agency.example/plan?a=1&b=2",
                .. ((string[])["awareness", "image", "google-independence", "offers", "sales", "word-of-mouth"]).Select(objective => $"https://digests.agency.example/api/digests/token#{objective}"),
                "https://digests.agency.example/api/digests/token", "mailto:studio@agency.example", "https://digests.agency.example/api/unsubscribe/token",
            ]);
    }

    internal static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
