using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Docs;

/// <summary>Links and images that a page writes as HTML.</summary>
internal static partial class HtmlLinks
{
    public static IEnumerable<string> In(string html) => Link().Matches(html).Select(match => match.Groups["url"].Value);

    [GeneratedRegex("(src|href)=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Link();
}
