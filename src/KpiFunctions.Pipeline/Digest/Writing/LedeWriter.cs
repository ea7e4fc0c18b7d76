using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes a word on weeks of which all objectives share the verdict, and says no more than the digest below it bears out.</summary>
internal static class LedeWriter
{
    /// <returns>Null where the verdicts differ, or nothing true can be said of all.</returns>
    public static string? Write(Desk desk, WeekReport kpis) => SubjectWriter.Shared(kpis.Objectives) switch
    {
        ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline or ObjectiveVerdict.Seasonal => NothingChanged(desk, kpis),
        ObjectiveVerdict.TooEarly => kpis.HasFigure ? desk.Say("lede.figures", Datum.Part("lede", desk.Say("lede.TooEarly"))) : desk.Say("lede.TooEarly"),
        ObjectiveVerdict.Unknown => Unknown(desk, kpis),
        { } verdict => desk.Say($"lede.{verdict}"),
        null => null,
    };

    private static string? NothingChanged(Desk desk, WeekReport kpis)
    {
        var figures = kpis.Objectives.SelectMany(objective => objective.Figures).ToList();
        if (figures.Exists(kpi => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual)) return null;
        bool Any(KpiVerdict verdict) => figures.Exists(kpi => kpi.Verdict == verdict);
        if (Any(KpiVerdict.Borderline) && Any(KpiVerdict.Seasonal)) return null;
        var lede = Datum.Part("lede", desk.Say(Any(KpiVerdict.Borderline) ? "lede.Steady.chance" : Any(KpiVerdict.Seasonal) ? "lede.Seasonal" : "lede.Steady"));
        if (kpis.Advice.Count > 0) return desk.Say("lede.advice", lede);
        var isBehind = figures.Exists(kpi => kpi.Target?.Pace is Pace.Behind or Pace.Missed) || kpis.Plan.Any(row => row.Published < row.Planned);
        return isBehind ? lede.Written : desk.Say("lede.nothing", lede);
    }

    private static string Unknown(Desk desk, WeekReport kpis)
    {
        var lede = Datum.Part("lede", desk.Say(kpis.HasFigure ? "lede.Unknown.some" : "lede.Unknown"));
        var shown = kpis.Notes.Take(desk.Limits.Notes).ToList();
        if (shown.Exists(note => note is DataCaveat.SourceInTrouble or DataCaveat.ExportsSilent)) return desk.Say("lede.reason.told", lede);
        var hasReason = shown.Exists(note => note is DataCaveat.NotDelivered)
            || kpis.Objectives.SelectMany(objective => objective.Primary).Any(kpi => kpi.Value.Gap is not (null or Gap.NoData));
        return hasReason ? desk.Say("lede.reason", lede) : lede.Written!;
    }
}
