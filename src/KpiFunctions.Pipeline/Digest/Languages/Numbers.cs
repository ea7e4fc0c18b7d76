using System.Globalization;
using System.Runtime.CompilerServices;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>Writes numbers as a language's file says. Halves are rounded away from zero, as people do.</summary>
internal sealed class Numbers(NumberFormat format)
{
    /// <summary>The most decimals that a digest shows.</summary>
    public const int MostDecimals = 2;

    private static readonly string[] Formats = ["F0", "F1", "F2"];

    /// <summary><c>18 400</c></summary>
    public string Integer(double value) => Decimal(value, 0);

    /// <summary><c>1 234,5</c>; zeros at the end of the decimals are left out: nobody writes <c>2,0</c>.</summary>
    public string Decimal(double value, int decimals)
    {
        while (decimals > 0 && Rounded(value, decimals) is var rounded && rounded == Math.Round(rounded, decimals - 1)) decimals--;
        return Padded(value, decimals);
    }

    private static decimal Rounded(double value, int decimals) => Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero);

    private string Padded(double value, int decimals)
    {
        var rounded = Rounded(value, decimals);

        // The largest decimal has 29 digits.
        Span<char> digits = stackalloc char[40];
        Math.Abs(rounded).TryFormat(digits, out var length, Formats[decimals], CultureInfo.InvariantCulture);
        var whole = digits[..(decimals == 0 ? length : length - decimals - 1)];
        var result = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[80]);
        if (rounded < 0) result.AppendLiteral(format.Minus);
        for (var i = 0; i < whole.Length;)
        {
            if (i > 0) result.AppendLiteral(format.Thousands);
            var group = (whole.Length - i) % 3 is > 0 and var rest ? rest : 3;
            result.AppendFormatted(whole.Slice(i, group));
            i += group;
        }

        if (decimals > 0)
        {
            result.AppendLiteral(format.Decimal);
            result.AppendFormatted(digits[(length - decimals)..length]);
        }

        return result.ToStringAndClear();
    }

    /// <summary>A share from 0 to 1 as <c>58 %</c>.</summary>
    public string Percent(double share, int decimals) => format.Percent.Replace("{n}", Decimal(share * 100, decimals), StringComparison.Ordinal);

    /// <summary><c>1 240 €</c>, <c>1,90 €</c>; a currency without a sign of its own here keeps its code.</summary>
    /// <param name="currency">ISO 4217.</param>
    public string Money(double value, int decimals, string currency)
    {
        var amount = Padded(Math.Abs(value), decimals);
        var isNegative = Rounded(value, decimals) < 0;
        var written = format.Symbols.TryGetValue(currency, out var symbol)
            ? format.Money.Replace("{n}", amount, StringComparison.Ordinal).Replace("{symbol}", symbol, StringComparison.Ordinal)
            : format.MoneyByCode.Replace("{n}", amount, StringComparison.Ordinal).Replace("{code}", currency, StringComparison.Ordinal);
        return isNegative ? format.Minus + written : written;
    }

    /// <summary>A written number with its sign: a plus for what is not below zero, nothing for zero.</summary>
    public static string Signed(double value, string written) => value > 0 && written.AsSpan().ContainsAnyInRange('1', '9') ? "+" + written : written;

    /// <summary><c>de 13 900 à 16 300</c></summary>
    public string Range(string low, string high) =>
        format.Range.Replace("{low}", low, StringComparison.Ordinal).Replace("{high}", high, StringComparison.Ordinal);

    /// <summary><c>jusqu'à 16 300</c>: for a range that begins where the figure does.</summary>
    public string UpTo(string high) => format.UpTo.Replace("{high}", high, StringComparison.Ordinal);
}
