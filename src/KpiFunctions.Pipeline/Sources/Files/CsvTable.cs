using System.Text;
using CsvHelper;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>A CSV file as text: its header, and each line by its number in the file.</summary>
/// <param name="Malformed">Lines whose quotes do not close, by number.</param>
internal sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<CsvLine> Lines, IReadOnlyList<int> Malformed, char Delimiter)
{
    private const int MostLines = 200_000;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads a file in UTF-8 or UTF-16, with commas, semicolons or tabs.</summary>
    public static (CsvTable? Table, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (Decode(content.Span) is not { } text)
            return (null, new(file, 1, null, null, "the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8"));
        if (text.Contains('\0', StringComparison.Ordinal))
            return (null, new(file, 1, null, null, "the file is not text: export it as CSV, not as a workbook"));
        if (text.AsSpan().Trim().IsEmpty)
            return (null, new(file, 1, null, null, "the file is empty"));

        // A quote that is never closed would swallow all lines after it: then a line break ends a line whatever the quotes say.
        var table = Read(text, lineBreaksInQuotes: true, cancellationToken);
        if (table.Malformed.Count > 0) table = Read(text, lineBreaksInQuotes: false, cancellationToken);

        if (table.Lines.Count > MostLines)
            return (null, new(file, table.Lines[MostLines].Number, null, null, $"the file has more than {MostLines:N0} lines: split it"));
        if (table.Header.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return (null, new(file, 1, twice.Key, null, "this column stands in the file twice: delete one of them"));
        return (table, null);
    }

    private static CsvTable Read(string text, bool lineBreaksInQuotes, CancellationToken cancellationToken)
    {
        var delimiter = DelimiterOf(text);
        var malformed = new List<int>();
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = delimiter,
            AllowLineBreaksInQuotes = lineBreaksInQuotes,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => malformed.Add((int)record.LineNumber),
            TrackLineNumbers = true,
        });
        csv.ReadHeader();
        var header = csv.Headers.ToArray().Select(name => name.Trim()).ToList();
        var lines = new List<CsvLine>();
        while (lines.Count <= MostLines && csv.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            lines.Add(new((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())]));
        }

        return new(header, lines, malformed, delimiter);
    }

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

    /// <summary>The one that the first line holds most of.</summary>
    private static char DelimiterOf(string text)
    {
        var line = text.AsSpan().TrimStart("\r\n");
        var end = line.IndexOfAny('\r', '\n');
        var header = (end < 0 ? line : line[..end]).ToString();
        return Delimiters.MaxBy(delimiter => header.Count(c => c == delimiter));
    }
}

/// <summary>One line; a cell beyond its end is empty.</summary>
/// <param name="Number">The line of the file on which it begins.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Cells)
{
    public string this[int column] => column < Cells.Count ? Cells[column] : "";
}
