using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says in a row's line where a figure stands on the way to its target, in the words of <c>docs/kpis/targets.md</c>.</summary>
internal static class RowTargetWriter
{
    public static string Write(Desk desk, Kpi kpi, KpiFormat format)
    {
        var progress = kpi.Target!;
        var target = progress.Target;
        var (isFloor, goal) = (target.AtLeast is not null, target.AtLeast ?? target.AtMost!.Value);
        var words = desk.Say($"row.target.{(isFloor ? "at-least" : "at-most")}{(IsOfAWeek(kpi) ? ".weekly" : "")}", format.Cite("value", goal));
        return progress.Pace == Pace.Unknown
            ? words
            : desk.Say(
                $"row.pace.{progress.Pace}",
                Datum.Part("target", words),
                Datum.Unsaid("goal", goal),
                Datum.Unsaid("way", isFloor ? "at-least" : "at-most"),
                Datum.Unsaid("asked", progress.AskedToday),
                Datum.Unsaid("recent", progress.Recent),
                new("day", null) { Days = [target.By] });
    }

    /// <summary>Whether the figure is what a whole week brings, and not a level, a share or a mean.</summary>
    public static bool IsOfAWeek(Kpi kpi) =>
        kpi.Basis is Basis.SumOfDays or Basis.UniqueOverWeek or Basis.LevelChange or Basis.SumOfParts && kpi.Unit is not (KpiUnit.Share or KpiUnit.Number);
}
