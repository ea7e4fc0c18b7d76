using System.IO.Compression;
using System.Text;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>What a file is, by its first bytes; most of what is not read is told what to do instead.</summary>
internal static class FileKind
{
    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Whether the bytes are a workbook of Excel's, old or new.</summary>
    public static bool IsWorkbook(ReadOnlySpan<byte> bytes) => IsZip(bytes) || IsCompound(bytes);

    /// <summary>Why a file is not read, whatever it holds; null where it may be a table.</summary>
    public static string? ObstacleOf(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        if (IsZip(bytes)) return ZipObstacleOf(content);
        if (IsCompound(bytes))
            return bytes.IndexOf(EncryptedPackage) >= 0 ? "the workbook is protected by a password: save it without one, or save the sheet as CSV UTF-8" : null;
        if (bytes is [0x1F, 0x8B, ..]) return "is compressed (gzip): unpack it, and drop the CSV";
        if (bytes is [0x52, 0x61, 0x72, 0x21, ..] or [0x37, 0x7A, 0xBC, 0xAF, ..]) return "is an archive: unpack it, and drop the CSV";
        if (bytes.StartsWith("%PDF"u8)) return "is a PDF: export the figures as CSV";

        var head = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 2_000)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (head.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) && head.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal))
            return "is an XML workbook of Excel 2003, whatever its name ends in: open it, and save it as xlsx or CSV UTF-8";
        if (head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<table", StringComparison.OrdinalIgnoreCase))
            return "is a web page that was saved under another name (a sign-in page, or a table for Excel): download the export itself, or open it and save it as CSV UTF-8";
        if (head.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)) return "is an XML document: export the figures as CSV";
        return head is ['{', ..] || head.StartsWith("[{", StringComparison.Ordinal) ? "is JSON: export the figures as CSV" : null;
    }

    private static string? ZipObstacleOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var zip = new ZipArchive(Open(content), ZipArchiveMode.Read);
            var names = zip.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/')).ToList();
            if (names.Exists(name => name.StartsWith("xl/", StringComparison.OrdinalIgnoreCase))) return null;
            if (names.Contains("mimetype", StringComparer.Ordinal)) return "is an OpenDocument file: save the sheet as CSV UTF-8 or xlsx";
            var tables = names.Where(name => Path.GetExtension(name).ToLowerInvariant() is ".csv" or ".xlsx" or ".xls" or ".tsv").Select(name => $"\"{name}\"").ToList();
            return tables.Count == 0
                ? "is a zip without a table in it: download the export again"
                : $"is a zip: unpack it, and drop what is in it ({string.Join(", ", tables.Take(5))}{(tables.Count > 5 ? ", …" : "")})";
        }
        catch (InvalidDataException)
        {
            return "is a zip or a workbook that is damaged: download the export again";
        }
    }

    /// <summary>The bytes as a stream, without a copy where they are an array's.</summary>
    public static Stream Open(ReadOnlyMemory<byte> content) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var part) ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false) : new MemoryStream(content.ToArray(), writable: false);

    private static bool IsZip(ReadOnlySpan<byte> bytes) => bytes is [0x50, 0x4B, 0x03, 0x04, ..];

    private static bool IsCompound(ReadOnlySpan<byte> bytes) => bytes is [0xD0, 0xCF, 0x11, 0xE0, ..];
}
