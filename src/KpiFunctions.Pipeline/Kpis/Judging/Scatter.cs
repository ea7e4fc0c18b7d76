namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>Squares of what weeks stray, and their degrees of freedom.</summary>
internal readonly record struct Scatter(double Squares, int Freedom)
{
    /// <summary>Of weeks around their mean.</summary>
    public static Scatter Of(IReadOnlyList<(double At, double Weight)> weeks)
    {
        if (weeks.Count == 0) return default;
        var mean = weeks.Sum(week => week.Weight * week.At) / weeks.Sum(week => week.Weight);
        return new(weeks.Sum(week => week.Weight * (week.At - mean) * (week.At - mean)), weeks.Count - 1);
    }
}
