using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Tests.Kpis;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Digest;

/// <summary>What a reader is told of visits whose origin is not known.</summary>
public sealed class UnknownOriginTests
{
    [Theory]
    [InlineData("en", "cannot be judged: too much is of unknown origin", "that of 45% is not known", "Origin not known")]
    [InlineData("fr", "impossible à juger", "celle de 45", "Origine inconnue")]
    public void The_part_is_told_and_nothing_is_claimed(string language, string verdict, string part, string channel)
    {
        var text = TextOf(language, google: 150, unknown: 450);
        text.ShouldContain(verdict);
        text.ShouldContain(part);
        text.ShouldContain(channel);
        text.ShouldNotContain(language == "en" ? "better than usual" : "mieux que d’habitude");
    }

    [Fact]
    public void A_part_that_does_not_show_in_a_share_stands_in_the_table_alone()
    {
        var text = TextOf("en", google: 595, unknown: 5);
        text.ShouldContain("Origin not known");
        text.ShouldNotContain("Of the visits whose origin is known");
    }

    [Fact]
    public void A_week_whose_origins_are_mostly_unknown_says_why_it_has_no_share()
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week, Slice(Channel.Unknown, "(unknown)", 100));
        Render(given, "en").ShouldContain("Where most of these visits came from is not known.");
    }

    private static string TextOf(string language, double google, double unknown)
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", google), Slice(Channel.Direct, "(direct)", 400), Slice(Channel.Unknown, "(unknown)", unknown));
        return Render(given, language);
    }

    private static string Render(Given given, string language)
    {
        var client = given.Client() with { Language = language };
        return OutsidersTests.Parse(GoldenDigestTests.Renderer.Render(client, KpiEngine.Compute(client, given.History(), given.Week), new() { Face = AgencyBranding.Of(client, null) }).Page).Body!.TextContent;
    }
}
