using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Objectives;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>What the week's actions brought.</summary>
internal static class Actions
{
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
        int? posts = account is null || account.PostsGap(days) is not null ? null : account.PostsIn(days).Count();
        if (action.Campaign is not { } campaign || WeekTraffic.Of(data, week).Slices is not { } slices) return new(action, posts, null, null);

        var brought = slices.Where(slice => string.Equals(slice.Campaign, campaign, StringComparison.OrdinalIgnoreCase)).ToList();
        var tellsConversions = data.Accounts.Any(a => a.GivesConversionsByOrigin);
        return new(action, posts, brought.Sum(slice => slice.Sessions), tellsConversions ? WeekTraffic.SumOrNull(brought, slice => slice.Conversions) : null);
    }
}
