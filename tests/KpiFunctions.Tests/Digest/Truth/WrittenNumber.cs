using System.Globalization;
using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>A number as a reader takes it from the page.</summary>
/// <param name="Value">A percentage as a share.</param>
/// <param name="Step">The place of its last digit: anything nearer than half of that may have been rounded to it.</param>
internal readonly record struct WrittenNumber(double Value, double Step)
{
    private static readonly Regex English = new(@"[−+]?[^\d\s−+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?(?:%|\u00A0points?|\u00A0million)?", RegexOptions.None, TimeSpan.FromSeconds(10));
    private static readonly Regex French = new(@"[−+]?\d{1,3}(?:[\u202F\u00A0]\d{3})*(?:,\d+)?(?:[\u202F\u00A0]%|[\u202F\u00A0]points?|\u00A0millions?)?", RegexOptions.None, TimeSpan.FromSeconds(10));

    /// <summary>All numbers of a text, in order.</summary>
    public static IReadOnlyList<WrittenNumber> In(string text, string language) =>
        [.. (language == "fr" ? French : English).Matches(text).Select(match => Of(match.Value, language == "fr" ? ',' : '.'))];

    /// <summary>Whether a figure may have been rounded to it.</summary>
    public bool Rounds(double number) => Math.Abs(number - Value) <= (Step / 2 * 1.0001) + 1e-9;

    private static WrittenNumber Of(string written, char point)
    {
        var isShare = written.Contains('%', StringComparison.Ordinal) || written.Contains("point", StringComparison.Ordinal);
        var digits = string.Concat(written.Select(character => character == point ? '.' : character).Where(character => char.IsAsciiDigit(character) || character == '.'));
        var decimals = digits.IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? digits.Length - at - 1 : 0;
        var size = double.Parse(digits, CultureInfo.InvariantCulture) * (written.StartsWith('−') ? -1 : 1);
        var step = Math.Pow(10, -decimals);
        if (written.Contains("million", StringComparison.Ordinal)) return new(size * 1e6, step * 1e6);
        return isShare ? new(size / 100, step / 100) : new(size, step);
    }
}
