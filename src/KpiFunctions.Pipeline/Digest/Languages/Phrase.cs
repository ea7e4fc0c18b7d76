using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>A text of a language, taken apart at its placeholders once.</summary>
internal sealed partial class Phrase
{
    /// <param name="text">With placeholders such as <c>{days}</c>.</param>
    public Phrase(string text)
    {
        var (parts, from) = (new List<string>(), 0);
        foreach (var placeholder in Placeholder().EnumerateMatches(text))
        {
            parts.Add(text[from..placeholder.Index]);
            parts.Add(text.Substring(placeholder.Index + 1, placeholder.Length - 2));
            from = placeholder.Index + placeholder.Length;
        }

        Parts = [.. parts, text[from..]];
    }

    /// <summary>Words and a placeholder's name in turn; words, which may be none, at both ends.</summary>
    public IReadOnlyList<string> Parts { get; }

    [GeneratedRegex("""\{[a-z]+\}""", RegexOptions.None, 10_000)]
    private static partial Regex Placeholder();
}
