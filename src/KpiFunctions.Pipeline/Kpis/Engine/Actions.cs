using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What the week's actions brought: every action serves an objective, and none goes unmeasured in silence.</summary>
internal static class Actions
{
    private static readonly CountMetric[] PostMetrics = [Metrics.Views, Metrics.Reactions, Metrics.Comments, Metrics.Shares, Metrics.Clicks];

    /// <summary>The objective's actions that have a day in the week, in order of their first day.</summary>
    public static IReadOnlyList<ActionResult> Of(ClientData data, ObjectiveConfig objective, IsoWeek week) =>
        [.. data.Client.Actions
            .Where(action => action.Objective == objective.Key && action.Days.First <= week.Sunday && action.Days.Last >= week.Monday)
            .OrderBy(action => action.Days.First).ThenBy(action => action.Name, StringComparer.Ordinal)
            .Select(action => Of(data, action, week))];

    private static ActionResult Of(ClientData data, ActionConfig action, IsoWeek week)
    {
        var days = new DayRange(
            action.Days.First > week.Monday ? action.Days.First : week.Monday,
            action.Days.Last < week.Sunday ? action.Days.Last : week.Sunday);
        var account = data.Accounts.FirstOrDefault(a => a.Ref == action.Account);
        List<Post>? posts = account is null || account.PostsGap(days) is not null ? null : [.. account.PostsIn(days).Select(dated => dated.Post)];
        var result = new ActionResult(action, posts?.Count, null, null) { PostFigures = posts is null ? [] : FiguresOf(posts) };
        if (action.Campaign is not { } campaign || ClientVisits.In(data, week) is not { Slices: { } slices } traffic || !traffic.TellsWhoBrought(slice => slice.Sessions)) return result;

        var (sessions, conversions, revenue) = BroughtBy(data, campaign, slices);
        return result with
        {
            Sessions = sessions,
            Conversions = conversions,
            Revenue = revenue,
            Currency = data.Total(week, Metrics.Revenue).Currency,
            SinceItBegan = action.Days.First < week.Monday && VisitsOf(data, new(action.Days.First, days.Last)) is { } all
                ? (BroughtBy(data, campaign, all).Sessions, BroughtBy(data, campaign, all).Conversions)
                : null,
        };
    }

    /// <summary>Sums of what every post has; people have no sum.</summary>
    private static IReadOnlyList<(CountMetric Metric, double Sum)> FiguresOf(List<Post> posts) => posts.Count == 0 ? [] :
        [.. PostMetrics.Where(metric => posts.TrueForAll(post => post[metric] is not null)).Select(metric => (metric, posts.Sum(post => post[metric]!.Value)))];

    private static (double Sessions, double? Conversions, double? Revenue) BroughtBy(ClientData data, string campaign, IReadOnlyList<TrafficSlice> slices)
    {
        var brought = slices.Where(slice => VisitParts.IsOf(campaign, slice)).ToList();
        var tellsConversions = data.Accounts.Any(account => account.GivesConversionsByOrigin);
        var tellsRevenue = slices.Any(slice => slice.Revenue is not null);
        return (
            brought.Sum(slice => slice.Sessions),
            tellsConversions ? VisitParts.SumOrNull(brought, slice => slice.Conversions) : null,
            tellsRevenue ? VisitParts.SumOrNull(brought, slice => slice.Revenue) : null);
    }

    /// <summary>Visits of some days by origin; null where a day of an account that tells them is not known, or the origin of too many.</summary>
    private static IReadOnlyList<TrafficSlice>? VisitsOf(ClientData data, DayRange days)
    {
        var readings = data.Accounts.Where(account => account.GivesTraffic).SelectMany(account => days.Each().Select(account.On)).ToList();
        if (!readings.TrueForAll(reading => reading?.Traffic is not null)) return null;
        var all = new WeekTraffic([.. readings.SelectMany(reading => reading!.Traffic!)], null, IsProvisional: false, data.Client.Networks);
        return all.TellsWhoBrought(slice => slice.Sessions) ? all.Slices : null;
    }
}
