using System.Text;
using CsCheck;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

public sealed class FilePropertyTests
{
    private static readonly Gen<char> Delimiter = Choice(',', ';', '\t');

    /// <summary>Letters, and all that a cell has to be quoted for.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(Gen.Char['a', 'z'], Choice(',', ';', '\t', '"', '\n', ' ', 'é', '=', '<')).Array[0, 20].Select(letters => new string(letters));

    private static readonly Gen<(string Text, int? Reactions, int? Clicks, bool Quoted)> Row =
        Gen.Select(Text, Gen.Int[0, 2_000_000], Gen.Int[0, 9_999_999], Gen.Bool, Gen.Int[0, 9], (text, reactions, clicks, quoted, empty) =>
            (text, empty == 0 ? (int?)null : reactions, empty == 1 ? (int?)null : clicks, quoted));

    [Fact]
    public void A_table_comes_back_however_it_is_quoted_and_parted() =>
        Gen.Select(Delimiter, Choice("\n", "\r\n"), Row.Array[1, 30], Gen.Bool).Sample((delimiter, lineBreak, rows, bom) =>
        {
            string Cell(string text, bool quoted) =>
                quoted || text.AsSpan().ContainsAny("\"\n,;\t") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
            var csv = new StringBuilder(string.Join(delimiter, "id", "published", "text", "reactions", "clicks") + lineBreak);
            foreach (var (row, i) in rows.Select((row, i) => (row, i)))
            {
                string[] cells = [$"p{i}", "2026-11-10T10:00:00", row.Text, $"{row.Reactions}", $"{row.Clicks}"];
                csv.Append(string.Join(delimiter, cells.Select(cell => Cell(cell, row.Quoted)))).Append(lineBreak);
            }

            var result = Import([.. bom ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(csv.ToString())]);

            result.Refused.ShouldBeEmpty();
            result.Posts.Select(post => (post.Excerpt ?? "", post[Metrics.Reactions], post[Metrics.Clicks]))
                .ShouldBe(rows.Select(row => (string.Join(' ', row.Text.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)), (double?)row.Reactions, (double?)row.Clicks)));
        }, iter: 300);

    [Fact]
    public void Every_line_with_something_in_it_is_taken_or_named()
    {
        var piece = Gen.OneOf(Text, Choice("\"", "\"\"", ",", "2026-11-10", "p1", "12", "1,5", "-", "\r\n", "\n"));
        piece.Array[0, 40].Select(pieces => string.Concat(pieces)).Sample(body =>
        {
            var lines = body.Split((string[])["\r\n", "\n"], StringSplitOptions.None).Count(line => line.Trim(' ', '\t', ',', '"').Length > 0);
            var result = Import("id,published,reach\n" + body);
            if (lines > 0) result.Rows.ShouldBeGreaterThan(0);
            (result.Rows - result.Refused.Where(line => line.Line > 1).Select(line => line.Line).Distinct().Count()).ShouldBeGreaterThanOrEqualTo(result.Posts.Count);
            result.Refused.Select(line => line.Line).ShouldBeInOrder();
        }, iter: 1000);
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var bytes = Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.OneOf(Choice((byte)'"', (byte)',', (byte)';', (byte)'\n', (byte)'\r', (byte)'\t', (byte)' '), Gen.Byte[0x20, 0x7E]).Array[0, 300]);
        var start = Choice<byte[]>([], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], "id,published,reach\n"u8.ToArray(), "day;followers;views\r\n"u8.ToArray());
        Gen.Select(start, bytes).Sample((head, tail) =>
        {
            var result = Import([.. head, .. tail]);
            result.Posts.SelectMany(post => post.Values.Values).Concat(result.Readings.SelectMany(reading => reading.Values.Values)).ShouldAllBe(value => double.IsFinite(value) && value >= 0);
        }, iter: 3000);
    }

    private static Gen<T> Choice<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
