using System.Globalization;
using System.Text;
using KpiFunctions.Pipeline.Digest.Languages;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>Puts the words of one block together, span by span, with the spaces at their borders as they were meant.</summary>
internal sealed class NoteLine
{
    /// <summary>More than any script writes on a letter; what piles up higher would run into the lines around it.</summary>
    private const int MostMarks = 8;

    private readonly List<(StringBuilder Words, Style Style)> runs = [];

    /// <summary>How words look, and where they lead.</summary>
    public readonly record struct Style(bool IsBold, bool IsItalic, Uri? Link)
    {
        /// <summary>Two addresses are never taken for one: to <see cref="Uri"/> those with different fragments are equal.</summary>
        public bool LooksLike(Style other) => IsBold == other.IsBold && IsItalic == other.IsItalic && ReferenceEquals(Link, other.Link);
    }

    /// <summary>Whether letters lost some of their marks.</summary>
    public bool IsThinned { get; private set; }

    /// <summary>The characters that were added.</summary>
    public int Length { get; private set; }

    /// <summary>Adds words as the file has them.</summary>
    public void Add(string words, Style style)
    {
        Length += words.Length;
        if (runs.Count == 0 || !runs[^1].Style.LooksLike(style)) runs.Add((new(), style));
        runs[^1].Words.Append(words);
    }

    /// <summary>The block's spans; none where nothing of it can be seen.</summary>
    public (IReadOnlyList<NoteSpan> Spans, bool IsRightToLeft) Finish()
    {
        var isRightToLeft = SafeText.StartsRightToLeft(string.Concat(runs.Select(run => run.Words.ToString())));
        var spans = new List<NoteSpan>();
        foreach (var (words, style) in runs)
        {
            var part = Thinned(SafeText.Part(words.ToString()));
            if (spans.Count == 0 || spans[^1].Text[^1] == ' ') part = part.TrimStart(' ');
            if (part.Length > 0) spans.Add(new(part, style.IsBold, style.IsItalic, style.Link));
        }

        if (spans.Count > 0 && spans[^1].Text.TrimEnd(' ') is var last)
        {
            if (last.Length > 0) spans[^1] = spans[^1] with { Text = last };
            else spans.RemoveAt(spans.Count - 1);
        }

        // Within a block that is read from right to left, its own words need no isolating: their order would suffer.
        return (isRightToLeft ? spans : [.. spans.Select(span => span with { Text = SafeText.Isolated(span.Text) })], isRightToLeft);
    }

    private string Thinned(string words)
    {
        var (result, marks) = (new StringBuilder(words.Length), 0);
        foreach (var rune in words.EnumerateRunes())
        {
            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks <= MostMarks) result.Append(rune);
            else IsThinned = true;
        }

        return result.ToString();
    }
}
