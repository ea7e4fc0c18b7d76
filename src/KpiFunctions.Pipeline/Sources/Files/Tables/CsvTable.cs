using CsvHelper;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>
/// A table of a CSV file: its header, and each line by its number in the file. Blank lines are left out. The lines are read
/// from the text each time that they are asked for, so that a large file does not stand in memory cell by cell.
/// </summary>
internal sealed class CsvTable
{
    private const int MostLines = 200_000;
    private const int MostColumns = 1_000;
    private static readonly char[] Delimiters = [',', ';', '\t'];
    private readonly ReadOnlyMemory<byte> text;
    private readonly int firstLine;

    /// <summary>The first line, from the text's beginning, whose quotes took in lines after it.</summary>
    private readonly int swallowed;

    private CsvTable(ReadOnlyMemory<byte> text, int firstLine, char delimiter, IReadOnlyList<string> header, int swallowed, IReadOnlyList<int> malformed) =>
        (this.text, this.firstLine, Delimiter, Header, this.swallowed, Malformed) = (text, firstLine, delimiter, header, swallowed, malformed);

    public IReadOnlyList<string> Header { get; }

    public char Delimiter { get; }

    /// <summary>Lines whose quotes do not close, by number.</summary>
    public IReadOnlyList<int> Malformed { get; }

    /// <summary>The line of the file on which the header stands.</summary>
    public int HeaderLine => firstLine;

    /// <summary>Lines below the header, those whose quotes do not close left out.</summary>
    public int Count { get; private init; }

    /// <summary>Lines below the header.</summary>
    public int Rows => Count + Malformed.Count;

    /// <summary>The last line, where the file ends within it: it has fewer cells than others, and no line break. Null where it is whole.</summary>
    public int? BreaksOffAt { get; private init; }

    /// <summary>The last line, where the file ends behind it without a line break: its last cell may be cut off.</summary>
    public int? EndsOpenAt { get; private init; }

    public IEnumerable<CsvLine> Lines => LinesOf(text, Delimiter, swallowed).Select(line => line with { Number = line.Number + firstLine - 1 });

    /// <summary>Reads a table whose cells are parted by commas, semicolons or tabs.</summary>
    /// <param name="text">In UTF-8.</param>
    /// <param name="firstLine">The line of the file on which the text begins.</param>
    public static (CsvTable? Table, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> text, CancellationToken cancellationToken, int firstLine = 1)
    {
        (CsvTable?, RefusedLine?) Refused(int line, string message) => (null, new(file, line, null, null, message));

        var delimiter = DelimiterOf(text.Span);
        var header = HeaderOf(text, delimiter);
        if (header is null) return Refused(firstLine, "the header has a quote that is never closed, or text behind a closing one: put the whole name into quotes");
        if (header.Count > MostColumns) return Refused(firstLine, $"the file has more than {MostColumns:N0} columns: export the ones that are needed");

        // From a quote that is never closed on, which swallows all that follow, no cell has several lines.
        var lines = new LineCount();
        var swallowed = lines.Add(text, delimiter, lineBreaksInQuotes: true, 1, int.MaxValue, cancellationToken);
        if (swallowed != int.MaxValue)
        {
            lines = new LineCount();
            lines.Add(text, delimiter, lineBreaksInQuotes: true, 1, swallowed, cancellationToken);
            lines.Add(text, delimiter, lineBreaksInQuotes: false, swallowed, int.MaxValue, cancellationToken);
        }

        if (lines.TooMany is { } beyond) return Refused(beyond + firstLine - 1, $"the file has more than {MostLines:N0} lines: split it");
        var endsOpen = lines.Count > 0 && text.Span[^1] is not ((byte)'\r' or (byte)'\n');
        var breaksOff = endsOpen && lines.LastCells < header.Count && (lines.Count == 1 || lines.LongestBefore >= header.Count);
        return (new(text, firstLine, delimiter, header, swallowed, [.. lines.Malformed.Select(line => line + firstLine - 1)])
        {
            Count = lines.Count,
            BreaksOffAt = breaksOff ? lines.Last + firstLine - 1 : null,
            EndsOpenAt = endsOpen && !breaksOff && lines.LastCells >= header.Count ? lines.Last + firstLine - 1 : null,
        }, null);
    }

    /// <summary>The cells of a text's first line; null where its quotes do not close.</summary>
    public static IReadOnlyList<string>? HeaderOf(ReadOnlyMemory<byte> text) => HeaderOf(text, DelimiterOf(text.Span));

    private static List<string>? HeaderOf(ReadOnlyMemory<byte> text, char delimiter)
    {
        var isMalformed = false;
        using var csv = ReaderOf(text, delimiter, lineBreaksInQuotes: true, _ => isMalformed = true);
        csv.ReadHeader();
        return isMalformed ? null : [.. csv.Headers.ToArray().Select(name => Tidy(name))];
    }

    private static IEnumerable<CsvLine> LinesOf(ReadOnlyMemory<byte> text, char delimiter, int swallowed)
    {
        foreach (var line in Enumerate(lineBreaksInQuotes: true))
        {
            if (line.Number >= swallowed) break;
            yield return line;
        }

        if (swallowed == int.MaxValue) yield break;
        foreach (var line in Enumerate(lineBreaksInQuotes: false))
            if (line.Number >= swallowed) yield return line;

        IEnumerable<CsvLine> Enumerate(bool lineBreaksInQuotes)
        {
            using var csv = ReaderOf(text, delimiter, lineBreaksInQuotes);
            csv.ReadHeader();
            while (csv.Read())
            {
                var cells = new string[csv.FieldCount];
                var isBlank = true;
                for (var i = 0; i < cells.Length; i++) isBlank &= (cells[i] = Tidy(csv.GetString(i))).Length == 0;
                if (!isBlank) yield return new((int)csv.LineNumber, cells);
            }
        }
    }

    private static CsvReader ReaderOf(ReadOnlyMemory<byte> text, char delimiter, bool lineBreaksInQuotes, Action<CsvMalformedRecord>? onMalformed = null) => CsvReader.Create(text, new CsvReaderOptions
    {
        Separator = delimiter,
        AllowLineBreaksInQuotes = lineBreaksInQuotes,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = onMalformed is null ? null : record => onMalformed(record),
        TrackLineNumbers = true,
    });

    /// <summary>Counts lines without making strings of their cells.</summary>
    private sealed class LineCount
    {
        public List<int> Malformed { get; } = [];

        public int Count { get; private set; }

        public int Last { get; private set; }

        public int LastCells { get; private set; }

        public int LongestBefore { get; private set; }

        /// <summary>The first line beyond the most that are read; null where there is none.</summary>
        public int? TooMany { get; private set; }

        /// <summary>Counts the lines from one on, and before another.</summary>
        /// <returns>The first line of all whose quotes took in lines after it; the largest number where there is none.</returns>
        public int Add(ReadOnlyMemory<byte> text, char delimiter, bool lineBreaksInQuotes, int first, int end, CancellationToken cancellationToken)
        {
            var swallowed = int.MaxValue;
            using var csv = ReaderOf(text, delimiter, lineBreaksInQuotes, record =>
            {
                if (record.LineNumber >= first && record.LineNumber < end) Malformed.Add((int)record.LineNumber);
                if (record.RawRecord.AsSpan().ContainsAny('\r', '\n')) swallowed = Math.Min(swallowed, (int)record.LineNumber);
            });
            csv.ReadHeader();
            while (csv.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var line = (int)csv.LineNumber;
                if (line < first || line >= end || IsBlank(csv)) continue;
                if (++Count > MostLines) TooMany ??= line;
                LongestBefore = Math.Max(LongestBefore, LastCells);
                (Last, LastCells) = (line, csv.FieldCount);
            }

            return swallowed;
        }

        private static bool IsBlank(CsvReader csv)
        {
            for (var i = 0; i < csv.FieldCount; i++)
                if (!csv.GetSpan(i).Trim((byte)' ').IsEmpty && Tidy(csv.GetString(i)).Length > 0) return false;
            return true;
        }
    }

    /// <summary>A cell without the spaces around it and what no reader sees.</summary>
    private static string Tidy(string cell) => cell.AsSpan().ContainsAny('\u00AD', '\u200B', '\uFEFF')
        ? cell.Replace("\u00AD", "", StringComparison.Ordinal).Replace("\u200B", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal).Trim()
        : cell.Trim();

    /// <summary>The one that the header holds most of, outside its quotes.</summary>
    private static char DelimiterOf(ReadOnlySpan<byte> text)
    {
        var counts = new int[Delimiters.Length];
        var (quoted, begun) = (false, false);
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c is (byte)'\r' or (byte)'\n' && begun) break;
            begun |= c is not ((byte)'\r' or (byte)'\n');
            if (Array.IndexOf(Delimiters, (char)c) is >= 0 and var which) counts[which]++;
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }
}

/// <summary>One line; a cell beyond its end is empty.</summary>
/// <param name="Number">The line of the file on which it begins.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Cells)
{
    public string this[int column] => column < Cells.Count ? Cells[column] : "";
}
