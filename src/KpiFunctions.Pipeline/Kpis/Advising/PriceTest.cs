using MathNet.Numerics.Distributions;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>
/// Whether a result of one account costs more than one of another, over some weeks: Student's t of the mean logarithm of
/// the weekly price ratios. Weeks that are good or bad for both stand on both sides, and one week's luck is one of several.
/// </summary>
/// <param name="Weeks">Weeks in which both have a price.</param>
/// <param name="Price">The one's cost per result in a typical week: the geometric mean.</param>
/// <param name="OtherPrice">The other's.</param>
/// <param name="Distance">How far beyond <see cref="Alike"/>, in standard deviations of a normal variable that is as rare: 0 or more.</param>
/// <param name="PValue">How often prices that are <see cref="Alike"/> differ as much, to either side: 0 to 1.</param>
internal sealed record PriceTest(int Weeks, double Price, double OtherPrice, double Distance, double PValue)
{
    /// <summary>With fewer it is too early to tell.</summary>
    public const int FewestWeeks = 4;

    /// <summary>
    /// One may cost so many times the other for a while and still be like it: good and bad weeks come in rows, and a row of
    /// them looks like a difference that stays.
    /// </summary>
    private const double Alike = 1.5;

    /// <summary>Distances are clamped to this value.</summary>
    private const double FurthestOut = 30;

    /// <summary>The smallest chance that a normal variable's distance can be taken from.</summary>
    private const double LeastChance = 1e-190;

    /// <param name="weeks">Each week's rows of the two; a week in which either has no result, or no known one, is left out.</param>
    /// <returns>Null with too few weeks to tell.</returns>
    public static PriceTest? Of(IEnumerable<(WorthRow One, WorthRow Other)> weeks)
    {
        List<(WorthRow One, WorthRow Other)> known = [.. weeks.Where(week => week.One.PerResult > 0 && week.Other.PerResult > 0)];
        if (known.Count < FewestWeeks) return null;
        var ones = known.ConvertAll(week => Math.Log(week.One.PerResult!.Value));
        var others = known.ConvertAll(week => Math.Log(week.Other.PerResult!.Value));
        var ratios = ones.Zip(others, (one, other) => one - other).ToList();
        var mean = ratios.Average();

        // Results are counted: their number alone makes a logarithm vary by 1/n at least.
        var least = known.Average(week => 1 / week.One.Results!.Value + 1 / week.Other.Results!.Value);
        var variance = Math.Max(ratios.Sum(ratio => (ratio - mean) * (ratio - mean)) / (known.Count - 1), least);
        var beyond = Math.Max(0, Math.Abs(mean) - Math.Log(Alike)) / Math.Sqrt(variance / known.Count);
        var chance = Math.Min(1, 2 * StudentT.CDF(0, 1, known.Count - 1, -beyond));
        var distance = Math.Min(FurthestOut, -Normal.InvCDF(0, 1, Math.Max(chance, LeastChance) / 2));
        return new(known.Count, Math.Exp(ones.Average()), Math.Exp(others.Average()), distance, chance);
    }
}
