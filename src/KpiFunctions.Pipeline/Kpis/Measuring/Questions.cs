using System.Buffers;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Whether a text asks something. Only its beginning is known, so that a question further on is missed.</summary>
internal static class Questions
{
    /// <summary>Western, Greek (which looks like a semicolon), Arabic, full-width and inverted.</summary>
    private static readonly SearchValues<char> Marks = SearchValues.Create("?\u037e\u061f\uff1f\u00bf");

    /// <summary>An address may hold a question mark, and asks nothing.</summary>
    private static readonly Regex Address = new(@"\S+://\S+|www\.\S+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static bool Asks(string? text) => text is not null && Address.Replace(text, " ").AsSpan().ContainsAny(Marks);
}
