using CsvHelper;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>A CSV file as text: its header, and each line by its number in the file. Blank lines are left out.</summary>
/// <param name="Malformed">Lines whose quotes do not close, by number.</param>
internal sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<CsvLine> Lines, IReadOnlyList<int> Malformed, char Delimiter)
{
    private const int MostLines = 200_000;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads a table whose cells are parted by commas, semicolons or tabs.</summary>
    /// <param name="firstLine">The line of the file on which the text begins.</param>
    public static (CsvTable? Table, RefusedLine? Problem) Read(string file, string text, CancellationToken cancellationToken, int firstLine = 1, bool mayRepeatColumns = false)
    {
        (CsvTable?, RefusedLine?) Refused(int line, string? column, string message) => (null, new(file, line, column, null, message));

        var (table, swallowed) = Read(text, lineBreaksInQuotes: true, cancellationToken);
        if (swallowed is { } from) table = table.Until(from, Read(text, lineBreaksInQuotes: false, cancellationToken).Table);

        table = table.From(firstLine);
        if (table.Header.Count == 0) return Refused(firstLine, null, "the header has a quote that is never closed, or text behind a closing one: put the whole name into quotes");
        if (table.Lines.Count > MostLines) return Refused(table.Lines[MostLines].Number, null, $"the file has more than {MostLines:N0} lines: split it");
        return mayRepeatColumns ? (table, null) : table.Header.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? Refused(firstLine, twice.Key, "this column stands in the file twice: delete one of them")
            : (table, null);
    }

    /// <summary>
    /// One pass over the text, and the first line whose quotes took in lines after it: one that is never closed swallows
    /// all that follow.
    /// </summary>
    private static (CsvTable Table, int? Swallowed) Read(string text, bool lineBreaksInQuotes, CancellationToken cancellationToken)
    {
        var delimiter = DelimiterOf(text);
        var malformed = new List<int>();
        int? swallowed = null;
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = delimiter,
            AllowLineBreaksInQuotes = lineBreaksInQuotes,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record =>
            {
                malformed.Add((int)record.LineNumber);
                if (record.RawRecord.AsSpan().ContainsAny('\r', '\n')) swallowed ??= (int)record.LineNumber;
            },
            TrackLineNumbers = true,
        });
        csv.ReadHeader();
        if (malformed.Count > 0) return (new([], [], malformed, delimiter), swallowed);
        var header = csv.Headers.ToArray().Select(name => name.Trim()).ToList();
        var lines = new List<CsvLine>();
        while (lines.Count <= MostLines && csv.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var line = new CsvLine((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())]);
            if (line.Cells.Any(cell => cell.Length > 0)) lines.Add(line);
        }

        return (new(header, lines, malformed, delimiter), swallowed);
    }

    /// <summary>This table's lines before a line of the file, and another reading's from there on.</summary>
    private CsvTable Until(int line, CsvTable rest) => rest with
    {
        Lines = [.. Lines.Where(l => l.Number < line), .. rest.Lines.Where(l => l.Number >= line)],
        Malformed = [.. Malformed.Where(l => l < line), .. rest.Malformed.Where(l => l >= line)],
    };

    /// <summary>The same table as it stands further down in a file.</summary>
    private CsvTable From(int firstLine) => firstLine == 1 ? this : this with
    {
        Lines = [.. Lines.Select(line => line with { Number = line.Number + firstLine - 1 })],
        Malformed = [.. Malformed.Select(line => line + firstLine - 1)],
    };

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
