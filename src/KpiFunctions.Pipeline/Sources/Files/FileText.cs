using System.Text;
using System.Text.Unicode;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>From a file's bytes to its text.</summary>
internal static class FileText
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Reads UTF-8, UTF-16 with its byte order mark, or else Windows-1252, which spreadsheets in western Europe save by themselves.</summary>
    /// <returns>The text in UTF-8, which is the file itself where it has no other encoding.</returns>
    public static (ReadOnlyMemory<byte>? Text, string? Note, RefusedLine? Problem) Read(string file, ReadOnlyMemory<byte> content)
    {
        (ReadOnlyMemory<byte>?, string?, RefusedLine?) Refused(string message) => (null, null, new(file, 1, null, null, message));

        string? note = null;
        if (Decode(content) is not { } text)
        {
            if (IsMarked(content.Span)) return Refused("the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8");
            var decoded = Windows1252.GetString(content.Span);
            note = "read as Windows-1252, as the file is not UTF-8: look whether its accents are right, or save it as CSV UTF-8";
            if (decoded.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'))) return Refused("the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8");
            text = Encoding.UTF8.GetBytes(decoded);
        }

        if (text.Span.Contains((byte)0)) return Refused("the file is not text: export it as CSV UTF-8");
        return text.Span.Trim(" \t\r\n"u8).IsEmpty ? Refused("the file is empty") : (text, note, null);
    }

    private static bool IsMarked(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0xEF, 0xBB, 0xBF, ..];

    private static ReadOnlyMemory<byte>? Decode(ReadOnlyMemory<byte> content)
    {
        switch (content.Span)
        {
            case [0xFF, 0xFE, ..]:
                return Recoded(new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), content[2..]);
            case [0xFE, 0xFF, ..]:
                return Recoded(new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), content[2..]);
            default:
                while (content.Span is [0xEF, 0xBB, 0xBF, ..]) content = content[3..];
                return Utf8.IsValid(content.Span) ? content : default(ReadOnlyMemory<byte>?);
        }
    }

    private static ReadOnlyMemory<byte>? Recoded(Encoding encoding, ReadOnlyMemory<byte> content)
    {
        try
        {
            return new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(encoding.GetString(content.Span)));
        }
        catch (DecoderFallbackException)
        {
            return default(ReadOnlyMemory<byte>?);
        }
    }
}
