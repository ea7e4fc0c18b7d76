using System.Text;
using CsvHelper;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>A CSV file as text: its header, and each line by its number in the file. Blank lines are left out.</summary>
/// <param name="Malformed">Lines whose quotes do not close, by number.</param>
internal sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<CsvLine> Lines, IReadOnlyList<int> Malformed, char Delimiter)
{
    private const int MostLines = 200_000;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads a file in UTF-8 or UTF-16, with commas, semicolons or tabs.</summary>
    public static (CsvTable? Table, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        (CsvTable?, RefusedLine?) Refused(int line, string? column, string message) => (null, new(file, line, column, null, message));

        if (content.Span is [0x50, 0x4B, 0x03, 0x04, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..]) return Refused(1, null, "the file is a workbook: export it as CSV");
        if (Decode(content.Span) is not { } text) return Refused(1, null, "the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8");
        if (text.Contains('\0', StringComparison.Ordinal)) return Refused(1, null, "the file is not text: export it as CSV UTF-8");
        if (text.AsSpan().Trim().IsEmpty) return Refused(1, null, "the file is empty");

        var (table, swallowed) = Read(text, lineBreaksInQuotes: true, cancellationToken);
        if (swallowed is { } from) table = table.Until(from, Read(text, lineBreaksInQuotes: false, cancellationToken).Table);

        if (table.Header.Count == 0) return Refused(1, null, "the header has a quote that is never closed, or text behind a closing one: put the whole name into quotes");
        if (table.Lines.Count > MostLines) return Refused(table.Lines[MostLines].Number, null, $"the file has more than {MostLines:N0} lines: split it");
        return table.Header.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? Refused(1, twice.Key, "this column stands in the file twice: delete one of them")
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

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(false, throwOnInvalidBytes: true),
        };
        try
        {
            return encoding.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

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
