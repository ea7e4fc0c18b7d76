using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Objectives;
using KpiFunctions.Pipeline.Kpis.Visits;
using KpiFunctions.Pipeline.Kpis.Work;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>
/// Computes a client's week: each objective's KPIs, what they are compared with, and what the reader has to know of
/// the data. Pure: the same config and history give the same set, in whatever order the history comes.
/// </summary>
public static class KpiEngine
{
    /// <param name="client">What the client declared.</param>
    /// <param name="history">
    /// What is stored. The comparisons want the reported week, the half year before it and the week a year before, and
    /// fourteen days before those for the first change of a level; fewer give fewer comparisons.
    /// </param>
    /// <param name="week">The week to report.</param>
    public static KpiSet Compute(ClientConfig client, ClientHistory history, IsoWeek week)
    {
        var data = new ClientData(client, history);
        var objectives = Verdicts.Judge([.. client.Objectives.Select(objective => Compute(data, objective, week))]);
        return new()
        {
            ClientId = client.Id,
            Week = week,
            Objectives = objectives,
            Plan = PostingPlan.Of(data, week),
            Notes = DataNotes.Of(data, objectives, week),
        };
    }

    private static ObjectiveResult Compute(ClientData data, ObjectiveConfig objective, IsoWeek week)
    {
        var kpis = new KpiBuilder(data, objective, week);
        var figures = objective.Kind switch
        {
            ObjectiveKind.Awareness => Awareness.Of(kpis),
            ObjectiveKind.Image => Image.Of(kpis),
            ObjectiveKind.GoogleIndependence => GoogleIndependence.Of(kpis),
            ObjectiveKind.Offers => Offers.Of(kpis),
            ObjectiveKind.Sales => Sales.Of(kpis),
            ObjectiveKind.Custom => Custom.Of(kpis),
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective.Kind, "No file computes this kind of objective."),
        };
        return new()
        {
            Objective = objective,
            Verdict = ObjectiveVerdict.Unknown,
            Primary = figures.Primary,
            // What explains has to be there: that no source delivers it explains nothing.
            Explaining = [.. figures.Explaining.Where(kpi => kpi.Value.Gap != Gap.NotDelivered)],
            Posts = figures.Posts,
            Threads = figures.Threads,
            Traffic = figures.AsksForTraffic ? WeekTraffic.Channels(data, week) : [],
            Senders = figures.AsksForTraffic ? WeekTraffic.Senders(data, week) : [],
            Moves = figures.AsksForTraffic ? WeekTraffic.Moves(data, week) : [],
            Worth = Worth.Of(data, objective.Kind, figures.Primary, week),
            Actions = Actions.Of(data, objective, week),
        };
    }
}
