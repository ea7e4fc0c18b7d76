using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says in a row's line where a figure stands on the way to its target, in the words of <c>docs/kpis/targets.md</c>.</summary>
internal static class RowTargetWriter
{
    /// <param name="beside">The other figure of the row; where it is the same of another account, the target says whose it is.</param>
    public static string Write(Desk desk, Kpi kpi, KpiFormat format, Kpi? beside)
    {
        var progress = kpi.Target!;
        var target = progress.Target;
        var (isFloor, goal) = (target.AtLeast is not null, target.AtLeast ?? target.AtMost!.Value);
        var words = desk.Say($"row.target.{(isFloor ? "at-least" : "at-most")}{(IsOfAWeek(kpi) ? ".weekly" : "")}", format.Cite("value", goal));
        if (kpi.Account is { } account && beside is { Account: not null } && beside.Traits == kpi.Traits)
            words = desk.Say("row.target.on", Datum.Part("target", words), desk.Account("account", account));
        words = desk.Say("row.target.by", Datum.Part("target", words), Datum.Day("day", desk.Language.Dates.Coming(target.By, desk.Week.Sunday), target.By));
        if (progress.Pace == Pace.Unknown) return words;
        IReadOnlyList<Datum> unsaid = [Datum.Unsaid("goal", goal), Datum.Unsaid("way", isFloor ? "at-least" : "at-most"), Datum.Unsaid("asked", progress.AskedToday), Datum.Unsaid("recent", progress.Recent), new("day", null) { Days = [target.By] }];
        var pace = desk.Say($"row.pace.{progress.Pace}", [Datum.Part("target", words), .. unsaid]);
        return IsContraryTo(progress.Pace, kpi, isFloor, goal)
            ? desk.Say("row.pace.despite", [Datum.Part("pace", pace), Datum.Unsaid("figure", kpi.Value.Value), Datum.Unsaid("verdict", kpi.Verdict.ToString()), Datum.Unsaid("pace-of", progress.Pace.ToString()), .. unsaid])
            : pace;
    }

    /// <summary>
    /// A pace is that of all weeks since the start: beside a week that reaches the goal "behind" reads like a mistake, and so does
    /// "on track" beside one that is worse than normal.
    /// </summary>
    private static bool IsContraryTo(Pace pace, Kpi kpi, bool isFloor, double goal)
    {
        var reaches = kpi.Value.Value is { } value && (isFloor ? value >= goal : value <= goal);
        return pace switch
        {
            Pace.Behind or Pace.Missed => reaches,
            Pace.Reached => !reaches,
            Pace.OnTrack or Pace.Ahead => kpi.Verdict == KpiVerdict.Worse && !reaches,
            _ => false,
        };
    }

    /// <summary>Whether the figure is what a whole week brings, and not a level, a share or a mean.</summary>
    public static bool IsOfAWeek(Kpi kpi) =>
        kpi.Basis is Basis.SumOfDays or Basis.UniqueOverWeek or Basis.LevelChange or Basis.SumOfParts && kpi.Unit is not (KpiUnit.Share or KpiUnit.Number);
}
