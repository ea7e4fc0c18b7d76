using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>
/// Turns a workbook's sheets into the text of CSV files, which are read like any other. Dates and numbers come as they are
/// stored, whatever they look like in the spreadsheet.
/// </summary>
internal static class Workbook
{
    /// <summary>A workbook is compressed, and may be far more than it seems.</summary>
    private const long MostUnpacked = 64L * 1024 * 1024;

    private const int MostRows = 250_000;
    private const int MostCells = 400;
    private const int MostText = 32 * 1024 * 1024;

    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The sheets that hold anything, each with its name.</summary>
    public static (IReadOnlyList<(string Name, ReadOnlyMemory<byte> Text)> Sheets, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            if (UnpackedSizeOf(content) is > MostUnpacked and var size)
                return ([], new(file, 1, null, null, $"the workbook has {size:N0} bytes when it is unpacked, and at most {MostUnpacked:N0} are read: split it, or save the sheet as CSV UTF-8"));
            using var reader = ExcelReaderFactory.CreateReader(FileKind.Open(content));
            var sheets = new List<(string Name, ReadOnlyMemory<byte> Text)>();
            var read = 0;
            do
            {
                var (text, isWhole) = TextOf(reader, MostText - read, cancellationToken);
                read += text.Length;
                if (!isWhole) return ([], new($"{file} ({PostText.Excerpt(reader.Name, 60)})", 1, null, null, $"the workbook has more than {MostRows:N0} rows in a sheet, or more text than is read: split it, or save the sheet as CSV UTF-8"));
                if (text.Length > 0) sheets.Add((PostText.Excerpt(reader.Name, 60) ?? "", text));
            }
            while (reader.NextResult());
            return (sheets, null);
        }

        // The reader meets damaged files with whatever exception its arithmetic ends in.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ([], new(file, 1, null, null, "the workbook cannot be read: open it, and save the sheet as CSV UTF-8"));
        }
    }

    private static long UnpackedSizeOf(ReadOnlyMemory<byte> content)
    {
        if (content.Span is not [0x50, 0x4B, ..]) return content.Length;
        using var parts = new ZipArchive(FileKind.Open(content), ZipArchiveMode.Read);
        return parts.Entries.Sum(part => part.Length);
    }

    /// <summary>A sheet, a line for each row: rows keep their numbers.</summary>
    private static (ReadOnlyMemory<byte> Text, bool IsWhole) TextOf(IExcelDataReader reader, int most, CancellationToken cancellationToken)
    {
        var text = new ArrayBufferWriter<byte>();
        var (rows, used) = (0, 0);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++rows > MostRows || text.WrittenCount > most) return (text.WrittenMemory, false);
            var cells = Math.Min(reader.FieldCount, MostCells);
            while (cells > 0 && reader.GetValue(cells - 1) is null) cells--;
            for (var i = 0; i < cells; i++)
            {
                if (i > 0) text.Write(","u8);
                Encoding.UTF8.GetBytes(Quoted(TextOf(reader.GetValue(i))), text);
            }

            text.Write("\n"u8);
            if (cells > 0) used = text.WrittenCount;
        }

        return (text.WrittenMemory[..used], true);
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string TextOf(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),

        // Beyond 15 digits a workbook's number is rounded: it stays recognisable as a number, and is no identifier.
        double number when Math.Abs(number) < 1e15 => number.ToString("0.##########", CultureInfo.InvariantCulture),
        double number => number.ToString("0.####E+0", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()?.Trim() ?? "",
    };
}
