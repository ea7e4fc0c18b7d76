using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>
/// <c>/{page}/insights</c>. A value belongs to the day that ends at its <c>end_time</c>, which is the beginning of the
/// next one in Facebook's zone; those with <c>since &lt; end_time ≤ until</c> are answered.
/// </summary>
internal static class PageInsights
{
    private const int MaxDays = 90;
    private const int YearsKept = 2;
    private static readonly (string Name, int Days)[] Periods = [("day", 1), ("week", 7), ("days_28", 28)];
    private static readonly string[] KnownPeriods = ["day", "week", "days_28", "month", "lifetime", "total_over_range"];

    /// <summary>Answers a request for metrics of a page.</summary>
    /// <exception cref="GraphError">A metric, a period or the window is not taken.</exception>
    public static JsonObject Answer(SimulatedWorld world, PageLife page, WireRequest request, Conditions conditions, string? metricNames)
    {
        var metrics = InsightMetrics.Pages(metricNames ?? throw GraphError.BadParameter("The parameter metric is required"), conditions.RefusedMetrics);
        var period = request.Parameter("period");
        if (period is not null && !KnownPeriods.Contains(period)) throw GraphError.BadParameter($"period must be one of the following values: {string.Join(", ", KnownPeriods)}");
        if (request.Parameter("date_preset") is not null) throw GraphError.BadParameter("The simulator does not play date_preset: give since and until");

        var until = GraphTime.Bound(request, "until") ?? world.Now;
        var since = GraphTime.Bound(request, "since") ?? until.AddDays(-2);
        // An hour more, because a window across the end of summer time is longer than its days.
        if (until - since > TimeSpan.FromDays(MaxDays) + TimeSpan.FromHours(1)) throw GraphError.BadParameter($"There cannot be more than {MaxDays} days ({MaxDays * 86400} s) between since and until");

        var days = Days(world, since, until);
        if (conditions.FutureEnd) days.Add(Unfinished(world));
        var data = new JsonArray();
        if (!conditions.NoData && days.Count > 0)
        {
            var figures = new Figures(page);
            foreach (var metric in metrics)
                foreach (var (name, length) in Periods.Where(known => period is null || known.Name == period))
                    if (length == 1 || metric.OverDays) Add(data, metric, name, days, figures.Of(metric, length), page.Profile.Id);
        }

        return new() { ["data"] = data, ["paging"] = Paging(request, since, until) };
    }

    /// <summary>The days of which a window shows the end, without those that are not over.</summary>
    public static List<(DateOnly Day, DateTimeOffset End)> Days(SimulatedWorld world, DateTimeOffset since, DateTimeOffset until)
    {
        var today = world.FirstUnknown(WorldZones.Pacific);
        var day = WorldZones.DayAt(WorldZones.Pacific, since).AddDays(-1);
        if (day < today.AddYears(-YearsKept)) day = today.AddYears(-YearsKept);
        var days = new List<(DateOnly, DateTimeOffset)>();
        for (; day < today; day = day.AddDays(1))
        {
            var end = WorldZones.StartOf(WorldZones.Pacific, day.AddDays(1));
            if (end > until) break;
            if (end > since) days.Add((day, end));
        }

        return days;
    }

    /// <summary>Today, whose end is still to come.</summary>
    public static (DateOnly Day, DateTimeOffset End) Unfinished(SimulatedWorld world) =>
        world.Today(WorldZones.Pacific) is var today ? (today, WorldZones.StartOf(WorldZones.Pacific, today.AddDays(1))) : default;

    private static void Add(JsonArray data, InsightMetric metric, string period, List<(DateOnly Day, DateTimeOffset End)> days, Func<DateOnly, long> value, string page)
    {
        var values = days.Select(day => (day.End, Value: value(day.Day))).ToList();
        // What stayed at zero throughout is left out: silence is all that Graph says about it.
        if (values.All(known => known.Value == 0)) return;

        data.Add(new JsonObject
        {
            ["name"] = metric.Name,
            ["period"] = period,
            ["values"] = new JsonArray([.. values.Select(known => new JsonObject { ["value"] = known.Value, ["end_time"] = GraphTime.Format(known.End) })]),
            ["title"] = metric.Title,
            ["description"] = $"{metric.Title} ({period})",
            ["id"] = $"{page}/insights/{metric.Name}/{period}",
        });
    }

    // Graph offers the windows before and after whether or not they hold anything: paging by them never ends by itself.
    private static JsonObject Paging(WireRequest request, DateTimeOffset since, DateTimeOffset until)
    {
        var length = until - since;
        return new()
        {
            ["previous"] = GraphPaging.Address(request, ("since", Seconds(since - length)), ("until", Seconds(since))),
            ["next"] = GraphPaging.Address(request, ("since", Seconds(until)), ("until", Seconds(until + length))),
        };
    }

    private static string Seconds(DateTimeOffset instant) => instant.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A page's figures, each day's worked out once in a request.</summary>
    private sealed class Figures(PageLife page)
    {
        private readonly Dictionary<DateOnly, PageDay> days = [];
        private (DateOnly Day, long Level)? last;

        public Func<DateOnly, long> Of(InsightMetric metric, int length) => metric switch
        {
            { Name: InsightMetrics.Followers } => Followers,
            { Unique: true } => day => page.ReachOver(length, day, earlier => On(earlier).Reach),
            _ => day => Enumerable.Range(0, length).Sum(age => metric.Value(On(day.AddDays(-age)))),
        };

        private PageDay On(DateOnly day)
        {
            if (!days.TryGetValue(day, out var figures)) days[day] = figures = page.On(day);
            return figures;
        }

        // Days come in order, so each level follows from the one before.
        private long Followers(DateOnly day)
        {
            var level = last is { } before && before.Day.AddDays(1) == day ? before.Level + On(day).Gained - On(day).Lost : page.FollowersAt(day);
            last = (day, level);
            return level;
        }
    }
}
