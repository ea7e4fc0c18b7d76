using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>LinkedIn's "little text": a post's words with marks for mentions and hashtags, and backslashes before its special characters.</summary>
internal static partial class LinkedInText
{
    /// <summary>The text as readers see it.</summary>
    public static string? Plain(string? commentary) => commentary is null ? null : Mark().Replace(commentary, match =>
        match.Groups["name"] is { Success: true } name ? Unescaped(name.Value)
        : match.Groups["tag"] is { Success: true } tag ? $"#{Unescaped(tag.Value)}"
        : match.Groups["letter"].Value);

    private static string Unescaped(string text) => Escape().Replace(text, "${letter}");

    [GeneratedRegex(
        @"@\[(?<name>(?:\\.|[^\]\\])*)\]\(urn:[^)]*\)|\{hashtag\|(?:\\?#)\|(?<tag>(?:\\.|[^}\\])*)\}|\\(?<letter>[^A-Za-z0-9\s])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\\(?<letter>.)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Escape();
}
