using System.Text.Json.Nodes;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>The metrics of professional accounts and their media that are alive; all others are refused.</summary>
internal static class InstagramMetrics
{
    /// <summary>New followers of a day: a metric that goes back 30 days, and that small accounts do not have.</summary>
    public const string Gained = "follower_count";

    /// <summary>Different people: a metric that is answered as a series of days and as a total.</summary>
    public const string Reach = "reach";

    /// <summary>Followers below which an account has no <see cref="Gained"/>.</summary>
    public const int FewFollowers = 100;

    private static readonly Dictionary<string, Func<PageDay, long>> Series = new(StringComparer.Ordinal)
    {
        [Reach] = day => day.Reach,
        [Gained] = day => day.Gained,
    };

    private static readonly Dictionary<string, Func<PageDay, long>> Totals = new(StringComparer.Ordinal)
    {
        ["views"] = day => day.Views,
        ["accounts_engaged"] = day => day.Engagements * 9 / 10,
        ["total_interactions"] = day => day.Engagements,
        ["likes"] = day => Likes(day),
        ["comments"] = day => day.Engagements / 20,
        ["shares"] = day => day.Engagements / 16,
        ["saves"] = day => day.Engagements - Likes(day) - (day.Engagements / 20) - (day.Engagements / 16),
        ["profile_views"] = day => day.PageViews,
    };

    private static readonly Dictionary<string, Func<PagePost, long>> OfMedia = new(StringComparer.Ordinal)
    {
        ["reach"] = post => post.Reach,
        ["views"] = post => post.Views,
        ["likes"] = post => post.Reactions,
        ["comments"] = post => post.Comments,
        ["shares"] = post => post.Shares,
        ["saved"] = post => post.Reactions / 12,
        ["total_interactions"] = post => post.Reactions + post.Comments + post.Shares + (post.Reactions / 12),
    };

    /// <summary>The metrics of a comma-separated list, as a series of days or as totals.</summary>
    /// <exception cref="GraphError">One of them is not alive, or not to be had in this way: the whole request fails.</exception>
    public static IReadOnlyList<(string Name, Func<PageDay, long> Value)> Of(string names, bool total, IReadOnlySet<string> refused) => [.. Names(names).Select(name =>
    {
        if (refused.Contains(name)) throw GraphError.UnknownMetric();
        if ((total ? Totals : Series).TryGetValue(name, out var value)) return (name, value);
        if (total && name == Reach) return (name, Series[name]);
        throw Totals.ContainsKey(name) && !total
            ? GraphError.BadParameter($"The following metrics ({name}) should be specified with parameter metric_type=total_value")
            : GraphError.BadParameter($"metric[0] must be one of the following values: {string.Join(", ", Series.Keys.Concat(Totals.Keys))}");
    })];

    /// <summary>The insights of a post.</summary>
    /// <exception cref="GraphError">A metric is not alive.</exception>
    public static JsonArray Media(string names, PagePost post, IReadOnlySet<string> refused) => [.. Names(names).Select(name => (JsonNode)new JsonObject
    {
        ["name"] = name,
        ["period"] = "lifetime",
        ["values"] = new JsonArray(new JsonObject { ["value"] = !refused.Contains(name) && OfMedia.TryGetValue(name, out var value) ? value(post) : throw GraphError.UnknownMetric() }),
        ["title"] = name,
        ["id"] = $"{post.Id}/insights/{name}/lifetime",
    })];

    private static string[] Names(string names) => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long Likes(PageDay day) => day.Engagements * 4 / 5;
}
