using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.YouTube;

/// <summary>The Analytics API's report of a channel by day.</summary>
internal static class ChannelReport
{
    /// <summary>Days before today in California of which nothing is known yet.</summary>
    private const int DaysLate = 2;

    private static readonly Dictionary<string, Func<ChannelDay, long>> Metrics = new(StringComparer.Ordinal)
    {
        ["views"] = day => day.Views,
        ["engagedViews"] = day => day.EngagedViews,
        ["comments"] = day => day.Comments,
        ["likes"] = day => day.Likes,
        ["shares"] = day => day.Shares,
        ["subscribersGained"] = day => day.Gained,
        ["subscribersLost"] = day => day.Lost,
    };

    /// <exception cref="YouTubeError">What is asked for is not played.</exception>
    public static JsonObject Answer(SimulatedWorld world, ChannelLife channel, WireRequest request, Conditions conditions)
    {
        var names = Required(request, "metrics").Split(',');
        foreach (var name in names)
            if (!Metrics.ContainsKey(name) || conditions.RefusedMetrics.Contains(name)) throw YouTubeError.UnknownMetric(name);
        if (request.Parameter("dimensions") != "day" || request.Parameter("filters") is not null) throw YouTubeError.Invalid("The query is not supported. The simulator plays dimensions=day only.");
        if (request.Parameter("sort") is not (null or "day")) throw YouTubeError.Invalid("The simulator plays sort=day only.");
        var (first, last) = (Day(request, "startDate"), Day(request, "endDate"));
        if (last < first) throw YouTubeError.Invalid("Invalid value for parameter endDate: it must not be before startDate.");

        var answer = new JsonObject
        {
            ["kind"] = "youtubeAnalytics#resultTable",
            ["columnHeaders"] = new JsonArray([Header("day", "DIMENSION", "STRING"), .. names.Select(name => Header(name, "METRIC", "INTEGER"))]),
        };
        var known = world.FirstUnknown(WorldZones.Pacific).AddDays(-1 - DaysLate);
        if (known < last) last = known;
        if (conditions.NoData) return answer;

        var rows = new JsonArray();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var figures = channel.On(day);
            rows.Add(new JsonArray([JsonValue.Create(day.ToString("O")), .. names.Select(name => (JsonNode)Metrics[name](figures))]));
        }

        answer["rows"] = rows;
        return answer;
    }

    private static JsonObject Header(string name, string kind, string type) => new() { ["name"] = name, ["columnType"] = kind, ["dataType"] = type };

    private static string Required(WireRequest request, string name) => request.Parameter(name) ?? throw YouTubeError.Invalid($"Required parameter: {name}");

    private static DateOnly Day(WireRequest request, string name) =>
        DateOnly.TryParseExact(Required(request, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw YouTubeError.Invalid($"Invalid value for parameter {name}.");
}
