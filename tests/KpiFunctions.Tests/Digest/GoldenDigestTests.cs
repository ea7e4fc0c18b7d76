using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Tests.Digest;

/// <summary>What readers get, word for word.</summary>
public sealed class GoldenDigestTests
{
    public static readonly TheoryData<string, string> Digests = new MatrixTheoryData<string, string>(["busy", "quiet", "first", "nothing"], ["fr", "en"]);

    [Theory]
    [MemberData(nameof(Digests))]
    public void The_plain_text_reads_as_it_was_accepted(string week, string language)
    {
        var digest = Render(week, language);
        GoldenFile.Check($"Digest/Golden/{week}.{language}.txt", $"{digest.Subject}\n\n{digest.Text}");
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void The_html_is_as_it_was_accepted(string language) =>
        GoldenFile.Check($"Digest/Golden/busy.{language}.html", Render("busy", language).Html);

    internal static readonly DigestRenderer Renderer = new();

    internal static RenderedDigest Render(string week, string language, Func<string, string>? outsider = null)
    {
        var given = new HandMade(language, outsider);
        WeekReport kpis = week switch
        {
            "busy" => given.Busy(),
            "quiet" => HandMade.Quiet(),
            "first" => HandMade.First(),
            _ => HandMade.Nothing(),
        };
        var client = given.Client([.. kpis.Objectives.Select(result => result.Objective)]);
        var edition = week == "busy" ? given.Edition(client) : new Edition { Face = AgencyBranding.Of(client, null) };
        return Renderer.Render(client, kpis, edition).For(new("https://digests.agency.example/api/unsubscribe/token"));
    }
}
