using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>Reads the tables of a workbook's sheets. Dates and numbers come as they are stored, whatever they look like in Excel.</summary>
internal static class Workbook
{
    private const int MostLinesAbove = 20;
    private const int MostLines = 200_000;
    private const int MostCells = 200;

    /// <summary>A workbook is compressed, and may be far more than it seems.</summary>
    private const long MostBytes = 400L * 1024 * 1024;

    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The tables of known exports, and the sheets that hold none.</summary>
    public static (IReadOnlyList<Section> Sections, IReadOnlyList<string> Others, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            if (IsTooLarge(content)) return ([], [], new(file, 1, null, null, "the workbook is too large when it is unpacked: split it"));
            using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(content.ToArray()));
            var sections = new List<Section>();
            var others = new List<string>();
            do
            {
                var name = reader.Name ?? "";
                if (SectionOf($"{file} ({PostText.Excerpt(name, 60)})", RowsOf(reader, cancellationToken)) is { } section) sections.Add(section);
                else others.Add(name);
            }
            while (reader.NextResult());
            return (sections, others, null);
        }

        // The reader meets damaged files with whatever exception its arithmetic ends in.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ([], [], new(file, 1, null, null, "the workbook cannot be read: open it, and save the sheet as CSV UTF-8"));
        }
    }

    private static bool IsTooLarge(ReadOnlyMemory<byte> content)
    {
        if (content.Span is not [0x50, 0x4B, ..]) return false;
        using var parts = new ZipArchive(new MemoryStream(content.ToArray()), ZipArchiveMode.Read);
        return parts.Entries.Sum(part => part.Length) > MostBytes;
    }

    private static List<CsvLine> RowsOf(IExcelDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<CsvLine>();
        for (var number = 1; rows.Count <= MostLines && reader.Read(); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<string> cells = [.. Enumerable.Range(0, Math.Min(reader.FieldCount, MostCells)).Select(i => TextOf(reader.GetValue(i)))];
            if (cells.Exists(cell => cell.Length > 0)) rows.Add(new(number, cells));
        }

        return rows;
    }

    private static Section? SectionOf(string name, List<CsvLine> rows)
    {
        for (var i = 0; i < Math.Min(rows.Count, MostLinesAbove); i++)
        {
            if (KnownExports.Match(rows[i].Cells) is not { } columns) continue;

            // Numbers are written with a point, as in files whose cells are parted by commas.
            return new(name, rows[i].Number, [.. rows.Take(i).Select(row => row[0])], new(rows[i].Cells, rows[(i + 1)..], [], ','), columns);
        }

        return null;
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e15 => number.ToString("0.##########", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()?.Trim() ?? "",
    };
}
