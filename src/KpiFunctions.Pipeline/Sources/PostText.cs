using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>What outsiders wrote, cut to what is kept.</summary>
internal static partial class PostText
{
    /// <summary>The beginning of a text on one line; null where there is nothing to read.</summary>
    public static string? Excerpt(string? text)
    {
        var line = Blank().Replace(text ?? "", " ").Trim();
        if (line.Length <= Post.ExcerptLength) return line.Length == 0 ? null : line;
        var end = Post.ExcerptLength - 1;
        if (char.IsHighSurrogate(line[end - 1])) end--;
        return string.Concat(line.AsSpan(0, end), "…");
    }

    /// <summary>The address where it is an absolute https one, else null.</summary>
    public static string? Link(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri.AbsoluteUri : null;

    [GeneratedRegex(@"[\s\p{Cc}]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blank();
}
