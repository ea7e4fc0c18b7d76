namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Gathers the facts of every subject that rules speak about.</summary>
internal static class Subjects
{
    public static IEnumerable<FactSheet> Of(ClientData data, KpiSet kpis) => kpis.Objectives.SelectMany(objective => (IEnumerable<FactSheet>)
    [
        .. FigureSubjects.Figures(kpis, objective),
        .. FigureSubjects.Spikes(objective),
        .. PostSubjects.PostTypes(data, objective, kpis.Week),
        .. PostSubjects.Questions(objective),
        .. PostSubjects.Silences(data, objective, kpis.Week),
        .. VisitSubjects.LosingSenders(data, objective, kpis.Week),
        .. VisitSubjects.ActionsOf(objective),
        .. CostSubjects.Costs(objective),
    ]);
}
