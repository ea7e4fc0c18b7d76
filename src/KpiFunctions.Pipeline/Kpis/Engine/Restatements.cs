using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>
/// What earlier digests told that the sources tell otherwise now. A digest that was sent keeps its figures; the next one
/// corrects those that matter, once.
/// </summary>
public static class Restatements
{
    /// <summary>How many weeks back a digest looks: longer than any source restates by itself.</summary>
    public const int Weeks = 4;

    /// <summary>A figure that moved by less, to the same verdict, is not worth a sentence.</summary>
    private const double Smallest = 0.05;

    /// <summary>The same for one that was shown as provisional: the reader was told that it may move.</summary>
    private const double SmallestOfProvisional = 0.10;

    private static readonly string[] Moved = [KpiNames.Verdicts[KpiVerdict.Better], KpiNames.Verdicts[KpiVerdict.Worse], KpiNames.Verdicts[KpiVerdict.Unusual]];

    /// <param name="shown">What the digests of the weeks before showed, the oldest first.</param>
    /// <param name="now">The same weeks, computed again.</param>
    /// <param name="readAgain">Per account whose exports were all read again, the day on which that changed stored figures.</param>
    public static IReadOnlyList<DataCaveat> Of(IReadOnlyList<WeekTrace> shown, IReadOnlyList<WeekReport> now, IReadOnlyDictionary<AccountRef, DateOnly>? readAgain = null) =>
        [.. now.SelectMany(week => Of(shown, week, readAgain ?? FrozenDictionary<AccountRef, DateOnly>.Empty)).OrderBy(note => note.Week)];

    private static IEnumerable<DataCaveat.Restated> Of(IReadOnlyList<WeekTrace> shown, WeekReport now, IReadOnlyDictionary<AccountRef, DateOnly> readAgain)
    {
        if (shown.FirstOrDefault(trace => trace.Week == now.Week.ToString()) is not { } week) yield break;
        foreach (var objective in now.Objectives)
        {
            foreach (var kpi in objective.Primary)
            {
                var name = kpi.NameIn(objective.Objective);
                if (week.Kpis.FirstOrDefault(trace => trace.IsPrimary && trace.Name == name) is not { } told) continue;
                var corrected = shown.SelectMany(trace => trace.Restated).LastOrDefault(restated => restated.Week == week.Week && restated.Name == name);
                var last = corrected is null ? told.Value : corrected.Now;

                // Exports that are read again may say nothing where they were misread before.
                var isReadAgain = readAgain.Any(account => account.Value > now.Week.Sunday && (name.Account.Length == 0 || name.Account == account.Key.ToString()));
                // That posts go on gathering is no correction of what they had.
                var isWorthIt = (kpi.AsReported ?? kpi.Value).Value is not { } value ? last is not null && (isReadAgain || IsWithdrawn(kpi.Value))
                    : corrected is null ? Matters(told, kpi, value)
                    : last is not { } before || IsFar(before, value, Smallest);
                if (isWorthIt) yield return new(now.Week, name, last, kpi) { IsCountedDifferently = isReadAgain || week.Rules < WeekTrace.CurrentRules };
            }
        }
    }

    /// <summary>Whether a figure does not hold that was told; one that is only missing now, after a gap in the store, may come again.</summary>
    private static bool IsWithdrawn(Figure now) => now.Gap is Gap.Impossible or Gap.UnknownOrigin or Gap.NotExported;

    private static bool Matters(KpiTrace told, Kpi kpi, double value)
    {
        if (told.Value is not { } before) return true;
        if (before == value) return false;
        var verdict = KpiNames.Verdicts[kpi.Verdict];
        return verdict != told.Verdict && (Moved.Contains(verdict) || Moved.Contains(told.Verdict))
            || IsFar(before, value, told.IsProvisional ? SmallestOfProvisional : Smallest);
    }

    private static bool IsFar(double before, double value, double share) => Math.Abs(value - before) > share * Math.Abs(before);
}
