using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>
/// <c>/{account}/insights</c> with <c>period=day</c>: a series, whose values belong to the day that ends at their
/// <c>end_time</c>; or with <c>metric_type=total_value</c> one total of all days in the window, in which people are counted once.
/// </summary>
internal static class InstagramInsights
{
    private const int MaxDays = 30;

    /// <exception cref="GraphError">A metric, the period or the window is not taken.</exception>
    public static JsonObject Answer(SimulatedWorld world, PageLife account, WireRequest request, Conditions conditions)
    {
        var total = request.Parameter("metric_type") switch
        {
            null or "time_series" => false,
            "total_value" => true,
            _ => throw GraphError.BadParameter("metric_type must be one of the following values: time_series, total_value"),
        };
        var metrics = InstagramMetrics.Of(request.Parameter("metric") ?? throw GraphError.BadParameter("The parameter metric is required"), total, conditions.RefusedMetrics);
        if (request.Parameter("period") != "day") throw GraphError.BadParameter("The simulator plays period=day only");

        var until = GraphTime.Bound(request, "until") ?? world.Now;
        var since = GraphTime.Bound(request, "since") ?? until.AddDays(-1);
        if (until - since > TimeSpan.FromDays(MaxDays) + TimeSpan.FromHours(1)) throw GraphError.BadParameter($"There cannot be more than {MaxDays} days ({MaxDays * 86400} s) between since and until");
        if (metrics.Any(metric => metric.Name == InstagramMetrics.Gained) && since < world.Now.AddDays(-MaxDays))
            throw GraphError.BadParameter("(follower_count) metric only supports querying data for the last 30 days excluding the current day");

        var days = PageInsights.Days(world, since, until);
        if (conditions.FutureEnd && !total) days.Add(PageInsights.Unfinished(world));
        var data = new JsonArray();
        if (conditions.NoData || days.Count == 0) return new() { ["data"] = data };

        var figures = days.Select(day => (day.End, Figures: account.On(day.Day))).ToList();
        var small = account.FollowersAt(days[^1].Day) < InstagramMetrics.FewFollowers;
        foreach (var (name, value) in metrics.Where(metric => !small || metric.Name != InstagramMetrics.Gained))
        {
            var insight = new JsonObject { ["name"] = name, ["period"] = "day", ["title"] = name, ["id"] = $"{account.Profile.Id}/insights/{name}/day" };
            if (total) insight["total_value"] = new JsonObject { ["value"] = name == InstagramMetrics.Reach ? People(account, days) : figures.Sum(day => value(day.Figures)) };
            else insight["values"] = new JsonArray([.. figures.Select(day => new JsonObject { ["value"] = value(day.Figures), ["end_time"] = GraphTime.Format(day.End) })]);
            data.Add(insight);
        }

        return new() { ["data"] = data };
    }

    // The different people of the whole window.
    private static long People(PageLife account, List<(DateOnly Day, DateTimeOffset End)> days) =>
        account.ReachOver(days.Count, days[^1].Day, day => account.On(day).Reach);
}
