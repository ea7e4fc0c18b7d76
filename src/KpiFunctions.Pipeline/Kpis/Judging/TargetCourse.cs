namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// How the weeks since a start compare with two courses, on the figure's scale: the path to the target, and standing
/// still. The pace is the slope of what the weeks gained on what the path asks for (1 is the needed pace, 0 is none), by
/// least squares through the start. Where a goal that is met already is to be kept, it is the mean distance from it.
/// </summary>
internal sealed class TargetCourse
{
    /// <summary>Weeks before the start say how much weeks scatter too, in as many stretches as the baseline has.</summary>
    private const int Stretches = 3;

    private readonly TargetPath path;
    private readonly VarianceModel variance;

    private TargetCourse(TargetPath path, VarianceModel variance, Slope besidePath, Slope besideStart) =>
        (this.path, this.variance, BesidePath, BesideStart) = (path, variance, besidePath, besideStart);

    /// <summary>The pace beside the needed one.</summary>
    public Slope BesidePath { get; }

    /// <summary>The pace beside none.</summary>
    public Slope BesideStart { get; }

    /// <param name="weeks">Known weeks, the oldest first.</param>
    /// <param name="hasDeclaredStart">Otherwise the start is the first of the weeks, and has a week's error.</param>
    /// <returns>Null where too few weeks are known since the start.</returns>
    public static TargetCourse? Of(TargetPath path, IReadOnlyList<DatedWeek> weeks, VarianceModel variance, bool hasDeclaredStart)
    {
        var first = variance.To(path.First);
        var since = weeks.Where(each => each.Sunday > path.Start.On).ToList();
        if (since.Count == 0) return null;
        var steps = since.ConvertAll(each => new Step(
            Place(each, variance) - first, path.IsFlat ? path.Sign : variance.To(path.At(each.Sunday)) - first, path.Gone(each.Sunday), each.Weight));
        var least = variance.At(since.Average(each => Place(each, variance)));
        return Of(path, variance, steps, hasDeclaredStart ? ScatterBefore() : default, hasDeclaredStart ? 0 : 1, least);

        Scatter ScatterBefore() => weeks.Where(each => each.Sunday <= path.Start.On).Reverse().Chunk(Baseline.Weeks).Take(Stretches)
            .Aggregate(default(Scatter), (sum, stretch) => sum + Scatter.Of([.. stretch.Select(each => (Place(each, variance), each.Weight))]));
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

        return Of(path, VarianceModel.None, steps, default, startError: 0, least: 0);
    }

    private static TargetCourse? Of(TargetPath path, VarianceModel variance, IReadOnlyList<Step> steps, Scatter before, double startError, double least) =>
        Slope.Of(steps, path.IsFlat ? 0 : 1, before, startError, least) is { } besidePath && Slope.Of(steps, 0, before, startError, least) is { } besideStart
            ? new(path, variance, besidePath, besideStart)
            : null;

    /// <summary>The value where the course stands on a day.</summary>
    public double At(DateOnly day)
    {
        var first = variance.To(path.First);
        return variance.From(first + BesidePath.Value * (path.IsFlat ? path.Sign : variance.To(path.At(day)) - first));
    }

    private static double Place(DatedWeek each, VarianceModel variance) => variance.To(each.Value);
}

/// <summary>A week of a way.</summary>
/// <param name="Gained">Since the start, on the scale.</param>
/// <param name="Asked">What the path asks to be gained.</param>
/// <param name="Gone">The part of the way's time that is over: 0 to 1.</param>
internal readonly record struct Step(double Gained, double Asked, double Gone, double Weight);

/// <summary>Squares of what weeks stray, and their degrees of freedom.</summary>
internal readonly record struct Scatter(double Squares, int Freedom)
{
    public static Scatter operator +(Scatter one, Scatter other) => new(one.Squares + other.Squares, one.Freedom + other.Freedom);

    /// <summary>Of weeks around their mean.</summary>
    public static Scatter Of(IReadOnlyList<(double At, double Weight)> weeks)
    {
        var mean = weeks.Sum(week => week.Weight * week.At) / weeks.Sum(week => week.Weight);
        return new(weeks.Sum(week => week.Weight * (week.At - mean) * (week.At - mean)), weeks.Count - 1);
    }
}
