using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;
using MathNet.Numerics.Distributions;

namespace KpiFunctions.Calibration.Trials;

/// <summary>Rules that the pipeline does not follow, for comparison: on counts by day of whole weeks.</summary>
internal static class OtherRules
{
    private const double Level = 0.05;

    /// <summary>The robust z-score as it is used everywhere: median, 1.4826 × MAD, never below √median; 2 and more is a change.</summary>
    public static bool ZScoreOfTwo(IReadOnlyList<Reading> readings)
    {
        var weeks = WeeksOf(readings).Select(days => days.Sum()).ToList();
        var (before, now) = (weeks[..^1], weeks[^1]);
        var median = Middle.Of(before);
        var spread = Math.Max(1.4826 * Middle.Of([.. before.Select(week => Math.Abs(week - median))]), Math.Sqrt(Math.Max(median, 1)));
        return Math.Abs(now - median) >= 2 * spread;
    }

    /// <summary>
    /// The pace by one week: its figure beside the path, with half the width of the range of 98.5 % as the tolerance, or 5 % of
    /// the way without a range.
    /// </summary>
    public static Pace PaceOfTheWeek(TargetConfig target, TargetStart start, double value, ExpectedWeek? expected, DateOnly sunday)
    {
        var goal = target.Goal;
        var sign = target.AtLeast is null ? -1 : 1;
        if (sign * (value - goal) >= 0) return Pace.Reached;
        if (sunday >= target.By) return Pace.Missed;
        var asked = start.Value + (goal - start.Value) * (sunday.DayNumber - start.On.DayNumber) / (target.By.DayNumber - start.On.DayNumber);
        var tolerance = expected?.Range is { } range ? (range.High - range.Low) / 2 * Wider(expected.Weeks) : 0.05 * Math.Abs(goal - start.Value);
        var lead = sign * (value - asked);
        return lead > tolerance ? Pace.Ahead : lead < -tolerance ? Pace.Behind : Pace.OnTrack;
    }

    /// <summary>How much wider a range of 98.5 % is than the one that is shown, both by Student's t.</summary>
    private static double Wider(int weeks)
    {
        var freedom = weeks - Math.Ceiling((double)weeks / Baseline.Weeks);
        return StudentT.InvCDF(0, 1, freedom, 1 - Baseline.WeekLevel / 2) / StudentT.InvCDF(0, 1, freedom, 1 - Baseline.RangeLevel / 2);
    }

    /// <summary>Student's t at 5 % on roots of counts, the noise learnt from the weeks and from the days within them together.</summary>
    public static bool DaysPooled(IReadOnlyList<Reading> readings)
    {
        var weeks = WeeksOf(readings);
        var roots = weeks.ConvertAll(days => Math.Sqrt(days.Sum() + 0.375));
        var (before, now) = (roots[..^1], roots[^1]);
        var mean = before.Average();
        var squares = before.Sum(root => (root - mean) * (root - mean));
        var (dispersion, freedom) = DispersionOfDays(weeks[..^1]);
        var all = before.Count - 1 + freedom;
        var spread = Math.Sqrt((squares + freedom * dispersion / 4) / all);
        return Math.Abs(now - mean) > StudentT.InvCDF(0, 1, all, 1 - Level / 2) * spread * Math.Sqrt(1 + 1.0 / before.Count);
    }

    /// <summary>Variance over mean of the days, their weeks' sizes and the days of the week taken out (Pearson).</summary>
    private static (double Dispersion, int Freedom) DispersionOfDays(List<double[]> weeks)
    {
        var all = weeks.Sum(days => days.Sum());
        var chi = 0.0;
        for (var day = 0; day < 7; day++)
        {
            var ofDay = weeks.Sum(days => days[day]);
            foreach (var days in weeks)
                if (days.Sum() * ofDay / all is > 0 and var expected) chi += (days[day] - expected) * (days[day] - expected) / expected;
        }

        var freedom = 6 * (weeks.Count - 1);
        return (chi / freedom, freedom);
    }

    private static List<double[]> WeeksOf(IReadOnlyList<Reading> readings) =>
        [.. readings.Chunk(7).Select(week => week.Select(reading => reading[Metrics.Mentions] ?? 0).ToArray())];
}
