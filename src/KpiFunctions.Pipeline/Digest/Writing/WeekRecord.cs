using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>A figure that is the highest or the lowest of its thirteen weeks, without being a change.</summary>
/// <param name="Kpi">The figure.</param>
/// <param name="IsHighest">Whether it is above all of them, and not below.</param>
/// <param name="Weeks">How many they are, this one included.</param>
/// <param name="Before">The lowest and the highest of the weeks before.</param>
/// <param name="Judged">How many figures of the digest were asked, which each needs rarer evidence for.</param>
internal sealed record WeekRecord(Kpi Kpi, bool IsHighest, int Weeks, (double Low, double High) Before, int Judged)
{
    /// <summary>
    /// Every thirteenth quiet week of a figure is its highest: only one that usual weeks stray from as far as in one of ten,
    /// over all figures together, is worth a line.
    /// </summary>
    public const double Level = 0.10;

    /// <summary>The rarest one among figures that are shown; null where there is none.</summary>
    /// <param name="objectives">All of the digest: each of their judged figures could have had a record.</param>
    /// <param name="isShown">Whether the reader sees the figure.</param>
    public static WeekRecord? Among(IReadOnlyList<ObjectiveResult> objectives, Func<Kpi, bool> isShown)
    {
        var judged = objectives.Sum(result => result.Primary.Count(kpi => kpi.Evidence is not null));
        return objectives.Where(result => result.Verdict == ObjectiveVerdict.Steady).SelectMany(result => result.Primary)
            .Where(kpi => kpi is { Verdict: KpiVerdict.Steady, Evidence: { } evidence } && evidence.Week.PValue <= Level / judged && isShown(kpi))
            .OrderBy(kpi => kpi.Evidence!.Week.PValue)
            .Select(kpi => Of(kpi, judged)).OfType<WeekRecord>().FirstOrDefault();
    }

    private static WeekRecord? Of(Kpi kpi, int judged)
    {
        if (kpi.Value.Value is not { } value || kpi.History.Any(week => week.Value is null)) return null;
        List<double> before = [.. kpi.History.SkipLast(1).Select(week => week.Value!.Value)];
        if (before.Count == 0) return null;
        var (low, high) = (before.Min(), before.Max());
        return value < low || value > high ? new(kpi, value > high, kpi.History.Count, (low, high), judged) : null;
    }
}
