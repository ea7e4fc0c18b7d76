using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// Where a figure stands on the straight path from its start to its target: the course of all weeks since the start is
/// judged, never one week. Rule and level are calibrated by simulation: docs/kpis/targets.md.
/// </summary>
internal static class TargetPace
{
    /// <summary>The weeks whose mean has reached the target, or missed it.</summary>
    public const int MeanWeeks = 4;

    /// <summary>How often a client who keeps the needed pace may be reported as behind.</summary>
    public const double Level = 0.04;

    /// <param name="weeks">The known weeks up to the one that is judged, the oldest first.</param>
    /// <param name="variance">The figure's scale and its own noise.</param>
    /// <param name="isLevel">Whether it is a level, of which the newest week alone says where it stands.</param>
    /// <param name="sunday">The last day of the week that is judged.</param>
    public static TargetProgress Of(TargetConfig target, IReadOnlyList<DatedWeek> weeks, VarianceModel variance, bool isLevel, DateOnly sunday)
    {
        var goal = target.AtLeast ?? target.AtMost ?? throw new ArgumentException($"The target on '{target.Kpi}' has neither atLeast nor atMost.");
        var sign = target.AtLeast is null ? -1 : 1;
        var start = target.Start ?? (weeks.Count > 0 ? new(weeks[0].Value, weeks[0].Sunday) : null);
        var path = start is null ? null : new TargetPath(start, goal, sign, target.By);
        var isOver = sunday >= target.By;
        if (path is null || weeks.Count == 0 || weeks[^1].Sunday != sunday) return new(target, isOver ? goal : path?.At(sunday), Pace.Unknown);

        var newest = weeks.TakeLast(isLevel ? 1 : MeanWeeks).ToList();
        var recent = newest.Average(each => each.Value);
        var course = isLevel ? TargetCourse.OfLevel(path, weeks) : TargetCourse.Of(path, weeks, variance, hasDeclaredStart: target.Start is not null);
        var asked = isOver ? goal : target.Start is null && course is not null ? Nearer(course.AskedOn(sunday)) : path.At(sunday);
        return new(target, asked, PaceOf()) { Deviation = course?.BesidePath.Deviation, Recent = recent, RecentWeeks = newest.Count };

        double Nearer(double value) => sign * (value - goal) > 0 ? goal : value;

        Pace PaceOf()
        {
            var isMet = sign * (recent - goal) >= 0;
            if (isOver) return isMet ? Pace.Reached : Pace.Missed;
            if (isMet && (isLevel || weeks.Count >= MeanWeeks)) return Pace.Reached;
            if (path.IsFlat && isLevel) return Pace.Behind;
            // A first week that meets the goal may have done so by chance: it is no start to be kept.
            if (course is null || (path.IsFlat && target.Start is null)) return Pace.TooEarly;
            if (course.BesidePath.IsBelow(Level) && sign * (recent - asked) < 0) return Pace.Behind;
            if (path.IsFlat || !course.BesideStart.IsAbove(Level)) return Pace.TooEarly;
            return course.BesidePath.IsAbove(Level) ? Pace.Ahead : Pace.OnTrack;
        }
    }
}
