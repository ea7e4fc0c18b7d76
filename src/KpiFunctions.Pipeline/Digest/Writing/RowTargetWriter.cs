using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says in a row's line where a figure stands on the way to its target, in the words of <c>docs/kpis/targets.md</c>.</summary>
internal static class RowTargetWriter
{
    /// <param name="kpi">With a figure this week, and a target.</param>
    /// <param name="beside">The other figure of the row; where it is the same of another account, the target says whose it is.</param>
    public static string Write(Desk desk, Kpi kpi, KpiFormat format, Kpi? beside)
    {
        var progress = kpi.Target!;
        var target = progress.Target;
        var (isFloor, goal) = (target.AtLeast is not null, target.Goal);
        var words = desk.Say($"row.target.{(isFloor ? "at-least" : "at-most")}{(IsOfAWeek(kpi) ? ".weekly" : "")}", format.Cite("value", goal));
        if (kpi.Account is { } account && beside is { Account: not null } && beside.Traits == kpi.Traits)
            words = desk.Say("row.target.on", Datum.Part("target", words), desk.Account("account", account));
        words = desk.Say("row.target.by", Datum.Part("target", words), Datum.Day("day", desk.Language.Dates.Coming(target.By, desk.Week.Sunday), target.By));
        if (progress.Pace == Pace.Unknown) return words;
        var way = Datum.Unsaid("way", isFloor ? "at-least" : "at-most");
        var pace = desk.Say(
            $"row.pace.{progress.Pace}",
            Datum.Part("target", words), Datum.Unsaid("goal", goal), way, Datum.Unsaid("asked", progress.AskedToday), Datum.Unsaid("recent", progress.Recent), new("day", null) { Days = [target.By] });

        // As they are read: rounding may bring the two together.
        var (figure, aim) = (format.Shown(kpi.Value.Value!.Value), format.Shown(goal));
        return IsContraryTo(progress.Pace, isFloor ? figure >= aim : figure <= aim, kpi.Verdict)
            ? desk.Say("row.pace.despite", Datum.Part("pace", pace), Datum.Unsaid("figure", figure), Datum.Unsaid("goal", aim), way, Datum.Unsaid("pace-of", progress.Pace.ToString()))
            : pace;
    }

    /// <summary>
    /// A pace is that of all weeks since the start: beside a week that reaches the goal "behind" reads like a mistake, and so does
    /// "on track" beside one that is worse than normal.
    /// </summary>
    /// <param name="meets">Whether the week meets the goal.</param>
    private static bool IsContraryTo(Pace pace, bool meets, KpiVerdict verdict) => pace switch
    {
        Pace.Behind or Pace.Missed => meets,
        Pace.Reached => !meets,
        Pace.OnTrack or Pace.Ahead => verdict == KpiVerdict.Worse && !meets,
        _ => false,
    };

    /// <summary>Whether the figure is what a whole week brings, and not a level, a share or a mean.</summary>
    public static bool IsOfAWeek(Kpi kpi) =>
        kpi.Basis is Basis.SumOfDays or Basis.UniqueOverWeek or Basis.LevelChange or Basis.SumOfParts && kpi.Unit is not (KpiUnit.Share or KpiUnit.Number);
}
