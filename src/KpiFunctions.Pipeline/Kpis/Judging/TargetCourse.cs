namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// How the weeks since a start compare with two courses, on the figure's scale: the path to the target, and standing
/// still. The pace is the slope of what the weeks gained on what the path asks for (1 is the needed pace, 0 is none), by
/// least squares through the start. Where a goal that is met already is to be kept, it is the mean distance from it.
/// </summary>
internal sealed class TargetCourse
{
    private readonly TargetPath path;
    private readonly MeanScale scale;

    private TargetCourse(TargetPath path, MeanScale scale, Slope besidePath, Slope besideStart) =>
        (this.path, this.scale, BesidePath, BesideStart) = (path, scale, besidePath, besideStart);

    /// <summary>The pace beside the needed one.</summary>
    public Slope BesidePath { get; }

    /// <summary>The pace beside none.</summary>
    public Slope BesideStart { get; }

    /// <param name="weeks">Known weeks, the oldest first.</param>
    /// <param name="hasDeclaredStart">Otherwise the start is the first of the weeks, and has a week's error.</param>
    /// <returns>Null where too few weeks are known since the start.</returns>
    public static TargetCourse? Of(TargetPath path, IReadOnlyList<DatedWeek> weeks, VarianceModel variance, bool hasDeclaredStart)
    {
        var since = weeks.Where(each => each.Sunday > path.Start.On).ToList();
        if (since.Count == 0) return null;
        var before = hasDeclaredStart ? ScatterBefore() : default;
        var least = variance.At(since.Average(each => variance.To(each.Value)));
        return CourseOn(new(variance, 0)) is { } rough ? CourseOn(new(variance, rough.BesidePath.Spread)) : null;

        TargetCourse? CourseOn(MeanScale scale)
        {
            var first = scale.To(path.First);
            var steps = since.ConvertAll(each => new Step(
                variance.To(each.Value) - first, path.IsFlat ? path.Sign : scale.To(path.At(each.Sunday)) - first, path.Gone(each.Sunday), each.Weight));
            return Of(path, scale, steps, before, hasDeclaredStart || path.IsFlat ? 0 : 1, least);
        }

        // Weeks before the start say how much weeks scatter, too: no more of them than a stretch, since a figure that grows scatters otherwise later.
        Scatter ScatterBefore() => Scatter.Of([.. weeks.Where(each => each.Sunday <= path.Start.On).TakeLast(Baseline.Weeks).Select(each => (variance.To(each.Value), each.Weight))]);
    }

    /// <summary>The same of a level: what scatters is how it changes from week to week, and each change stays.</summary>
    public static TargetCourse? OfLevel(TargetPath path, IReadOnlyList<DatedWeek> weeks)
    {
        var steps = new List<Step>();
        var (level, day) = (path.Start.Value, path.Start.On);
        foreach (var each in weeks.Where(each => each.Sunday > path.Start.On))
        {
            steps.Add(new(each.Week.Value - level, path.At(each.Sunday) - path.At(day), 0, 1.0 / (each.Sunday.DayNumber - day.DayNumber)));
            (level, day) = (each.Week.Value, each.Sunday);
        }

        return Of(path, new(VarianceModel.None, 0), steps, default, startError: 0, least: 0);
    }

    private static TargetCourse? Of(TargetPath path, MeanScale scale, IReadOnlyList<Step> steps, Scatter before, double startError, double least) =>
        Slope.Of(steps, path.IsFlat ? 0 : 1, before, startError, least) is { } besidePath && Slope.Of(steps, 0, before, startError, least) is { } besideStart
            ? new(path, scale, besidePath, besideStart)
            : null;

    /// <summary>The value that the path asks for on a day, from the start as the weeks after it show it.</summary>
    public double AskedOn(DateOnly day) => scale.From(scale.To(path.At(day)) + BesidePath.StartShift * (1 - path.Gone(day)));
}
