using System.Diagnostics.CodeAnalysis;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>What a mail server said, as it may be stored and logged.</summary>
internal static class ReasonText
{
    private const int Longest = 300;

    /// <summary>The beginning of a text in one line, without words that could be addresses.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Excerpt(string? text)
    {
        if (text is null) return null;
        var words = text.ReplaceLineEndings(" ").Split(' ').Select(word => word.Contains('@', StringComparison.Ordinal) ? "…" : word);
        var line = string.Join(' ', words);
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
