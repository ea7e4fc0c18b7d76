using KpiFunctions.Pipeline.Clients.Parsing;
using Markdig.Syntax.Inlines;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>
/// The words of a block, with their emphasis and links. What is neither becomes its plain words or is left out, and is told
/// either way.
/// </summary>
internal sealed class NoteWords(NoteSource source)
{
    /// <summary>Reads a block's words.</summary>
    /// <param name="line">Where they go.</param>
    /// <param name="depth">How deep the block lies in others.</param>
    public void Read(ContainerInline words, NoteLine line, int depth) => ReadAll(words, line, default, depth);

    private void ReadAll(ContainerInline container, NoteLine line, NoteLine.Style style, int depth)
    {
        if (source.IsTooDeep(container, depth)) return;
        foreach (var inline in container) Read(inline, line, style, depth + 1);
    }

    private void Read(Inline inline, NoteLine line, NoteLine.Style style, int depth)
    {
        switch (inline)
        {
            case LiteralInline literal:
                line.Add(literal.Content.ToString(), style);
                break;
            case LineBreakInline:
                line.Add(" ", style);
                break;
            case HtmlEntityInline entity:
                line.Add(entity.Transcoded.ToString(), style);
                break;
            case EmphasisInline emphasis:
                ReadAll(emphasis, line, emphasis.DelimiterCount > 1 ? style with { IsBold = true } : style with { IsItalic = true }, depth);
                break;
            case LinkInline { IsImage: true } image:
                source.Warn(image.Span.Start, source.Found(image), "is a picture, of which the description alone is shown", "write a link to it: [words](https://…)");
                ReadAll(image, line, style, depth);
                break;
            case LinkInline link:
                ReadLink(link, link.Url ?? "", line, style, depth);
                break;
            case AutolinkInline link:
                line.Add(link.Url, style with { Link = LinkOf(link, link.IsEmail ? "mailto:" + link.Url : link.Url) });
                break;
            case CodeInline code:
                source.Warn(code.Span.Start, source.Found(code), "is code, which is shown as plain words", null);
                line.Add(code.Content, style);
                break;
            case HtmlInline html:
                ReadTag(html, line, style);
                break;
            case DelimiterInline opened:
                // A bracket that no link came of: what follows lies in it.
                line.Add(opened.ToLiteral(), style);
                ReadAll(opened, line, style, depth);
                break;
            default:
                source.Warn(inline.Span.Start, source.Found(inline), "is left out", null);
                break;
        }
    }

    private void ReadLink(LinkInline link, string address, NoteLine line, NoteLine.Style style, int depth)
    {
        var (before, inner) = (line.Length, style with { Link = LinkOf(link, address) });
        ReadAll(link, line, inner, depth);
        if (line.Length == before) line.Add(address, inner);
    }

    private Uri? LinkOf(Inline link, string address)
    {
        if (NoteLinks.Of(address) is { } uri) return uri;
        source.Warn(link.Span.Start, $"\"{Shown.InOneLine(address)}\"", NoteLinks.Rule, NoteLinks.HintFor(address));
        return null;
    }

    private void ReadTag(HtmlInline html, NoteLine line, NoteLine.Style style)
    {
        // A tag that ends what another began has been told with that one.
        if (html.Tag.StartsWith("</", StringComparison.Ordinal)) return;
        var isComment = html.Tag.StartsWith("<!--", StringComparison.Ordinal);
        source.Warn(html.Span.Start, source.Found(html), isComment ? "is a comment, which is left out" : "is HTML, which is left out", HintFor(html.Tag));
        if (html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase)) line.Add(" ", style);
    }

    private static string? HintFor(string tag) => tag.Trim('<', '>', '/', ' ').Split(' ')[0].ToLowerInvariant() switch
    {
        "b" or "strong" => "write **bold**",
        "i" or "em" => "write *italic*",
        "a" => "write [words](https://…)",
        "br" => "leave a line empty to begin a paragraph",
        _ => null,
    };
}
