using System.Text;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>From a file's bytes to its text.</summary>
internal static class FileText
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Reads UTF-8, UTF-16 with its byte order mark, or else Windows-1252, which spreadsheets in western Europe save by themselves.</summary>
    public static (string? Text, string? Note, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> content)
    {
        (string?, string?, RefusedLine?) Refused(string message) => (null, null, new(file, 1, null, null, message));

        string? note = null;
        if (Decode(content.Span) is not { } text)
        {
            if (IsMarked(content.Span)) return Refused("the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8");
            (text, note) = (Windows1252.GetString(content.Span), "read as Windows-1252, as the file is not UTF-8: look whether its accents are right, or save it as CSV UTF-8");
            if (text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'))) return Refused("the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8");
        }

        if (text.Contains('\0', StringComparison.Ordinal)) return Refused("the file is not text: export it as CSV UTF-8");
        return text.AsSpan().Trim().IsEmpty ? Refused("the file is empty") : (text, note, null);
    }

    private static bool IsMarked(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0xEF, 0xBB, 0xBF, ..];

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
}
