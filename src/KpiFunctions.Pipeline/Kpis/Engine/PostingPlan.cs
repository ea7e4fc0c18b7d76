using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>Posts published beside posts planned.</summary>
internal static class PostingPlan
{
    /// <summary>Every account with a plan, in the config's order. That a week's posts are not known is no broken plan.</summary>
    public static IReadOnlyList<PlanRow> Of(ClientData data, IsoWeek week) =>
        [.. data.Accounts.Where(account => data.Client.PostingPlan.ContainsKey(account.Ref)).Select(account =>
        {
            var published = account.In(week).Sum(Metrics.Posts).Figure;
            return new PlanRow(account.Ref, data.Client.PostingPlan[account.Ref], published.Value, published.Gap);
        })];
}
