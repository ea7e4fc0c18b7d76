using System.Text.Json.Nodes;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>A metric that a page's <c>/insights</c> answers.</summary>
/// <param name="Title">What people read; part of the answer.</param>
/// <param name="Value">The value of a day.</param>
/// <param name="OverDays">Whether it is also summed or counted over a week and over 28 days.</param>
/// <param name="Unique">Whether it counts people, who are never summed.</param>
internal sealed record InsightMetric(string Name, string Title, Func<PageDay, long> Value, bool OverDays, bool Unique = false);

/// <summary>The metrics of Graph v27 that are alive; all others are refused, those that died in 2025 and 2026 too.</summary>
internal static class InsightMetrics
{
    /// <summary>The level of followers at the end of a day, which is not a function of that day alone.</summary>
    public const string Followers = "page_follows";

    public const string Reach = "page_total_media_view_unique";

    private static readonly Dictionary<string, InsightMetric> OfPages = new InsightMetric[]
    {
        new(Followers, "Lifetime Total Follows", _ => 0, false),
        new("page_daily_follows", "Daily Follows", day => day.Gained, true),
        new("page_daily_follows_unique", "Daily New Follows", day => day.Gained, true),
        new("page_daily_unfollows_unique", "Daily Unfollows", day => day.Lost, true),
        new("page_media_view", "Total Views", day => day.Views, true),
        new(Reach, "Total Viewers", day => day.Reach, true, Unique: true),
        new("page_post_engagements", "Post Engagements", day => day.Engagements, true),
        new("page_views_total", "Total Page Views", day => day.PageViews, true),
        new("page_video_views", "Total Video Views", day => day.VideoViews, true),
        new("page_total_actions", "Total Actions on Page", day => day.Actions, true),
    }.ToDictionary(metric => metric.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, (string Title, Func<PagePost, JsonNode> Value)> OfPosts = new(StringComparer.Ordinal)
    {
        ["post_media_view"] = ("Lifetime Post Views", post => post.Views),
        ["post_total_media_view_unique"] = ("Lifetime Post Viewers", post => post.Reach),
        ["post_clicks"] = ("Lifetime Post Clicks", post => post.Clicks),
        ["post_video_views"] = ("Lifetime Video Views", post => post.Kind == PostKind.Video ? post.Views : 0),
        ["post_reactions_like_total"] = ("Lifetime Likes", post => post.Reactions - Loves(post)),
        ["post_reactions_love_total"] = ("Lifetime Loves", post => Loves(post)),
        ["post_reactions_by_type_total"] = ("Lifetime Reactions by Type", post => Object(("like", post.Reactions - Loves(post)), ("love", Loves(post)))),
        ["post_activity_by_action_type"] = ("Lifetime Post Activity by Type", post => Object(("share", post.Shares), ("like", post.Reactions), ("comment", post.Comments))),
    };

    /// <summary>The page metrics of a comma-separated list.</summary>
    /// <exception cref="GraphError">One of them is not alive: the whole request fails.</exception>
    public static IReadOnlyList<InsightMetric> Pages(string names, IReadOnlySet<string> refused) =>
        [.. Names(names).Select(name => !refused.Contains(name) && OfPages.TryGetValue(name, out var metric) ? metric : throw GraphError.UnknownMetric())];

    /// <summary>The insights of a post as its <c>/insights</c> answers them.</summary>
    /// <exception cref="GraphError">A metric is not alive.</exception>
    public static JsonArray Posts(string names, PagePost post, string postId, IReadOnlySet<string> refused) => [.. Names(names).Select(name =>
    {
        if (refused.Contains(name) || !OfPosts.TryGetValue(name, out var metric)) throw GraphError.UnknownMetric();
        return (JsonNode)new JsonObject
        {
            ["name"] = name,
            ["period"] = "lifetime",
            ["values"] = new JsonArray(new JsonObject { ["value"] = metric.Value(post) }),
            ["title"] = metric.Title,
            ["description"] = null,
            ["id"] = $"{postId}/insights/{name}/lifetime",
        };
    })];

    private static string[] Names(string names) => names.Trim('[', ']').Replace("\"", "", StringComparison.Ordinal).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long Loves(PagePost post) => post.Reactions / 5;

    // A breakdown leaves out what is zero.
    private static JsonObject Object(params (string Name, long Count)[] counts)
    {
        var parts = new JsonObject();
        foreach (var (name, count) in counts)
            if (count > 0) parts[name] = count;
        return parts;
    }
}
