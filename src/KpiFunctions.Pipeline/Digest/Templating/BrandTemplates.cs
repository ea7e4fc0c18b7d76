namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>A brand's own templates, held against the rules; null for each that it does not have.</summary>
public sealed class BrandTemplates
{
    public static readonly BrandTemplates None = new(null, null);

    internal BrandTemplates(DigestTemplate? html, DigestTemplate? text) => (Html, Text) = (html, text);

    internal DigestTemplate? Html { get; }

    internal DigestTemplate? Text { get; }
}
