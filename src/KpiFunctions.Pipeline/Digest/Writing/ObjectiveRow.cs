using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>What an objective's row of the mail tells, before it is put into words. Pure.</summary>
/// <param name="Lead">The figure shown first; null where the objective has no figure this week.</param>
/// <param name="Second">The figure shown beside it; null where there is none.</param>
/// <param name="Missing">Of the two figures that would be shown, the first that has no value this week; null where both have one.</param>
/// <param name="Alike">Changed figures that are not shown, to the side that a shown one went.</param>
/// <param name="Contrary">Changed figures that are not shown, to the side that no shown one went.</param>
internal sealed record ObjectiveRow(
    ObjectiveResult Result, RowState State, Kpi? Lead, Kpi? Second, Kpi? Missing, IReadOnlyList<Kpi> Alike, IReadOnlyList<Kpi> Contrary)
{
    public static ObjectiveRow Of(ObjectiveResult result)
    {
        var ordered = InOrder(result);
        var known = ordered.FindAll(kpi => kpi.Value.Value is not null);
        var lead = known.FirstOrDefault();
        var others = known.Skip(1).ToList();
        var second = result.Verdict == ObjectiveVerdict.Mixed && others.Find(kpi => IsChanged(kpi) && kpi.Verdict != lead!.Verdict) is { } opposite ? opposite : others.FirstOrDefault();
        List<Kpi> shown = [.. new[] { lead, second }.OfType<Kpi>()];
        var hidden = result.Primary.Where(kpi => IsChanged(kpi) && kpi.Value.Value is not null && !shown.Exists(other => ReferenceEquals(other, kpi))).ToLookup(kpi => shown.Exists(other => other.Verdict == kpi.Verdict));

        // What no source gives is missing in every week: it is the page's to say, unless there is nothing else.
        var delivered = ordered.FindAll(kpi => kpi.Value.Gap != Gap.NotDelivered);
        var missing = delivered.Count == 0 ? ordered.FirstOrDefault() : delivered.Take(2).FirstOrDefault(kpi => kpi.Value.Value is null);
        return new(result, StateOf(result, lead, missing), lead, second, missing, [.. hidden[true]], [.. hidden[false]]);
    }

    /// <summary>The figures that the row shows.</summary>
    public IReadOnlyList<Kpi> Shown { get; } = [.. new[] { Lead, Second }.OfType<Kpi>()];

    /// <summary>The first shown figure that the verdict comes from; null where it comes from none of them.</summary>
    public Kpi? Deciding { get; } = new[] { Lead, Second }.OfType<Kpi>().FirstOrDefault(kpi => Decides(kpi, Result.Verdict));

    /// <summary>Whether a verdict stands in the row, and bars below it.</summary>
    public bool HasVerdict => State is RowState.Better or RowState.Worse or RowState.Mixed or RowState.Normal or RowState.Borderline;

    /// <summary>The figure with a target first, then those that the verdict comes from, then the config's order.</summary>
    private static List<Kpi> InOrder(ObjectiveResult result) =>
        [.. result.Primary.Concat(result.Explaining.Where(kpi => kpi.Target is not null))
            .OrderBy(kpi => kpi.Target is not null ? 0 : Decides(kpi, result.Verdict) ? 1 : 2)];

    private static RowState StateOf(ObjectiveResult result, Kpi? lead, Kpi? missing) => result.Verdict switch
    {
        ObjectiveVerdict.Better => RowState.Better,
        ObjectiveVerdict.Worse => RowState.Worse,
        ObjectiveVerdict.Mixed => RowState.Mixed,
        ObjectiveVerdict.Borderline => RowState.Borderline,
        ObjectiveVerdict.Steady or ObjectiveVerdict.Seasonal => RowState.Normal,
        _ when lead is null => missing?.Value.Gap == Gap.PartialWeek ? RowState.Incomplete : RowState.NoFigure,
        _ when lead.Target?.Pace is not (null or Pace.Unknown or Pace.TooEarly) => RowState.TargetOnly,
        _ => RowState.TooEarly,
    };

    private static bool Decides(Kpi kpi, ObjectiveVerdict verdict) => (verdict, kpi.Verdict) switch
    {
        (ObjectiveVerdict.Better or ObjectiveVerdict.Mixed, KpiVerdict.Better) => true,
        (ObjectiveVerdict.Worse or ObjectiveVerdict.Mixed, KpiVerdict.Worse) => true,
        (ObjectiveVerdict.Borderline, KpiVerdict.Borderline) => true,
        (ObjectiveVerdict.Seasonal, KpiVerdict.Seasonal) => true,
        _ => false,
    };

    private static bool IsChanged(Kpi kpi) => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse;
}
