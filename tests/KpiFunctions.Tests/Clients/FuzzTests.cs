using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Clients;

/// <summary>
/// Malformed formulas and configs by the thousand, made from good ones: no crash, no hang, each refused with a place in
/// it. Those that stay good by chance are made again.
/// </summary>
public sealed class FuzzTests
{
    private const int Few = 5_000;
    private const int Many = 100_000;

    private static readonly string[] Formulas =
        ["clicks / views", "(comments + shares) / posts", "conversions / sessions * 100", "-(1 + clicks) * 2.5", "((clicks + saves) - 10) / (views + 1)", "followers - followers_lost + followers_gained"];

    private static readonly string[] Tokens =
    [
        "(", ")", "+", "-", "*", "/", ".", ",", "1e5", "1e999", "0", "1.2.3", "999999999999999999999", "clicks", "impressions", "system", "×", "÷", "−", "%", "^", "=", ";", "'", "\"", "\\", "\0", "\u00a0", "\u202e",
        "２", "😀", "\ud800", "\udc00", "{{", "}}", "$(x)", "/*", "//", "null", "NaN", "Infinity", "((((((((((", "))))))))))", "- - - -",
    ];

    private static readonly byte[][] Configs =
        [.. Directory.EnumerateFiles(Repository.PathOf("samples", "clients"), "*.json").Order(StringComparer.Ordinal).Where(file => Path.GetFileName(file) != "broken.json").Select(File.ReadAllBytes), Encoding.UTF8.GetBytes(Given.Config)];

    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e400", "0.5", "[]", "{}", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"é\"", "//", "/*", "*/", "\u0000", "\r", "\u2028", "\"facebook\"", "\"custom\"",
            "\"9:99\"", "\"2027-02-30\"", "{\"fr\":1}", "\"formula\": \"(((\",", "\"id\": \"x\",", new string('[', 500), new string('9', 500), $"\"{new string('a', 300)}\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf],
    ];

    [Fact]
    public void Malformed_formulas_are_refused_at_a_character() => Refuse(Few, Spoil, IsRefused);

    [Fact]
    public void Malformed_configs_are_refused_at_a_line_and_a_column() => Refuse(Few, SpoilConfig, IsRefused);

    [LongFact]
    public void A_hundred_thousand_malformed_formulas_are_refused_at_a_character() => Refuse(Many, Spoil, IsRefused);

    [LongFact]
    public void A_hundred_thousand_malformed_configs_are_refused_at_a_line_and_a_column() => Refuse(Many, SpoilConfig, IsRefused);

    private static void Refuse<T>(int count, Func<Random, T> spoil, Func<T, bool> isRefused)
    {
        var (refused, taken) = (0, 0);
        for (var seed = 1; refused < count; seed++)
        {
            var input = spoil(new Random(seed));
            try
            {
                if (isRefused(input)) refused++;
                else taken++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} of {typeof(T).Name}: {exception.Message}", exception);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused, {taken} good by chance");
        taken.ShouldBeLessThan(refused, "most of what was spoilt has to be malformed");
    }

    private static bool IsRefused(string formula)
    {
        var (good, error) = Formula.Parse(formula);
        if (good is not null)
        {
            var value = good.Evaluate(metric => metric.Key.Length);
            (value is null || double.IsFinite(value.Value)).ShouldBeTrue(formula);
            return false;
        }

        error.ShouldNotBeNull(formula);
        error.Position.ShouldBeInRange(0, formula.Length, formula);
        error.Reason.ShouldNotBeEmpty();
        return true;
    }

    private static bool IsRefused(byte[] config)
    {
        var verdict = Given.Parser.Parse("sample.json", config, Given.Today);
        var lines = Encoding.UTF8.GetString(config).Split('\n');
        foreach (var problem in verdict.Problems)
        {
            problem.At.Line.ShouldBeInRange(1, lines.Length, problem.ToString());
            problem.At.Column.ShouldBeInRange(1, lines[problem.At.Line - 1].Length + 1, problem.ToString());
            problem.Message.ShouldNotBeEmpty();
        }

        // Each sample has another file's name, which is a mistake by itself and hides whether the rest is good.
        var others = verdict.Problems.Where(problem => problem.Severity == Severity.Error && problem.Path != "id").ToList();
        (verdict.Config is null).ShouldBe(verdict.Problems.Any(problem => problem.Severity == Severity.Error));
        return others.Count > 0;
    }

    private static string Spoil(Random random)
    {
        var text = Formulas[random.Next(Formulas.Length)];
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(6) switch
            {
                0 => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
                1 => text[..at],
                2 => text.Remove(Math.Min(at, text.Length), Math.Min(random.Next(1, 6), text.Length - Math.Min(at, text.Length))),
                3 => text.Insert(at, ((char)random.Next(0x10000)).ToString()),
                4 => text[at..] + text[..at],
                _ => text.Insert(at, string.Concat(Enumerable.Repeat(Tokens[random.Next(Tokens.Length)], random.Next(1, 60)))),
            };
        }

        return text;
    }

    private static byte[] SpoilConfig(Random random)
    {
        var bytes = Configs[random.Next(Configs.Length)];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Length + 1);
            var length = Math.Min(random.Next(1, 30), bytes.Length - at);
            var fragment = Fragments[random.Next(Fragments.Length)];
            bytes = random.Next(6) switch
            {
                0 => [.. bytes[..at], .. fragment, .. bytes[at..]],
                1 => bytes[..at],
                2 => [.. bytes[..at], .. bytes[(at + length)..]],
                3 => [.. bytes[..at], (byte)random.Next(256), .. bytes[Math.Min(at + 1, bytes.Length)..]],
                4 => [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]],
                _ => [.. bytes[..at], .. fragment, .. bytes[(at + length)..]],
            };
        }

        return bytes;
    }
}
