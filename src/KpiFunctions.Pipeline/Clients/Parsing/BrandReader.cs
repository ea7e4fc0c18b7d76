using System.Globalization;
using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the fields that a client's <c>brand</c> and a <c>brand.json</c> have in common.</summary>
internal static class BrandReader
{
    public static Brand Read(ConfigReader brand) => new(brand.Text(BrandFields.Name), ReadColour(brand), ReadLogo(brand))
    {
        Sender = ReadSender(brand),
        Footer = ReadFooter(brand),
    };

    /// <summary>A picture that mail programs show: Gmail and Outlook leave an SVG out.</summary>
    private static Uri? ReadLogo(ConfigReader brand)
    {
        if (brand.HttpsAddress(BrandFields.Logo) is not { } logo) return null;
        if (!logo.AbsolutePath.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) && !logo.AbsolutePath.EndsWith(".svgz", StringComparison.OrdinalIgnoreCase)) return logo;
        brand.Error(BrandFields.Logo, $"\"{logo.OriginalString}\"", "is an SVG picture, which Gmail and Outlook do not show", "give the address of a PNG, JPEG or GIF");
        return null;
    }

    private static string? ReadColour(ConfigReader brand)
    {
        if (brand.Text(BrandFields.Colour) is not { } colour) return null;
        var contrast = Colour.Contrast(colour, Colour.Paper);
        if (contrast < Colour.LeastContrast)
        {
            brand.Warn(
                brand.Value(BrandFields.Colour)!.At, brand.FieldPath(BrandFields.Colour), $"\"{colour}\"",
                string.Create(CultureInfo.InvariantCulture, $"is hard to read on white: its contrast is {contrast:0.0}, and text needs {Colour.LeastContrast}"),
                $"links will be written in {Colour.ReadableOn(Colour.Inset, colour)}, and the colour itself is kept for surfaces");
        }

        return colour.ToLowerInvariant();
    }

    private static Sender? ReadSender(ConfigReader brand)
    {
        if (brand.Object(BrandFields.Sender) is not { } sender) return null;
        var (email, name) = (sender.Email(SenderFields.Email), sender.Text(SenderFields.Name));
        return email is null ? null : new(email, name);
    }

    /// <summary>A text for every language, or one by language.</summary>
    private static Dictionary<string, string> ReadFooter(ConfigReader brand)
    {
        var footer = new Dictionary<string, string>(StringComparer.Ordinal);
        var (value, path) = (brand.Value(BrandFields.Footer), brand.FieldPath(BrandFields.Footer));
        if (value is not LocatedObject)
        {
            if (brand.TextOf(value, path) is { } text) footer[""] = text;
            return footer;
        }

        var words = brand.ObjectOf(value, path, DigestLanguages.Codes)!;
        foreach (var language in DigestLanguages.Codes)
            if (words.TextOf(words.Value(language), words.FieldPath(language)) is { } text) footer[language] = text;
        return footer;
    }
}
