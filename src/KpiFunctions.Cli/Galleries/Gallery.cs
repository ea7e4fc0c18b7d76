using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Cli.Galleries;

/// <summary>An agency's face as the gallery shows it.</summary>
/// <param name="Name">Its key.</param>
internal sealed record Theme(string Name, Brand Brand, BrandTemplates Templates);

/// <summary>One digest of the gallery, as its recipient gets it.</summary>
/// <param name="Path">Its files' path within the gallery, without an extension.</param>
internal sealed record GalleryItem(string Path, string Language, Theme Theme, SampleWeek SampleWeek, RenderedDigest Digest);

/// <summary>Every sample in every language and with every face, made by what makes the clients' digests.</summary>
internal static class Gallery
{
    /// <summary>The sample brand, in the program's own directory.</summary>
    private static readonly string Samples = System.IO.Path.Combine(AppContext.BaseDirectory, "samples", "templates", "atelier");

    /// <summary>
    /// The defaults; an agency with a colour that is hard to read and a logo; and one with templates of its own.
    /// </summary>
    public static IReadOnlyList<Theme> Themes { get; } =
    [
        new("plain", new(), BrandTemplates.None),
        new("studio", new(Colour: "#f2b705", Logo: new("https://agency.example/logo.png")), BrandTemplates.None),
        Own(),
    ];

    /// <exception cref="InvalidOperationException">The sample brand's own template failed on a sample week.</exception>
    public static IEnumerable<GalleryItem> Items()
    {
        var renderer = new DigestRenderer();
        return
            from language in DigestRenderer.Languages
            from theme in Themes
            from sample in SampleWeekSet.All(language, theme.Brand).Concat(SampleWeekSet.Three(language, theme.Brand))
            select new GalleryItem($"{language}/{theme.Name}/{sample.Name}", language, theme, sample, Digest(renderer, sample, theme));
    }

    private static RenderedDigest Digest(DigestRenderer renderer, SampleWeek sample, Theme theme)
    {
        var digest = DigestBuilder.Compose(renderer, sample.Client, sample.History, [], sample.Week, sample.Edition with { Templates = theme.Templates }).Rendered;
        return digest.Fault is null
            ? digest.For(new("https://digests.agency.example/api/unsubscribe/specimen"))
            : throw new InvalidOperationException($"{digest.Fault.Template} failed on '{sample.Name}': {digest.Fault.Reason}");
    }

    private static Theme Own()
    {
        var face = BrandParser.Parse(BrandFiles.Face, "atelier", File.ReadAllBytes(Sample(BrandFiles.Face)));
        var (templates, problems) = BrandTemplates.Read("atelier", File.ReadAllText(Sample(BrandFiles.Html)), File.ReadAllText(Sample(BrandFiles.Text)));
        return face.Brand is { } brand && problems.Count == 0
            ? new("atelier", brand, templates)
            : throw new InvalidOperationException(string.Join('\n', face.Problems.Concat<object>(problems)));
    }

    private static string Sample(string file) => System.IO.Path.Combine(Samples, file);
}
