using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>How often weeks are told to have changed, over many series. The same seed gives the same shares.</summary>
/// <param name="Series">How many.</param>
internal sealed record Alarms(int Series, int Seed)
{
    /// <summary>Of all series, those whose first judged week is told to have changed; then one of the first two; and so on.</summary>
    public double[] Within(IWorld world, Course course)
    {
        var seen = new int[course.Judged];
        Parallel.For(0, Series, i =>
        {
            var kpis = course.Run(world, RandomOf(i));
            var first = Enumerable.Range(0, course.Judged).FirstOrDefault(week => HasChanged(kpis[week]), course.Judged);
            for (var week = first; week < course.Judged; week++) Interlocked.Increment(ref seen[week]);
        });
        return [.. seen.Select(Share)];
    }

    /// <summary>Of all series, those whose week is told to have changed.</summary>
    public double InAWeek(IWorld world, Course course) => Within(world, course with { Judged = 1 })[0];

    /// <summary>The same by another rule, on the same series.</summary>
    /// <param name="rule">From a course's readings to whether its last week is told to have changed.</param>
    public double InAWeek(IWorld world, Course course, Func<IReadOnlyList<Reading>, bool> rule)
    {
        var seen = 0;
        Parallel.For(0, Series, i =>
        {
            if (rule(course.Readings(world, RandomOf(i)))) Interlocked.Increment(ref seen);
        });
        return Share(seen);
    }

    /// <summary>
    /// Of all digests with so many figures, those that tell of a change in one at least. The first figure's week is
    /// multiplied, the others' stay as they are.
    /// </summary>
    /// <returns>Any figure, the first, and a figure that is said to be the highest or the lowest of its weeks.</returns>
    public (double Any, double First, double Record) InADigest(IWorld world, Course course, int figures)
    {
        var (any, first, record) = (0, 0, 0);
        Parallel.For(0, Series, i =>
        {
            var random = RandomOf(i);
            var readings = Enumerable.Range(0, figures)
                .SelectMany(figure => (figure == 0 ? course : course with { SizeOf = _ => 1 }).Readings(world, random)
                    .Select(reading => reading with { Account = reading.Account with { Account = $"page {figure}" } }))
                .OrderBy(reading => reading.Day).ToList();
            var objective = Course.Judge(world, readings);
            var kpis = objective.Primary;
            if (WeekRecord.Among([objective], _ => true) is not null) Interlocked.Increment(ref record);
            if (kpis.Any(IsTold)) Interlocked.Increment(ref any);
            if (IsTold(kpis[0])) Interlocked.Increment(ref first);
        });
        return (Share(any), Share(first), Share(record));
    }

    /// <summary>Of all series, those whose week lies in the range that is shown; and those whose week is told as a change by itself all the same.</summary>
    public (double Covered, double ToldInside) Ranges(IWorld world, Course course)
    {
        var (covered, told) = (0, 0);
        Parallel.For(0, Series, i =>
        {
            var kpi = course.Run(world, RandomOf(i))[0];
            if (kpi.Expected?.Range is not { } range || kpi.Value.Value < range.Low || kpi.Value.Value > range.High) return;
            Interlocked.Increment(ref covered);
            if (kpi.Evidence!.Week.PValue < Baseline.WeekLevel) Interlocked.Increment(ref told);
        });
        return (Share(covered), Share(told));
    }

    /// <summary>Of all draws, those of which the one and the other holds.</summary>
    public (double One, double Other) Of(Func<Random, (bool One, bool Other)> draw)
    {
        var (one, other) = (0, 0);
        Parallel.For(0, Series, i =>
        {
            var drawn = draw(RandomOf(i));
            if (drawn.One) Interlocked.Increment(ref one);
            if (drawn.Other) Interlocked.Increment(ref other);
        });
        return (Share(one), Share(other));
    }

    /// <summary>As the only figure of a digest.</summary>
    private static bool HasChanged(Kpi kpi) => kpi.Evidence is { } evidence && Verdicts.BeyondChance(evidence, figures: 1) is not null;

    private static bool IsTold(Kpi kpi) => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse;

    private double Share(int count) => (double)count / Series;

    private Random RandomOf(int series) => new(unchecked(Seed * 1_000_003 + series));
}
