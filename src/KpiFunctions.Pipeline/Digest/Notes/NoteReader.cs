using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>
/// From Markdown's tree to blocks of ours. What is no paragraph, heading or list becomes its plain words or is left out, and
/// is told either way.
/// </summary>
internal sealed partial class NoteReader(NoteSource source)
{
    private readonly NoteWords words = new(source);
    private readonly List<NoteBlock> blocks = [];
    private NoteLine line = new();
    private int characters;

    /// <summary>The item whose first words have not come yet; null outside of lists, and behind an item's first words.</summary>
    private (NoteBlockKind Kind, int? Number)? item;

    /// <summary>Reads the whole file.</summary>
    public IReadOnlyList<NoteBlock> Read(MarkdownDocument document)
    {
        ReadBlocks(document, 0, isInList: false);
        return blocks;
    }

    private void ReadBlocks(ContainerBlock container, int depth, bool isInList)
    {
        if (source.IsTooDeep(container, depth)) return;
        foreach (var block in container) ReadBlock(block, depth + 1, isInList);
    }

    private void ReadBlock(Block block, int depth, bool isInList)
    {
        var at = block.Span.Start;
        switch (block)
        {
            case HeadingBlock heading:
                ReadLeaf(heading, NoteBlockKind.Heading, depth);
                break;
            case ParagraphBlock table when source.Of(table).Split('\n').Any(IsRuler):
                source.Warn(at, null, "a table is shown as plain lines", "write a list");
                foreach (var row in source.Of(table).Split('\n').Where(row => !IsRuler(row))) AddPlain(at, row);
                break;
            case ParagraphBlock paragraph:
                ReadLeaf(paragraph, NoteBlockKind.Paragraph, depth);
                break;
            case ListBlock list:
                if (isInList) source.Warn(at, null, "a list within a list is shown as a part of it", null);
                ReadList(list, depth);
                break;
            case QuoteBlock quote:
                source.Warn(at, ">", "begins a quotation, which is shown as plain words", null);
                ReadBlocks(quote, depth, isInList);
                break;
            case FencedCodeBlock code:
                source.Warn(at, source.Found(code), "is code, which is shown as plain words", "take away the lines of ``` around it");
                ReadLines(code);
                break;
            case CodeBlock code:
                source.Warn(at, null, "four spaces or a tab begin code, which is shown as plain words", "take away the spaces at the start of the line");
                ReadLines(code);
                break;
            case HtmlBlock html:
                ReadHtml(html);
                break;
            case LinkReferenceDefinitionGroup:
                // Where links lead that are named elsewhere: no words.
                break;
            default:
                source.Warn(at, source.Found(block), "is left out", null);
                break;
        }
    }

    private void ReadList(ListBlock list, int depth)
    {
        if (source.IsTooDeep(list, depth)) return;
        var number = list.IsOrdered && int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1;
        foreach (var each in list.OfType<ListItemBlock>())
        {
            item = list.IsOrdered ? (NoteBlockKind.NumberedItem, number++) : (NoteBlockKind.Item, null);
            ReadBlocks(each, depth + 1, isInList: true);
            item = null;
        }
    }

    private void ReadLeaf(LeafBlock block, NoteBlockKind kind, int depth)
    {
        if (block.Inline is { } inlines) words.Read(inlines, line, depth + 1);
        EndBlock(block.Span.Start, kind);
    }

    private void ReadLines(LeafBlock block)
    {
        for (var i = 0; i < block.Lines.Count; i++) AddPlain(block.Span.Start, block.Lines.Lines[i].Slice.ToString());
    }

    /// <summary>Tags are taken away from around the words; what was never meant to be seen goes as a whole.</summary>
    private void ReadHtml(HtmlBlock html)
    {
        var (at, raw) = (html.Span.Start, source.Of(html));
        switch (html.Type)
        {
            case HtmlBlockType.InterruptingBlock or HtmlBlockType.NonInterruptingBlock:
                source.Warn(at, source.Found(html), "is HTML, of which the words alone are shown", "write it without tags");
                AddPlain(at, WebUtility.HtmlDecode(TagPattern().Replace(raw, " ")));
                break;
            case HtmlBlockType.Comment:
                var hasEnd = raw.Contains("-->", StringComparison.Ordinal);
                source.Warn(at, source.Found(html), "is a comment, which is left out", hasEnd ? null : "it reaches to the end of the file: write --> where it ends");
                break;
            default:
                source.Warn(at, source.Found(html), "is HTML, which is left out", null);
                break;
        }
    }

    private void AddPlain(int at, string raw)
    {
        line.Add(raw, default);
        EndBlock(at, NoteBlockKind.Paragraph);
    }

    private void EndBlock(int at, NoteBlockKind kind)
    {
        var (spans, isRightToLeft) = line.Finish();
        if (line.IsThinned) source.Warn(at, null, "letters have more accents here than any language gives them; the rest is left out", null);
        line = new();
        if (spans.Count == 0) return;

        CheckLimits(at, spans);
        var (itemKind, number) = item ?? (kind, null);
        blocks.Add(new(itemKind, spans) { Number = number, IsRightToLeft = isRightToLeft });
        item = null;
    }

    private void CheckLimits(int at, IReadOnlyList<NoteSpan> spans)
    {
        var before = characters;
        characters += spans.Sum(span => span.Text.Length);
        if (before <= NoteLimits.MostCharacters && characters > NoteLimits.MostCharacters)
            source.Error(at, null, $"the text passes {NoteLimits.MostCharacters} characters here, which are the most that a note may have", "shorten it, and link to the rest");
        if (blocks.Count == NoteLimits.MostBlocks)
            source.Error(at, null, $"here begins paragraph {NoteLimits.MostBlocks + 1}; a note has at most {NoteLimits.MostBlocks}, with its headings and the items of its lists", "shorten it, and link to the rest");

        // Words that were meant for nobody are not shown to the client.
        if (string.Concat(spans.Select(span => span.Text)).Contains("<!--", StringComparison.Ordinal))
            source.Error(at, "<!--", "begins a comment that does not end in this paragraph: readers would see it", "put the comment on lines of its own, and --> at its end");
    }

    /// <summary>A table's second row: dashes and bars alone.</summary>
    private static bool IsRuler(string row) => row.Contains('|', StringComparison.Ordinal) && RulerPattern().IsMatch(row);

    [GeneratedRegex(@"^[|\-:\s>]*--[|\-:\s>]*$", RegexOptions.NonBacktracking, 10_000)]
    private static partial Regex RulerPattern();

    [GeneratedRegex("<[^<>]*>", RegexOptions.NonBacktracking, 10_000)]
    private static partial Regex TagPattern();
}
