using System.Text;
using CsCheck;
using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Tests.Clients;

/// <summary>Whatever lies in a file: an answer with a place in it, and no crash.</summary>
public sealed class ConfigPropertyTests
{
    private static readonly byte[][] Samples =
        [.. Directory.EnumerateFiles(Repository.PathOf("samples", "clients"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static readonly string[] Fragments =
        ["{", "}", "[", "]", "\"", ",", ":", "null", "1e400", "-1", "\\ud800", "\"é\"", "//", "/*", "\u0000", "true", "\"facebook\"", "\"custom\"", "\"2027-02-30\"", "\"9:99\""];

    [Fact]
    public void A_sample_that_was_spoilt_anywhere_is_answered() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, 5_000], Gen.Int[0, 40], Gen.Int[0, Fragments.Length - 1]).Sample((sample, at, length, fragment) =>
        {
            var file = Samples[sample];
            var from = Math.Min(at, file.Length);
            byte[] spoilt = [.. file[..from], .. Encoding.UTF8.GetBytes(Fragments[fragment]), .. file[Math.Min(from + length, file.Length)..]];
            HasPlaces(Given.Parser.Parse("sample.json", spoilt, Given.Today), spoilt);
        }, iter: 3_000);

    [Fact]
    public void Bytes_of_any_kind_are_answered() =>
        Gen.Byte.Array[0, 200].Sample(bytes => HasPlaces(Given.Parser.Parse("shop.json", bytes, Given.Today), bytes), iter: 3_000);

    [Fact]
    public void A_value_stands_where_it_was_written() =>
        Gen.Select(Gen.Int[0, 5], Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['à', 'ÿ'], Gen.Char['一', '三']), 0, 20]).Sample((lines, before) =>
        {
            var json = new string('\n', lines) + $"{{ \"{before}\": 1, \"x\": 7 }}";
            var root = (LocatedObject)LocatedJsonReader.Read(Encoding.UTF8.GetBytes(json)).Value!;
            return root.At == new Place(lines + 1, 1) && root.Members[^1].Value.At == new Place(lines + 1, before.Length + 15);
        });

    private static void HasPlaces(ConfigVerdict verdict, byte[] file)
    {
        var lines = file.Count(value => value == '\n') + 1;
        (verdict.Config is null).ShouldBe(verdict.Problems.Any(problem => problem.Severity == Severity.Error));
        verdict.Problems.ShouldAllBe(problem => problem.At.Line >= 1 && problem.At.Line <= lines && problem.At.Column >= 1 && problem.Message.Length > 0);
    }
}
