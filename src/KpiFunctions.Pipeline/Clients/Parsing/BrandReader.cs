using System.Globalization;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the fields that a client's <c>brand</c> and a <c>brand.json</c> have in common.</summary>
internal static class BrandReader
{
    public static Brand Read(ConfigReader brand) => new(brand.Text("name"), ReadColour(brand), brand.HttpsAddress("logo"))
    {
        Sender = ReadSender(brand),
        Footer = ReadFooter(brand),
    };

    private static string? ReadColour(ConfigReader brand)
    {
        if (brand.Text("colour") is not { } colour) return null;
        var (at, path) = (brand.Value("colour")!.At, brand.FieldPath("colour"));
        if (!Colour.IsColour(colour))
        {
            brand.Error(at, path, $"\"{colour}\"", "is not a colour", "write it like #0b6e4f");
            return null;
        }

        var contrast = Colour.Contrast(colour, Colour.Paper);
        if (contrast < Colour.LeastContrast)
        {
            brand.Warn(
                at, path, $"\"{colour}\"",
                string.Create(CultureInfo.InvariantCulture, $"is hard to read on white: its contrast is {contrast:0.0}, and text needs {Colour.LeastContrast}"),
                $"links will be written in {Colour.ReadableOn(Colour.Inset, colour)}, and the colour itself is kept for surfaces");
        }

        return colour.ToLowerInvariant();
    }

    private static Sender? ReadSender(ConfigReader brand)
    {
        if (brand.Object("sender", ConfigShape.Sender) is not { } sender) return null;
        var (email, name) = (sender.Email("email", required: true), sender.Text("name"));
        return email is null ? null : new(email, name);
    }

    /// <summary>A text for every language, or one by language.</summary>
    private static Dictionary<string, string> ReadFooter(ConfigReader brand)
    {
        var footer = new Dictionary<string, string>(StringComparer.Ordinal);
        var (value, path) = (brand.Value("footer"), brand.FieldPath("footer"));
        if (value is not LocatedObject)
        {
            if (brand.TextOf(value, path) is { } text) footer[""] = text;
            return footer;
        }

        var words = brand.ObjectOf(value, path, ConfigShape.Languages)!;
        foreach (var language in ConfigShape.Languages)
            if (words.Text(language) is { } text) footer[language] = text;
        return footer;
    }
}
