using System.Globalization;
using System.Text;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>
/// Makes words of outsiders (names, posts, links' texts) fit for a line of ours. They can neither break the line nor
/// turn its direction; what they say is otherwise kept. Escaping is the templates' part (<see cref="OutputFilters"/>).
/// </summary>
internal static class SafeText
{
    public const char Isolate = '\u2068';
    public const char PopIsolate = '\u2069';
    private const char LastBeforeRightToLeft = '\u058F';
    private const int JoinerFirst = 0x200C, JoinerLast = 0x200D, TagFirst = 0xE0020, TagLast = 0xE007F;

    /// <summary>
    /// One line without control characters, cut between graphemes. A text with right-to-left letters is isolated, so
    /// that the numbers beside it stay where they are.
    /// </summary>
    /// <param name="graphemes">The longest that is wanted, as a reader counts; a cut is marked by an ellipsis.</param>
    public static string Line(string? raw, int graphemes) => Isolated(Cut(Part(raw ?? "").Trim(' '), graphemes));

    /// <summary>A part of a line, to be put together with others: as <see cref="Line"/>, but whole, not isolated, and with one space at a border that has any.</summary>
    public static string Part(string raw)
    {
        if (IsPart(raw)) return raw;
        var result = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (result.Length == 0 || result[^1] != ' ') result.Append(' ');
            }
            else if (IsShown(rune))
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }

    /// <summary>A text with right-to-left letters as <see cref="Line"/> isolates it; spaces at its borders stay outside.</summary>
    public static string Isolated(string text)
    {
        if (!HasRightToLeft(text)) return text;
        var (words, end) = (text.TrimStart(' '), text.TrimEnd(' ').Length);
        return text[..^words.Length] + Isolate + words.TrimEnd(' ') + PopIsolate + text[end..];
    }

    /// <summary>Whether a text is read from right to left: its first letter is.</summary>
    public static bool StartsRightToLeft(string text) => IsRightToLeft(text.EnumerateRunes().FirstOrDefault(Rune.IsLetter));

    /// <summary>Whether a character only steers the direction of others.</summary>
    public static bool IsBidiControl(int character) =>
        character is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Whether <see cref="Part"/> would change nothing, as in most words.</summary>
    private static bool IsPart(string raw)
    {
        var previous = '\0';
        foreach (var character in raw)
        {
            if (char.IsSurrogate(character) || (character == ' ' ? previous == ' ' : char.IsWhiteSpace(character) || !IsShown(new(character)))) return false;
            previous = character;
        }

        return true;
    }

    private static bool HasRightToLeft(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', LastBeforeRightToLeft)) return false;
        foreach (var rune in text.EnumerateRunes())
            if (IsRightToLeft(rune)) return true;
        return false;
    }

    /// <summary>Joiners and tags have no shape of their own, but emoji and some scripts are made with them.</summary>
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune.Value is (>= JoinerFirst and <= JoinerLast) or (>= TagFirst and <= TagLast),
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => false,
        _ => rune != Rune.ReplacementChar,
    };

    private static string Cut(string text, int graphemes)
    {
        // A grapheme may be a letter under a thousand accents: its length is limited too.
        const int unitsPerGrapheme = 8;
        if (text.Length <= graphemes) return text;
        var length = 0;
        var count = 0;
        while (length < text.Length)
        {
            var next = StringInfo.GetNextTextElementLength(text, length);
            if (++count > graphemes || length + next > graphemes * unitsPerGrapheme) return text[..length].TrimEnd() + "…";
            length += next;
        }

        return text;
    }

    private static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
