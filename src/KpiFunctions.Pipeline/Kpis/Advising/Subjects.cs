using KpiFunctions.Pipeline.Kpis.Measuring;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Gathers the facts of every subject that rules speak about.</summary>
internal static class Subjects
{
    public static IEnumerable<FactSheet> Of(ClientData data, WeekReport kpis) => kpis.Objectives.SelectMany(objective => (IEnumerable<FactSheet>)
    [
        .. FigureSubjects.Figures(kpis, objective),
        .. FigureSubjects.Spikes(objective),
        .. PostSubjects.Questions(objective),
        .. PostSubjects.Silences(data, kpis, objective),
        .. VisitSubjects.LosingReferrers(data, objective, kpis.Week),
        .. VisitSubjects.ActionsOf(data, objective, kpis.Week),
    ])
        .Concat(PostSubjects.PostTypes(data, kpis))
        .Concat(CostSubjects.Costs(kpis));
}
