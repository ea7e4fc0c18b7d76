using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>Where a figure stands on the straight way from its start to its target.</summary>
internal static class TargetPace
{
    /// <summary>
    /// How far off the path a figure may be and still be on track, as a share of the whole way, where too few weeks
    /// are known to say how much the figure varies by itself.
    /// </summary>
    private const double ShareOfWay = 0.05;

    /// <param name="start">The declared start, or the first week that is known; null where there is none.</param>
    /// <param name="usual">Half its width is the tolerance: a week that strays no further than weeks do is on track.</param>
    public static TargetProgress Of(TargetConfig target, TargetStart? start, Figure figure, PredictionInterval? usual, DateOnly sunday)
    {
        var goal = target.AtLeast ?? target.AtMost ?? throw new ArgumentException($"The target on '{target.Kpi}' has neither atLeast nor atMost.");
        var sign = target.AtLeast is null ? -1 : 1;
        double? asked = sunday >= target.By ? goal : start is null ? null : Path(start, goal, target.By, sunday);
        if (asked is { } beyond && sign * (beyond - goal) > 0) asked = goal;
        return new(target, asked, PaceOf());

        Pace PaceOf()
        {
            if (figure.Value is not { } value) return Pace.Unknown;
            if (sign * (value - goal) >= 0) return Pace.Reached;
            if (sunday >= target.By) return Pace.Missed;
            if (asked is not { } path || start is null) return Pace.Unknown;
            var tolerance = usual is null ? ShareOfWay * Math.Abs(goal - start.Value) : (usual.High - usual.Low) / 2;
            var lead = sign * (value - path);
            return lead > tolerance ? Pace.Ahead : lead < -tolerance ? Pace.Behind : Pace.OnTrack;
        }
    }

    private static double Path(TargetStart start, double goal, DateOnly by, DateOnly day)
    {
        var days = by.DayNumber - start.On.DayNumber;
        var gone = Math.Clamp(days <= 0 ? 1 : (day.DayNumber - start.On.DayNumber) / (double)days, 0, 1);
        return start.Value + (goal - start.Value) * gone;
    }
}
