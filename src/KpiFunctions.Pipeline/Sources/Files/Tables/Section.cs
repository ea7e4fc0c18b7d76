using System.Text;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>One table of a file, and what stands above it.</summary>
/// <param name="File">How messages name the file, or the sheet of a workbook.</param>
/// <param name="Above">Comments and titles between the table before and this one, from the top; comments without their mark.</param>
/// <param name="IsKnown">Whether its header is one that was looked for: others stand between comments.</param>
/// <param name="Skipped">Lines above it that have several cells, and so may be those of a table that nobody knows.</param>
internal sealed record Section(string File, IReadOnlyList<string> Above, CsvTable Table, bool IsKnown, IReadOnlyList<int> Skipped)
{
    /// <summary>The first comment below the file's last table, which announces another one; null where there is none.</summary>
    public int? Announced { get; init; }

    /// <summary>The line of its header.</summary>
    public int Line => Table.HeaderLine;
}

/// <summary>Finds the tables of an exported text: some have comments, titles and descriptions above, and several may stand in one file.</summary>
internal static partial class Sections
{
    /// <summary>A header stands near the top, below a description at most.</summary>
    private const int MostLinesAbove = 20;

    /// <summary>No header of a known export comes near it.</summary>
    private const int LongestHeader = 8_000;

    /// <summary>The tables whose headers are looked for. In a text with comments every table has a header, and all are found.</summary>
    /// <param name="isHeader">Whether cells are such a header.</param>
    public static (IReadOnlyList<Section> Sections, RefusedLine? Problem) Of(string file, ReadOnlyMemory<byte> text, Func<IReadOnlyList<string>, bool> isHeader, CancellationToken cancellationToken)
    {
        // Only where a file begins with one: elsewhere a "#" begins a post's text.
        var hasComments = text.Span.TrimStart(" \t\r\n\",;"u8) is [(byte)'#', ..];
        var records = RecordsOf(text.Span, hasComments);
        var headers = HeadersOf(text, records, hasComments, isHeader, cancellationToken);
        var sections = new List<Section>();
        var above = new List<string>();
        var next = 0;
        for (var i = 0; i < headers.Count; i++)
        {
            var (at, isKnown) = headers[i];
            int[] skipped = [.. Enumerable.Range(next, at - next).Where(r => records[r].Kind == RecordKind.Text && !IsTitle(text.Span, records[r]) && HeaderOf(text, records[r]) is not { Count: 1 }).Select(r => records[r].Line)];
            above.AddRange(Enumerable.Range(next, at - next).Where(r => records[r].Kind != RecordKind.Blank).Select(r => TitleOf(text.Span, records[r])));
            var end = at + 1;
            var limit = i + 1 < headers.Count ? headers[i + 1].Record : records.Count;
            while (end < limit && records[end].Kind != RecordKind.Comment) end++;

            // The title of the next table is no line of this one.
            if (end == limit && limit < records.Count && !hasComments)
                while (end > at + 1 && (records[end - 1].Kind == RecordKind.Blank || IsTitle(text.Span, records[end - 1]))) end--;

            var (table, problem) = CsvTable.Read(file, text[records[at].Start..(end < records.Count ? records[end].Start : text.Length)], cancellationToken, records[at].Line);
            if (table is null) return ([], problem);
            sections.Add(new(file, [.. above], table, isKnown, skipped));
            above.Clear();
            next = end;
        }

        var announced = Enumerable.Range(next, records.Count - next).Where(r => records[r].Kind == RecordKind.Comment).Select(r => (int?)records[r].Line).FirstOrDefault();
        if (sections.Count > 0) sections[^1] = sections[^1] with { Announced = announced };
        return (sections, null);
    }

    /// <summary>The first line that may be a header, for messages: the first of several cells, else the first at all.</summary>
    public static (int Line, IReadOnlyList<string> Cells) LikelyHeader(ReadOnlyMemory<byte> text)
    {
        var records = RecordsOf(text.Span, hasComments: false).Where(record => record.Kind == RecordKind.Text).Take(MostLinesAbove).ToList();
        var headers = records.Select(record => (record.Line, Cells: HeaderOf(text, record) ?? [])).ToList();
        return headers.Find(header => header.Cells.Count > 1) is { Cells: not null } found ? found : headers.Count > 0 ? headers[0] : (1, []);
    }

    /// <summary>The records that are headers.</summary>
    private static List<(int Record, bool IsKnown)> HeadersOf(ReadOnlyMemory<byte> text, List<FileRecord> records, bool hasComments, Func<IReadOnlyList<string>, bool> isHeader, CancellationToken cancellationToken)
    {
        var headers = new List<(int Record, bool IsKnown)>();
        var seen = 0;
        for (var i = 0; i < records.Count; i++)
        {
            if (records[i].Kind != RecordKind.Text) continue;
            cancellationToken.ThrowIfCancellationRequested();
            var before = i > 0 ? records[i - 1].Kind : RecordKind.Blank;
            var opens = hasComments ? before != RecordKind.Text : headers.Count == 0 || before != RecordKind.Text || IsTitle(text.Span, records[i - 1]);
            if (!opens || (headers.Count == 0 && seen++ >= MostLinesAbove)) continue;

            var isKnown = records[i].Length <= LongestHeader && HeaderOf(text, records[i]) is { } header && isHeader(header);

            // Between comments every table has a header of its own; a blank line alone may stand within one.
            var isOwn = hasComments && (before == RecordKind.Comment || headers.Count == 0 || !BeginsWithDigit(text.Span, records[i]));
            if (isKnown || isOwn) headers.Add((i, isKnown));
        }

        return headers;
    }

    private static IReadOnlyList<string>? HeaderOf(ReadOnlyMemory<byte> text, FileRecord record) => CsvTable.HeaderOf(text.Slice(record.Start, Math.Min(record.Length, LongestHeader)));

    private static bool BeginsWithDigit(ReadOnlySpan<byte> text, FileRecord record) => text.Slice(record.Start, record.Length).TrimStart(" \""u8) is [>= (byte)'0' and <= (byte)'9', ..];

    private static bool IsTitle(ReadOnlySpan<byte> text, FileRecord record) =>
        record.Kind == RecordKind.Text && record.Length < 200 && text.Slice(record.Start, record.Length).Trim(" \r\n\",;\t"u8) is var rest && !rest.ContainsAny(",;\t\""u8);

    private static string TitleOf(ReadOnlySpan<byte> text, FileRecord record)
    {
        var line = Encoding.UTF8.GetString(text.Slice(record.Start, Math.Min(record.Length, 500))).AsSpan().Trim();
        return line.TrimStart("\"#").TrimEnd("\",;\t").Trim().ToString();
    }

    /// <summary>The text's lines, where a cell of several lines keeps its own together.</summary>
    private static List<FileRecord> RecordsOf(ReadOnlySpan<byte> text, bool hasComments)
    {
        var records = new List<FileRecord>();
        var (start, line, firstLine, quoted) = (0, 1, 1, false);
        var isComment = hasComments && IsCommentAt(text, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var isEnd = i == text.Length;
            if (!isEnd && text[i] == '"' && !isComment) quoted = !quoted;
            var breaks = !isEnd && (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')));
            if (breaks) line++;
            if (!isEnd && (!breaks || quoted)) continue;
            if (isEnd && start == i) break;

            var length = (isEnd ? i : i + 1) - start;
            records.Add(new(start, length, firstLine, isComment ? RecordKind.Comment : IsNothing(text.Slice(start, length)) ? RecordKind.Blank : RecordKind.Text));
            (start, firstLine, quoted) = (i + 1, line, false);
            isComment = hasComments && IsCommentAt(text, start);
        }

        return records;
    }

    /// <summary>Whether a line has no cell with anything in it, or is the one for Excel that names the delimiter.</summary>
    private static bool IsNothing(ReadOnlySpan<byte> line)
    {
        var rest = line.Trim(" \t\r\n\v\f,;\""u8);
        return rest.IsEmpty || (rest.Length <= 5 && Separator().IsMatch(Encoding.UTF8.GetString(line)));
    }

    private static bool IsCommentAt(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'"') at++;
        return at < text.Length && text[at] == '#';
    }

    private readonly record struct FileRecord(int Start, int Length, int Line, RecordKind Kind);

    private enum RecordKind
    {
        Text,
        Comment,
        Blank,
    }

    /// <summary>A line for Excel, which names the delimiter.</summary>
    [GeneratedRegex(@"\A\s*""?sep=.""?\s*\z", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Separator();
}
