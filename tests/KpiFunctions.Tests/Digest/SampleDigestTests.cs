using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Tests.Digest;

/// <summary>Digests of made-up weeks, computed like any client's: what readers get, word for word.</summary>
public sealed partial class SampleDigestTests
{
    public static readonly TheoryData<string, string> Digests = new MatrixTheoryData<string, string>(["good", "bad", "first", "dead-source", "twenty-sources"], ["fr", "en"]);

    [Theory]
    [MemberData(nameof(Digests))]
    public void The_plain_text_reads_as_it_was_accepted(string sample, string language)
    {
        var digest = Render(sample, language);
        GoldenFile.Check($"Digest/Golden/SampleWeeks/{sample}.{language}.txt", $"{digest.Subject}\n\n{digest.Text}");
    }

    /// <summary>What a reader of the page sees when everything is unfolded.</summary>
    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void The_page_reads_as_it_was_accepted(string language)
    {
        var body = OutsidersTests.Parse(Render("dead-source", language).Page).Body!.TextContent;
        GoldenFile.Check($"Digest/Golden/SampleWeeks/dead-source.{language}.page.txt", Gaps().Replace(body, "\n").Trim() + "\n");
    }

    private static RenderedDigest Render(string name, string language)
    {
        var sample = SampleWeekSet.All(language, new()).Single(each => each.Name == name);
        return DigestBuilder.Compose(GoldenDigestTests.Renderer, sample.Client, sample.History, [], sample.Week, sample.Edition).Rendered
            .For(new("https://digests.agency.example/api/unsubscribe/specimen"));
    }

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, 60_000)]
    private static partial Regex Gaps();
}
