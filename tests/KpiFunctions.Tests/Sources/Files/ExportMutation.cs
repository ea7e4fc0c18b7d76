using System.Text;
using KpiFunctions.Pipeline.Sources.Files;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>An export after something happened to it that happens to people's files.</summary>
/// <param name="What">What happened, for messages.</param>
/// <param name="MayBeWhole">Whether the rest may be a valid file that says less: then figures may be missing without a word.</param>
internal sealed record ExportMutation(string What, byte[] Content, bool MayBeWhole = false)
{
    private static readonly Encoding Latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Mutates an export as a seed says; null where what was drawn does not fit it.</summary>
    public static ExportMutation? Of(byte[] content, int seed)
    {
        var random = new Random(seed);
        if (FileText.Read("export", content).Text is not { } bytes) return CutAt(content, random.Next(1, content.Length));
        var text = Encoding.UTF8.GetString(bytes.Span);
        var file = new CsvRecords(text);
        return random.Next(7) switch
        {
            0 => file.WithColumns(random, columns => [.. columns.OrderBy(_ => random.Next())]) is { } moved ? new("columns moved", Utf8(moved)) : null,
            1 => file.WithHeading(random, (heading, _) => $"Zq{random.Next(1000)} {heading.Length}") is { } renamed ? new("a heading renamed", Utf8(renamed)) : null,
            2 => file.WithColumns(random, columns => [.. columns, columns[random.Next(columns.Count)]]) is { } doubled ? new("a column doubled", Utf8(doubled)) : null,
            3 => file.WithHeading(random, (_, others) => others[random.Next(others.Count)]) is { } twice ? new("a heading written over another's", Utf8(twice)) : null,
            4 => CutAt(content, random.Next(1, content.Length)),
            5 => Encoded(text, random),
            _ => random.Next(2) == 0 ? new("other separators", Utf8(file.Parted(";\t,"[random.Next(3)]))) : new("the other decimal sign", Utf8(file.WithOtherDecimalSign())),
        };
    }

    private static ExportMutation CutAt(byte[] content, int length)
    {
        // Behind a line, what is left is a file of fewer lines.
        var isBetweenLines = content[length - 1] is (byte)'\n' or (byte)'\r' || content[length] is (byte)'\n' or (byte)'\r' || (content[length - 1] == 0 && content[length - 2] is (byte)'\n');
        return new($"cut at byte {length} of {content.Length}", content[..length], isBetweenLines);
    }

    private static ExportMutation Encoded(string text, Random random) => random.Next(5) switch
    {
        0 => new("UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]),
        1 => new("UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]),
        2 => new("UTF-16, big-endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]),
        3 => new("Windows-1252", Latin.GetBytes(text)),
        _ => new("Latin-1 read as UTF-8 and saved again", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text)))),
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
