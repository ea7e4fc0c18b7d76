using System.Globalization;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>A finding's colour, by its class in the templates' dark style, and by the ink and tint of the light one.</summary>
internal sealed record Tone(string Name, string Ink, string Tint)
{
    public static readonly Tone Good = new("good", "#17663a", "#e7f2ea");
    public static readonly Tone Bad = new("bad", "#9c2f1f", "#fbeae6");
    public static readonly Tone Mixed = new("mixed", "#7d5100", "#fbf0da");
    public static readonly Tone Neutral = new("calm", "#46525e", "#edf0f3");
}

/// <summary>Makes an agency's colour readable wherever the digest uses it.</summary>
internal static class Palette
{
    /// <summary>WCAG 2 AA for text.</summary>
    public const double LeastContrast = 4.5;

    public const string Paper = "#ffffff";
    public const string DarkPaper = "#1b1f24";
    private const string HouseColour = "#1f4e5f";

    /// <summary>The colour itself, or the house's where the brand's is no <c>#rrggbb</c>.</summary>
    public static string Accent(string brand) => TryRead(brand, out _) ? brand.ToLowerInvariant() : HouseColour;

    /// <summary>The accent, darkened or lightened just so far that it can be read on a paper.</summary>
    public static string ReadableOn(string paper, string accent)
    {
        var towards = Luminance(Read(paper)) > 0.5 ? 0 : 255;
        var colour = Read(accent);
        for (var step = 0; step <= 20; step++)
        {
            var mixed = Mix(colour, towards, step / 20.0);
            if (Contrast(Write(mixed), paper) >= LeastContrast) return Write(mixed);
        }

        throw new ArgumentException($"Neither black nor white can be read on {paper}.");
    }

    /// <summary>WCAG 2 contrast ratio of two <c>#rrggbb</c> colours, 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(Read(one)), Luminance(Read(other)));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static (int R, int G, int B) Read(string colour) =>
        TryRead(colour, out var rgb) ? rgb : throw new ArgumentException($"'{colour}' is not a colour such as #1f4e5f.");

    private static bool TryRead(string colour, out (int R, int G, int B) rgb)
    {
        var isRead = int.TryParse(colour.AsSpan(Math.Min(1, colour.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        rgb = (value >> 16 & 255, value >> 8 & 255, value & 255);
        return isRead && colour.Length == 7 && colour[0] == '#';
    }

    private static string Write((int R, int G, int B) rgb) => $"#{rgb.R:x2}{rgb.G:x2}{rgb.B:x2}";

    private static (int R, int G, int B) Mix((int R, int G, int B) from, int to, double share)
    {
        int Part(int value) => (int)Math.Round(value + (to - value) * share);
        return (Part(from.R), Part(from.G), Part(from.B));
    }

    private static double Luminance((int R, int G, int B) rgb)
    {
        static double Linear(int value) => value / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(rgb.R) + 0.7152 * Linear(rgb.G) + 0.0722 * Linear(rgb.B);
    }
}
