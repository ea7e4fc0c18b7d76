using System.Globalization;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>Colours as <c>#rrggbb</c>, and whether one can be read on another.</summary>
public static class Colour
{
    /// <summary>WCAG 2 AA for text.</summary>
    public const double LeastContrast = 4.5;

    /// <summary>What the digest is written on by day.</summary>
    public const string Paper = "#ffffff";

    /// <summary>And by night.</summary>
    public const string DarkPaper = "#1b1f24";

    /// <summary>The darkest light surface that links stand on: what can be read there can be read on paper too.</summary>
    public const string Inset = "#edf0f3";

    /// <summary>The lightest dark one.</summary>
    public const string DarkInset = "#2a3138";

    private const string White = "#ffffff";
    private const string Black = "#000000";

    /// <summary>Whether it is a colour such as <c>#1f4e5f</c>.</summary>
    public static bool IsColour(string text) => TryRead(text, out _);

    /// <summary>The colour, darkened or lightened just so far that it can be read on a paper.</summary>
    /// <exception cref="ArgumentException">One of them is no colour.</exception>
    public static string ReadableOn(string paper, string colour)
    {
        var towards = Luminance(Read(paper)) > 0.5 ? 0 : 255;
        var from = Read(colour);
        for (var step = 0; step <= 20; step++)
        {
            var mixed = Mix(from, towards, step / 20.0);
            if (Contrast(Write(mixed), paper) >= LeastContrast) return Write(mixed);
        }

        throw new ArgumentException($"Neither black nor white can be read on {paper}.");
    }

    /// <summary>White or black, whichever can be read better on a surface: one of them always can.</summary>
    public static string InkOn(string surface) => Contrast(White, surface) >= LeastContrast ? White : Black;

    /// <summary>WCAG 2 contrast ratio of two colours, 1 to 21.</summary>
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
