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

    /// <summary>The range of a figure that every week has alike.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{ValueTuple{double, int}}, int, Noise, double, double)"/>
    public static UsualRange? Of(IReadOnlyList<double> weeks, Noise noise, double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity) =>
        Of([.. weeks.Select(value => (value, 1))], 1, noise, floor, ceiling);

    /// <summary>
    /// The range of a change that was measured over more days in some weeks than in others. Its centre grows with the
    /// days; its spread with their root, as that of a sum of days does.
    /// </summary>
    /// <param name="weeks">Figures of complete weeks with their days, at most <see cref="Weeks"/>.</param>
    /// <param name="days">The days of the figure that the range is to judge.</param>
    /// <param name="noise">The figure's own noise.</param>
    /// <param name="floor">The lowest value that there is.</param>
    /// <param name="ceiling">The highest value that there is.</param>
    /// <returns>Null with too few weeks to tell.</returns>
    public static UsualRange? Of(IReadOnlyList<(double Value, int Days)> weeks, int days, Noise noise, double floor, double ceiling)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks.Count, Weeks);
        if (weeks.Count < FewestWeeks) return null;
        var centre = Median([.. weeks.Select(week => week.Value * days / week.Days)]);
        var deviation = Median([.. weeks.Select(week => Math.Abs(week.Value * days / week.Days - centre) * Math.Sqrt((double)week.Days / days))]);
        var spread = Math.Max(MadToDeviation * deviation, noise.At(centre));
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
