using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>A brand's own templates, held against the rules; null for each that it does not have.</summary>
public sealed class BrandTemplates
{
    public static readonly BrandTemplates None = new(null, null);

    private BrandTemplates(DigestTemplate? html, DigestTemplate? text) => (Html, Text) = (html, text);

    internal DigestTemplate? Html { get; }

    internal DigestTemplate? Text { get; }

    /// <summary>Reads a brand's templates. One that breaks a rule is left out, and its problems are told.</summary>
    /// <param name="id">The brand's folder.</param>
    /// <param name="html">The source of its <c>digest.html</c>; null where it has none.</param>
    /// <param name="text">The source of its <c>digest.txt</c>; null where it has none.</param>
    public static (BrandTemplates Templates, IReadOnlyList<TemplateProblem> Problems) Read(string id, string? html, string? text)
    {
        var (htmlPart, htmlProblems) = Read($"{id}/digest.html", html, OutputFormat.Mail);
        var (textPart, textProblems) = Read($"{id}/digest.txt", text, OutputFormat.Text);
        return (new(htmlPart, textPart), [.. htmlProblems, .. textProblems]);
    }

    private static (DigestTemplate? Template, IReadOnlyList<TemplateProblem> Problems) Read(string name, string? source, OutputFormat format) =>
        source is null ? (null, []) : DigestTemplate.Read(name, source, format, typeof(DigestModel));
}
