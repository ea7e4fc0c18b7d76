namespace KpiFunctions.Pipeline.Kpis;

/// <summary>
/// What a week usually has: a prediction interval for one new week around the median of the weeks before, with the
/// spread 1.4826 × MAD (Iglewicz and Hoaglin 1993) and never less than the figure's own noise.
/// </summary>
internal static class Usual
{
    /// <summary>The weeks that are learnt from.</summary>
    public const int Weeks = 8;

    /// <summary>With fewer it is too early to tell.</summary>
    public const int FewestWeeks = 4;

    /// <summary>Makes the median absolute deviation of normal values their standard deviation.</summary>
    private const double MadToDeviation = 1.4826;

    /// <summary>Student's t at 0.975 by degrees of freedom, from <see cref="FewestWeeks"/> − 1 to <see cref="Weeks"/> − 1.</summary>
    private static readonly double[] StudentT = [3.182446, 2.776445, 2.570582, 2.446912, 2.364624];

    /// <param name="weeks">Figures of complete weeks, at most <see cref="Weeks"/>.</param>
    /// <param name="noise">The figure's own noise.</param>
    /// <param name="floor">The lowest value that there is.</param>
    /// <param name="ceiling">The highest value that there is.</param>
    /// <returns>Null with too few weeks to tell.</returns>
    public static UsualRange? Of(IReadOnlyList<double> weeks, Noise noise, double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks.Count, Weeks);
        if (weeks.Count < FewestWeeks) return null;
        var centre = Median(weeks);
        var spread = Math.Max(MadToDeviation * Median([.. weeks.Select(value => Math.Abs(value - centre))]), noise.At(centre));
        var half = StudentT[weeks.Count - FewestWeeks] * spread * Math.Sqrt(1 + 1.0 / weeks.Count);
        return new(Math.Max(floor, centre - half), centre, Math.Min(ceiling, centre + half), weeks.Count);
    }

    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
