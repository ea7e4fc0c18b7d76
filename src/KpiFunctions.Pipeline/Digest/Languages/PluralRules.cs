using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>
/// Which form of a text a number takes, by rules in the syntax of CLDR (Unicode Technical Standard 35, part 3): French has
/// <c>one</c> where <c>i = 0,1</c>, Polish <c>few</c> where <c>v = 0 and i % 10 = 2..4 and i % 100 != 12..14</c>.
/// </summary>
internal sealed partial class PluralRules
{
    /// <summary>The category of numbers that no rule names; every text has a form for it.</summary>
    public const string Other = "other";

    /// <summary>The categories that languages have, in the order in which their rules are asked.</summary>
    public static readonly IReadOnlyList<string> AllCategories = ["zero", "one", "two", "few", "many", Other];

    private readonly (string Category, Func<decimal, bool> Holds)[] rules;

    /// <param name="conditions">A condition for each category but <see cref="Other"/>.</param>
    /// <exception cref="JsonException">CLDR has no such category, or the condition cannot be read.</exception>
    public PluralRules(IReadOnlyDictionary<string, string> conditions)
    {
        if (conditions.Keys.FirstOrDefault(category => category == Other || !AllCategories.Contains(category)) is { } unknown)
            throw new JsonException($"'{unknown}' is no plural category with a rule; those are {string.Join(", ", AllCategories.SkipLast(1))}.");
        rules = [.. AllCategories.Where(conditions.ContainsKey).Select(category => (category, Condition(conditions[category])))];
    }

    /// <summary>The categories that the language has, <see cref="Other"/> last.</summary>
    public IEnumerable<string> Categories => [.. rules.Select(rule => rule.Category), Other];

    /// <summary>The category of a number, sign left aside.</summary>
    /// <param name="number">As it is shown, without zeros at the end.</param>
    public string CategoryOf(double number)
    {
        var size = Math.Abs((decimal)number);
        foreach (var (category, holds) in rules)
            if (holds(size)) return category;
        return Other;
    }

    private static Func<decimal, bool> Condition(string text)
    {
        List<List<Func<decimal, bool>>> either = [.. text.Split(" or ").Select(all => all.Split(" and ").Select(relation => Relation(relation, text)).ToList())];
        return number => either.Exists(all => all.TrueForAll(relation => relation(number)));
    }

    private static Func<decimal, bool> Relation(string text, string all)
    {
        var parts = RelationPattern().Match(text.Trim());
        if (!parts.Success) throw new JsonException($"'{text}' in the plural rule '{all}' is not a relation such as 'i % 10 = 2..4'.");
        var (operand, isEqual) = (parts.Groups["operand"].Value[0], parts.Groups["not"].Length == 0);
        var modulus = parts.Groups["modulus"] is { Success: true } divisor ? decimal.Parse(divisor.Value, CultureInfo.InvariantCulture) : 0;
        List<(decimal Low, decimal High)> ranges = [.. parts.Groups["ranges"].Value.Split(',').Select(range =>
        {
            var ends = range.Split("..");
            return (decimal.Parse(ends[0], CultureInfo.InvariantCulture), decimal.Parse(ends[^1], CultureInfo.InvariantCulture));
        })];
        return number =>
        {
            var value = Operand(operand, number);
            if (modulus > 0) value %= modulus;
            return ranges.Exists(range => value >= range.Low && value <= range.High && (range.Low == range.High || value == Math.Truncate(value))) == isEqual;
        };
    }

    /// <summary>CLDR's operands of a number without zeros at the end; none is written with an exponent.</summary>
    private static decimal Operand(char name, decimal number)
    {
        var (whole, digits) = (Math.Truncate(number), Digits(number));
        return name switch
        {
            'n' => number,
            'i' => whole,
            'v' or 'w' => digits,
            'f' or 't' => (number - whole) * (decimal)Math.Pow(10, digits),
            _ => 0,
        };
    }

    /// <summary>How many decimals a number has, zeros at the end left aside.</summary>
    private static int Digits(decimal number)
    {
        var digits = 0;
        for (; number != Math.Truncate(number); number *= 10) digits++;
        return digits;
    }

    [GeneratedRegex(@"^(?<operand>[niftvwce])( ?% ?(?<modulus>[1-9]\d*))? ?(?<not>!?)= ?(?<ranges>\d+(\.\.\d+)?(,\d+(\.\.\d+)?)*)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex RelationPattern();
}
