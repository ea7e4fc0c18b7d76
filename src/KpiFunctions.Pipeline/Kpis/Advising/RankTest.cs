using MathNet.Numerics.Distributions;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Whether one group's values are higher than another's beyond chance, whatever their distribution (Mann and Whitney 1947).</summary>
internal static class RankTest
{
    /// <summary>The normal approximation with its correction for ties, which wants five values or more on each side.</summary>
    /// <returns>How far, in standard deviations, and how often chance alone brings as much to either side. Equal values are no distance.</returns>
    public static (double Distance, double PValue) Of(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        double n = one.Count, m = other.Count, all = n + m;
        var ties = one.Concat(other).GroupBy(value => value).Select(group => (double)group.Count()).ToList();
        var wins = one.Sum(value => other.Count(o => o < value) + other.Count(o => o == value) / 2.0);
        var variance = n * m / 12 * (all + 1 - ties.Sum(t => t * t * t - t) / (all * (all - 1)));
        if (variance <= 0) return (0, 1);
        var distance = (wins - n * m / 2) / Math.Sqrt(variance);
        return (distance, Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(distance))));
    }
}
