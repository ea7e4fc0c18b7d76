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
    private readonly string text;
    private readonly int firstLine;

    /// <summary>The first line, from the text's beginning, whose quotes took in lines after it.</summary>
    private readonly int swallowed;

    private CsvTable(string text, int firstLine, char delimiter, IReadOnlyList<string> header, int swallowed, IReadOnlyList<int> malformed) =>
        (this.text, this.firstLine, Delimiter, Header, this.swallowed, Malformed) = (text, firstLine, delimiter, header, swallowed, malformed);

    public IReadOnlyList<string> Header { get; }

    public char Delimiter { get; }

    /// <summary>Lines whose quotes do not close, by number.</summary>
    public IReadOnlyList<int> Malformed { get; }

    /// <summary>The line of the file on which the header stands.</summary>
    public int HeaderLine => firstLine;

    /// <summary>Lines below the header, those whose quotes do not close left out.</summary>
    public int Count { get; private init; }

    /// <summary>The last line, where the file ends within it: it has fewer cells than others, and no line break. Null where it is whole.</summary>
    public int? BreaksOffAt { get; private init; }

    /// <summary>The last line, where the file ends behind it without a line break: its last cell may be cut off.</summary>
    public int? EndsOpenAt { get; private init; }

    public IEnumerable<CsvLine> Lines => LinesOf(text, Delimiter, swallowed).Select(line => line with { Number = line.Number + firstLine - 1 });

    /// <summary>Reads a table whose cells are parted by commas, semicolons or tabs.</summary>
    /// <param name="firstLine">The line of the file on which the text begins.</param>
    public static (CsvTable? Table, RefusedLine? Problem) Read(string file, string text, CancellationToken cancellationToken, int firstLine = 1)
    {
        (CsvTable?, RefusedLine?) Refused(int line, string message) => (null, new(file, line, null, null, message));

        var delimiter = DelimiterOf(text);
        var header = HeaderOf(text, delimiter);
        if (header is null) return Refused(firstLine, "the header has a quote that is never closed, or text behind a closing one: put the whole name into quotes");
        if (header.Count > MostColumns) return Refused(firstLine, $"the file has more than {MostColumns:N0} columns: export the ones that are needed");

        var malformed = new List<int>();
        var swallowed = SwallowedIn(text, delimiter, malformed, cancellationToken);
        var (lines, last, longest) = (0, (CsvLine?)null, 0);
        foreach (var line in LinesOf(text, delimiter, swallowed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++lines > MostLines) return Refused(line.Number + firstLine - 1, $"the file has more than {MostLines:N0} lines: split it");
            longest = Math.Max(longest, last?.Cells.Count ?? 0);
            last = line;
        }

        var endsOpen = last is not null && text[^1] is not ('\r' or '\n');
        var breaksOff = endsOpen && last!.Cells.Count < header.Count && (lines == 1 || longest >= header.Count);
        return (new(text, firstLine, delimiter, header, swallowed, [.. malformed.Select(line => line + firstLine - 1)])
        {
            Count = lines,
            BreaksOffAt = breaksOff ? last!.Number + firstLine - 1 : null,
            EndsOpenAt = endsOpen && !breaksOff && last!.Cells.Count >= header.Count ? last.Number + firstLine - 1 : null,
        }, null);
    }

    /// <summary>The cells of a text's first line; null where its quotes do not close.</summary>
    public static IReadOnlyList<string>? HeaderOf(string text) => HeaderOf(text, DelimiterOf(text));

    private static List<string>? HeaderOf(string text, char delimiter)
    {
        var isMalformed = false;
        using var csv = ReaderOf(text, delimiter, lineBreaksInQuotes: true, _ => isMalformed = true);
        csv.ReadHeader();
        return isMalformed ? null : [.. csv.Headers.ToArray().Select(name => Tidy(name))];
    }

    /// <summary>
    /// The first line whose quotes took in lines after it, since one that is never closed swallows all that follow: from
    /// there on no cell has several lines.
    /// </summary>
    private static int SwallowedIn(string text, char delimiter, List<int> malformed, CancellationToken cancellationToken)
    {
        int? swallowed = null;
        Pass(true, record =>
        {
            malformed.Add((int)record.LineNumber);
            if (record.RawRecord.AsSpan().ContainsAny('\r', '\n')) swallowed ??= (int)record.LineNumber;
        });
        if (swallowed is not { } from) return int.MaxValue;
        malformed.RemoveAll(line => line >= from);
        Pass(false, record =>
        {
            if (record.LineNumber >= from) malformed.Add((int)record.LineNumber);
        });
        return from;

        void Pass(bool lineBreaksInQuotes, Action<CsvMalformedRecord> onMalformed)
        {
            using var csv = ReaderOf(text, delimiter, lineBreaksInQuotes, onMalformed);
            csv.ReadHeader();
            while (csv.Read()) cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static IEnumerable<CsvLine> LinesOf(string text, char delimiter, int swallowed)
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
            using var csv = ReaderOf(text, delimiter, lineBreaksInQuotes, _ => { });
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

    private static CsvReader ReaderOf(string text, char delimiter, bool lineBreaksInQuotes, Action<CsvMalformedRecord> onMalformed) => CsvReader.FromText(text, new CsvReaderOptions
    {
        Separator = delimiter,
        AllowLineBreaksInQuotes = lineBreaksInQuotes,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => onMalformed(record),
        TrackLineNumbers = true,
    });

    /// <summary>A cell without the spaces around it and what no reader sees.</summary>
    private static string Tidy(string cell) => cell.AsSpan().ContainsAny('\u00AD', '\u200B', '\uFEFF')
        ? cell.Replace("\u00AD", "", StringComparison.Ordinal).Replace("\u200B", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal).Trim()
        : cell.Trim();

    /// <summary>The one that the header holds most of, outside its quotes.</summary>
    private static char DelimiterOf(string text)
    {
        var counts = new int[Delimiters.Length];
        var (quoted, begun) = (false, false);
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c is '\r' or '\n' && begun) break;
            begun |= c is not ('\r' or '\n');
            if (Array.IndexOf(Delimiters, c) is >= 0 and var which) counts[which]++;
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
