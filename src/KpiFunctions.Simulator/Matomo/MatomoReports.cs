using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Matomo;

/// <summary>Matomo's reports of one day, from all of its visits. Where there are none the answer is an empty list.</summary>
internal static class MatomoReports
{
    private static readonly Dictionary<string, (int Number, string Label)> Types = new(StringComparer.Ordinal)
    {
        [ReferrerTypes.Direct] = (1, "Direct Entry"),
        [ReferrerTypes.Search] = (2, "Search Engines"),
        [ReferrerTypes.Website] = (3, "Websites"),
        [ReferrerTypes.Campaign] = (6, "Campaigns"),
        [ReferrerTypes.Social] = (7, "Social Networks"),
        [ReferrerTypes.AiAssistant] = (8, "AI Assistants"),
    };

    private static readonly Dictionary<string, Func<IReadOnlyList<TrafficRow>, JsonNode>> ByMethod = new(StringComparer.Ordinal)
    {
        ["VisitsSummary.get"] = Summary,
        ["Goals.get"] = Goals,
        ["Referrers.getReferrerType"] = rows => Table(rows.GroupBy(row => row.Source.Channel), type => (Types[type].Label, $"referrerType=={type}", Types[type].Number)),
        ["Referrers.getSearchEngines"] = rows => Names(rows, ReferrerTypes.Search),
        ["Referrers.getSocials"] = rows => Names(rows, ReferrerTypes.Social),
        ["Referrers.getWebsites"] = rows => Names(rows, ReferrerTypes.Website),
        ["Referrers.getCampaigns"] = rows => Names(rows, ReferrerTypes.Campaign),
        ["Referrers.getAIAssistants"] = rows => Names(rows, ReferrerTypes.AiAssistant),
    };

    /// <summary>The report of that method; null where there is none.</summary>
    public static Func<IReadOnlyList<TrafficRow>, JsonNode>? Find(string method) => ByMethod.GetValueOrDefault(method);

    private static JsonArray Names(IReadOnlyList<TrafficRow> rows, string type) =>
        Table(rows.Where(row => row.Source.Channel == type).GroupBy(row => row.Source.Name), name => (name, $"referrerName=={Uri.EscapeDataString(name)}", null));

    private static JsonArray Table(IEnumerable<IGrouping<string, TrafficRow>> groups, Func<string, (string Label, string Segment, int? Type)> describe) =>
        [.. groups.OrderByDescending(group => group.Sum(row => row.Sessions)).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => Row([.. group], describe(group.Key)))];

    private static JsonObject Row(IReadOnlyList<TrafficRow> rows, (string Label, string Segment, int? Type) described)
    {
        var row = new JsonObject { ["label"] = described.Label };
        foreach (var (name, value) in Visits(rows)) row[name] = value;
        var conversions = Conversions(rows);
        row["goals"] = conversions == 0 ? new JsonObject() : new JsonObject { ["idgoal=1"] = new JsonObject { ["nb_conversions"] = conversions, ["nb_visits_converted"] = conversions, ["revenue"] = Revenue(rows) } };
        row["nb_conversions"] = conversions;
        row["revenue"] = Revenue(rows);
        row["segment"] = described.Segment;
        if (described.Type is { } type) row["referrer_type"] = type;
        return row;
    }

    private static JsonNode Summary(IReadOnlyList<TrafficRow> rows)
    {
        if (rows.Count == 0) return new JsonArray();

        var visits = Sessions(rows);
        var summary = new JsonObject();
        foreach (var (name, value) in Visits(rows)) summary[name] = value;
        summary["bounce_rate"] = Percent(visits - rows.Sum(row => row.Engaged), visits);
        summary["nb_actions_per_visit"] = Math.Round(Actions(rows) / (double)visits, 1);
        summary["avg_time_on_site"] = Seconds(rows) / visits;
        return summary;
    }

    private static JsonNode Goals(IReadOnlyList<TrafficRow> rows) => rows.Count == 0 ? new JsonArray() : new JsonObject
    {
        ["nb_conversions"] = Conversions(rows),
        ["nb_visits_converted"] = Conversions(rows),
        ["revenue"] = Revenue(rows),
        ["conversion_rate"] = Percent(Conversions(rows), Sessions(rows)),
    };

    private static (string Name, long Value)[] Visits(IReadOnlyList<TrafficRow> rows) =>
    [
        ("nb_uniq_visitors", TrafficLife.UsersOf(rows)),
        ("nb_visits", Sessions(rows)),
        ("nb_actions", Actions(rows)),
        ("nb_users", 0),
        ("max_actions", Math.Min(Actions(rows), 24)),
        ("sum_visit_length", Seconds(rows)),
        ("bounce_count", Sessions(rows) - rows.Sum(row => row.Engaged)),
        ("nb_visits_converted", Conversions(rows)),
    ];

    private static long Sessions(IReadOnlyList<TrafficRow> rows) => rows.Sum(row => row.Sessions);

    private static long Actions(IReadOnlyList<TrafficRow> rows) => Sessions(rows) + (2 * rows.Sum(row => row.Engaged));

    private static long Seconds(IReadOnlyList<TrafficRow> rows) => 95 * rows.Sum(row => row.Engaged);

    private static long Conversions(IReadOnlyList<TrafficRow> rows) => rows.Sum(row => row.Conversions);

    private static decimal Revenue(IReadOnlyList<TrafficRow> rows) => rows.Sum(row => row.Revenue);

    private static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.#}%");
}
