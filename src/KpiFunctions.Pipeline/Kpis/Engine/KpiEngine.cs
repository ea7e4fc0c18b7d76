using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis.Advising;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>
/// Computes a client's week: each objective's figures and what they are compared with, advice, what the reader has to
/// know about the data, and from what all of it was made. Pure: the same config and history give the same report, in
/// whatever order the history comes.
/// </summary>
public static class KpiEngine
{
    /// <param name="client">What the client declared.</param>
    /// <param name="history">
    /// What is stored. The comparisons need the reported week, the half year before it and the week a year before, and
    /// fourteen days before those for the first change of a level; fewer give fewer comparisons.
    /// </param>
    /// <param name="week">The week to report.</param>
    /// <param name="shown">The traces of the digests of the weeks before, the oldest first: those weeks are computed again and corrected.</param>
    public static WeekReport Compute(ClientConfig client, ClientHistory history, IsoWeek week, IReadOnlyList<WeekTrace>? shown = null)
    {
        var data = new ClientData(client, history);
        IReadOnlyList<WeekTrace> before = shown ?? [];
        IReadOnlyList<WeekReport> earlier = [.. before.Select(trace => FiguresOf(data, IsoWeek.Parse(trace.Week)))];
        var figures = FiguresOf(data, week);
        var (advice, forAgency) = Advisor.Of(data, figures, before);
        var report = figures with
        {
            Advice = advice,
            AgencyAdvice = forAgency,
            Notes = [.. figures.Notes, .. Restatements.Of(before, earlier, data.ReadAgain)],
            Earlier = earlier,
        };
        return report with { Trace = KpiTracer.Trace(data, report) };
    }

    /// <summary>A week's figures and verdicts without advice, corrections and trace, for whoever simulates many weeks.</summary>
    public static WeekReport ComputeFigures(ClientConfig client, ClientHistory history, IsoWeek week) => FiguresOf(new(client, history), week);

    /// <summary>Posts published in a week beside posts planned.</summary>
    public static IReadOnlyList<PlanRow> PlanOf(ClientConfig client, ClientHistory history, IsoWeek week) => PostingPlan.Of(new(client, history), week);

    private static WeekReport FiguresOf(ClientData data, IsoWeek week)
    {
        var asReported = data.AsReported(week);
        var computed = data.Client.Objectives.Select(objective => Compute(data, asReported, objective, week)).ToList();
        var objectives = Verdicts.Judge(CostPerResult.AddTo(computed, data, week));
        return new()
        {
            ClientId = data.Client.Id,
            Week = week,
            Objectives = objectives,
            Plan = PostingPlan.Of(data, week),
            Notes = DataCaveats.Of(data, objectives, week),
            GrowingPosts = [.. data.Accounts.Where(account => account.PostsKeepGrowing).SelectMany(account => account.In(week).Posts)],
        };
    }

    private static ObjectiveResult Compute(ClientData data, ClientData asReported, ObjectiveConfig objective, IsoWeek week)
    {
        var row = Objectives.Of(objective.Kind);
        var kpis = new KpiBuilder(data, asReported, objective, week);
        return new()
        {
            Objective = objective,
            Verdict = ObjectiveVerdict.Unknown,
            Primary = [.. row.Primary.SelectMany(kpis.Build)],
            Explaining = [.. row.Explaining.SelectMany(kpis.Build).Where(kpi => kpi.Value.Gap != Gap.NotDelivered)],
            Posts = Highlights.Of(data, week, row.PostsShownBy),
            PostsComparedBy = row.PostsComparedBy,
            Threads = row.ShowsThreads ? DiscussionThreads.Of(data, week) : [],
            Traffic = row.ShowsTraffic ? ClientVisits.Channels(data, week) : [],
            Referrers = row.ShowsTraffic ? ClientVisits.Referrers(data, week) : [],
            Moves = row.ShowsTraffic ? ClientVisits.Moves(data, week) : [],
            Actions = Actions.Of(data, objective, week),
        };
    }
}
