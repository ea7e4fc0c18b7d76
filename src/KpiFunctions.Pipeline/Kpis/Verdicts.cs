using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>Is it going the right way?</summary>
internal static class Verdicts
{
    /// <summary>A figure beside its usual weeks. The range's own ends are usual.</summary>
    public static KpiVerdict Of(Figure figure, UsualRange? usual, GoodDirection? good)
    {
        if (figure.Value is not { } value) return KpiVerdict.Unknown;
        if (usual is null) return KpiVerdict.TooEarly;
        if (value >= usual.Low && value <= usual.High) return KpiVerdict.Steady;
        return good switch
        {
            null => KpiVerdict.Unusual,
            GoodDirection.Up => value > usual.High ? KpiVerdict.Better : KpiVerdict.Worse,
            _ => value < usual.Low ? KpiVerdict.Better : KpiVerdict.Worse,
        };
    }

    /// <summary>An objective's way, from its primary KPIs. Those that cannot tell do not outvote those that can.</summary>
    public static ObjectiveVerdict Of(IReadOnlyCollection<Kpi> primary)
    {
        bool Any(KpiVerdict verdict) => primary.Any(kpi => kpi.Verdict == verdict);
        if (primary.All(kpi => kpi.Verdict == KpiVerdict.Unknown)) return ObjectiveVerdict.Unknown;
        return (Any(KpiVerdict.Better), Any(KpiVerdict.Worse)) switch
        {
            (true, true) => ObjectiveVerdict.Mixed,
            (true, false) => ObjectiveVerdict.Better,
            (false, true) => ObjectiveVerdict.Worse,
            _ => Any(KpiVerdict.Steady) ? ObjectiveVerdict.Steady : ObjectiveVerdict.TooEarly,
        };
    }
}
