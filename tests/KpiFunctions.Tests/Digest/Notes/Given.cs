using System.Text;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Tests.Digest.Notes;

/// <summary>Notes for tests.</summary>
internal static class Given
{
    public const string File = "shop/2026-W46.md";

    public static NoteVerdict Parse(string markdown) => Parse(Encoding.UTF8.GetBytes(markdown));

    public static NoteVerdict Parse(byte[] content) => NoteParser.Parse(File, content);

    /// <summary>A block a line: <c># </c>, <c>- </c> or its number in front, and what is more than plain words as <c>[b i address|words]</c>.</summary>
    public static string Shown(this ConsultantNote note) => string.Join('\n', note.Blocks.Select(block => Mark(block) + string.Concat(block.Spans.Select(Shown))));

    private static string Mark(NoteBlock block) => block.Kind switch
    {
        NoteBlockKind.Heading => "# ",
        NoteBlockKind.Item => "- ",
        NoteBlockKind.NumberedItem => $"{block.Number}. ",
        _ => "",
    };

    private static string Shown(NoteSpan span)
    {
        var style = string.Join(' ', new[] { span.IsBold ? "b" : null, span.IsItalic ? "i" : null, span.Link?.AbsoluteUri }.OfType<string>());
        return style.Length > 0 ? $"[{style}|{span.Text}]" : span.Text;
    }
}
