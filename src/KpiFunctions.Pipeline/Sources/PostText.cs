using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>What outsiders wrote, cut to what is kept.</summary>
internal static partial class PostText
{
    /// <summary>The longest address that is kept: the store's columns are limited, and so are browsers.</summary>
    private const int LongestLink = 2000;

    /// <summary>The beginning of a text on one line; null where there is nothing to read.</summary>
    public static string? Excerpt(string? text, int longest = Post.ExcerptLength)
    {
        var line = Blank().Replace(text ?? "", " ").Trim();
        if (line.Length <= longest) return line.Length == 0 ? null : line;
        var end = longest - 1;
        if (char.IsHighSurrogate(line[end - 1])) end--;
        return string.Concat(line.AsSpan(0, end), "…");
    }

    /// <summary>The address where it is an absolute https one, else null.</summary>
    public static string? Link(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.AbsoluteUri.Length <= LongestLink ? uri.AbsoluteUri : null;

    [GeneratedRegex(@"[\s\p{Cc}]+", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Blank();
}
