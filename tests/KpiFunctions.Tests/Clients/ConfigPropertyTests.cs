using System.Text;
using CsCheck;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;

namespace KpiFunctions.Tests.Clients;

/// <summary>Whatever lies in a file: an answer with a place in it, and no crash.</summary>
public sealed class ConfigPropertyTests
{
    private static readonly byte[][] Samples =
        [.. Directory.EnumerateFiles(Repository.PathOf("samples", "clients"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "1e400", "-1", "\"\\ud800\"", "\\ud800", "\"é\"", "\"😀\"", "//", "/*", "\u0000", "true", "\"facebook\"", "\"custom\"", "\"2027-02-30\"", "\"9:99\"",
        "\r", "\u2028", "\"\\n\": 1,", "\"https://a:b@c/?d\"", "[[[[[[[[[[[[[[[[[", "\"formula\": \"(((\",",
    ];

    [Fact]
    public void A_sample_that_was_spoilt_anywhere_is_answered() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, 5_000], Gen.Int[0, 40], Gen.Int[0, Fragments.Length - 1]).Sample((sample, at, length, fragment) =>
        {
            var file = Samples[sample];
            var from = Math.Min(at, file.Length);
            byte[] spoilt = [.. file[..from], .. Encoding.UTF8.GetBytes(Fragments[fragment]), .. file[Math.Min(from + length, file.Length)..]];
            HasPlaces(Given.Parser.Parse("sample.json", spoilt, Given.Today), spoilt);
        }, iter: 3_000);

    /// <summary>Values of every kind in every place: what the parser meets after the JSON itself is in order.</summary>
    [Fact]
    public void A_sample_with_any_value_in_place_of_another_is_answered() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, 200], Gen.Int[0, 200]).Sample((sample, one, other) =>
        {
            var file = Samples[sample];
            var values = Values(LocatedJsonReader.Read(file).Value!, file).ToList();
            var (target, source) = (values[one % values.Count], values[other % values.Count]);
            byte[] spoilt = [.. file[..target.Start], .. file[source], .. file[target.End..]];
            HasPlaces(Given.Parser.Parse("sample.json", spoilt, Given.Today), spoilt);
        }, iter: 3_000);

    [Fact]
    public void Bytes_of_any_kind_are_answered() =>
        Gen.Byte.Array[0, 200].Sample(bytes => HasPlaces(Given.Parser.Parse("shop.json", bytes, Given.Today), bytes), iter: 3_000);

    [Fact]
    public void A_value_stands_where_it_was_written() =>
        Gen.Select(GenText.Array[1, 8], Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\n\n    ")), Gen.Bool).Sample((texts, newLine, hasMark) =>
        {
            var json = new StringBuilder("{").Append(newLine);
            var places = new List<Place>();
            foreach (var (text, i) in texts.Select((text, i) => (text, i)))
            {
                json.Append($"/* {text} */ \"{text}{i}\": [\"{text}\", ");
                var before = json.ToString();
                places.Add(new(before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n')));
                json.Append($"{i}],").Append(newLine);
            }

            json.Append('}');
            var root = (LocatedObject)LocatedJsonReader.Read(Encoding.UTF8.GetBytes((hasMark ? "\uFEFF" : "") + json)).Value!;
            root.Members.Select(member => ((LocatedArray)member.Value).Items[1].At).ShouldBe(places);
            root.Members.Select(member => member.Name).ShouldBe(texts.Select((text, i) => $"{text}{i}"));
        });

    /// <summary>Latin, Chinese, and characters that count as two.</summary>
    private static Gen<string> GenText => Gen.OneOf(Gen.Char['a', 'z'].Select(c => c.ToString()), Gen.Char['à', 'ÿ'].Select(c => c.ToString()), Gen.Char['一', '三'].Select(c => c.ToString()), Gen.Const("😀"))
        .Array[0, 12].Select(string.Concat);

    private static IEnumerable<Range> Values(LocatedValue value, byte[] file) => value switch
    {
        LocatedObject o => o.Members.SelectMany(member => Values(member.Value, file)),
        LocatedArray a => a.Items.SelectMany(item => Values(item, file)),
        LocatedText text => [Written(file, text.At, Encoding.UTF8.GetByteCount(text.Text) + 2)],
        LocatedNumber number => [Written(file, number.At, number.Written.Length)],
        _ => [],
    };

    private static Range Written(byte[] file, Place at, int length)
    {
        var lines = Encoding.UTF8.GetString(file).Split('\n');
        var start = lines.Take(at.Line - 1).Sum(line => Encoding.UTF8.GetByteCount(line) + 1) + Encoding.UTF8.GetByteCount(lines[at.Line - 1].AsSpan(0, at.Column - 1));
        return start..(start + length);
    }

    private static void HasPlaces(ConfigVerdict verdict, byte[] file)
    {
        var lines = Encoding.UTF8.GetString(file).Split('\n');
        (verdict.Config is null).ShouldBe(verdict.Problems.Any(problem => problem.Severity == Severity.Error));
        verdict.Problems.Where(problem => !IsWithin(lines, problem.At)).ShouldBeEmpty();
        verdict.Problems.Where(problem => problem.Message.Length == 0 || problem.ToString().Any(char.IsControl)).ShouldBeEmpty();
    }

    private static bool IsWithin(string[] lines, Place at) => at.Line >= 1 && at.Line <= lines.Length && at.Column >= 1 && at.Column <= lines[at.Line - 1].Length + 1;
}
