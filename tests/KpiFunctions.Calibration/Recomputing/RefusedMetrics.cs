namespace KpiFunctions.Calibration.Recomputing;

/// <summary>What an account no longer tells when its platform refuses one of its metrics, as the pages of <c>docs/sources</c> list them.</summary>
internal static class RefusedMetrics
{
    /// <summary>By source and the platform's name: metrics of days (<c>views</c>) and of posts (<c>post:views</c>).</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> All = new(StringComparer.Ordinal)
    {
        ["facebook"] = new(StringComparer.Ordinal)
        {
            ["page_total_media_view_unique"] = ["reach", "reach_7d", "reach_28d"],
            ["page_media_view"] = ["views"],
            ["page_follows"] = ["followers"],
            ["post_media_view"] = ["post:views"],
            ["post_total_media_view_unique"] = ["post:reach"],
            ["post_clicks"] = ["post:clicks"],
        },
        ["instagram"] = new(StringComparer.Ordinal)
        {
            ["reach"] = ["reach", "reach_7d", "post:reach"],
            ["views"] = ["views", "post:views"],
            ["likes"] = ["reactions"],
            ["shares"] = ["shares", "post:shares"],
            ["saves"] = ["saves"],
            ["saved"] = ["post:saves"],
            ["follower_count"] = ["followers_gained"],
        },
        ["linkedin"] = new(StringComparer.Ordinal)
        {
            ["organizationalEntityFollowerStatistics"] = ["followers_gained"],
        },
        ["youtube"] = new(StringComparer.Ordinal)
        {
            ["views"] = ["views"],
            ["engagedViews"] = ["engaged_views"],
            ["likes"] = ["reactions"],
            ["shares"] = ["shares"],
        },
        ["tiktok"] = new(StringComparer.Ordinal)
        {
            ["unique_video_views"] = ["reach"],
            ["video_views"] = ["views", "post:views"],
            ["comments"] = ["comments", "post:comments"],
            ["reach"] = ["post:reach"],
            ["favorites"] = ["post:saves"],
        },
        ["google-analytics"] = new(StringComparer.Ordinal)
        {
            ["keyEvents"] = ["conversions", "conversions_assisted_by_social"],
            ["totalRevenue"] = ["revenue"],
            ["firstUserDefaultChannelGroup"] = ["conversions_assisted_by_social"],
        },
        ["matomo"] = new(StringComparer.Ordinal)
        {
            ["Referrers.getSocials"] = ["sender:social"],
        },
    };

    /// <summary>What may be refused to accounts of a source, by the platform's names.</summary>
    public static IReadOnlyList<string> NamesOf(string source) => All.TryGetValue(source, out var metrics) ? [.. metrics.Keys] : [];

    /// <summary>What is not told then.</summary>
    public static IReadOnlyList<string> Without(string source, string name) => All[source][name];
}
