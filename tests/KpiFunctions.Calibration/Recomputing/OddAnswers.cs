using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>A fault that costs some metrics and nothing else.</summary>
/// <param name="Metrics">What is not told: metrics of days (<c>views</c>) and of posts (<c>post:views</c>).</param>
internal sealed record OddAnswer(FaultKind Kind, IReadOnlyList<string> Metrics)
{
    /// <summary>The platform's name of the metric; null where a rule says what is hit.</summary>
    public string? Name { get; init; }

    public FaultRule? Rule { get; init; }

    /// <summary>Whether what was refused is not asked for in the next week, so that it has to be refused until the end.</summary>
    public bool Lasts => Kind is FaultKind.RefuseMetric or FaultKind.MissingRight;

    /// <summary>Whether values are told that cannot be true: the account then gives the metric, and none of these values is known.</summary>
    public bool IsImpossible => Kind == FaultKind.ImpossibleValue;
}

/// <summary>What an account no longer tells when one of its metrics is refused, retired or impossible, as the pages of <c>docs/sources</c> list them.</summary>
internal static class OddAnswers
{
    private static readonly Dictionary<string, OddAnswer[]> All = new(StringComparer.Ordinal)
    {
        ["facebook"] =
        [
            Refused("page_total_media_view_unique", "reach", "reach_7d"),
            Refused("page_media_view", "views"),
            Refused("page_follows", "followers"),
            Refused("post_media_view", "post:views"),
            Refused("post_total_media_view_unique", "post:reach"),
            Refused("post_clicks", "post:clicks"),
            Retired("page_media_view", "views"),
            Without("/insights\\?.*metric=[^&]*page_media_view", "views"),
            Impossible("/insights\\?", "\"value\":\\d+", "\"value\":-1", "reach", "reach_7d", "views", "followers", "followers_gained", "followers_lost"),
        ],
        ["instagram"] =
        [
            Refused("reach", "reach", "reach_7d", "post:reach"),
            Refused("views", "views", "post:views"),
            Refused("likes", "reactions"),
            Refused("shares", "shares", "post:shares"),
            Refused("saves", "saves"),
            Refused("saved", "post:saves"),
            Refused("follower_count", "followers_gained"),
            Retired("follower_count", "followers_gained"),
            Without("/insights\\?.*metric=[^&]*views", "views"),
            Impossible("total_value", "\"value\":\\d+", "\"value\":-1", "views", "reactions", "comments", "shares", "saves", "reach_7d"),
            Impossible("/media\\?", "\"like_count\":\\d+", "\"like_count\":-1", "post:reactions"),
        ],
        ["linkedin"] =
        [
            Refused("organizationalEntityFollowerStatistics", "followers_gained"),
            Retired("impressionCount", "views", "post:views"),
            Impossible("ShareStatistics", "\"likeCount\":\\d+", "\"likeCount\":-1", "reactions", "post:reactions"),
        ],
        ["youtube"] =
        [
            Refused("views", "views"),
            Refused("engagedViews", "engaged_views"),
            Refused("likes", "reactions"),
            Refused("shares", "shares"),
            Retired("shares", "shares"),
        ],
        ["tiktok"] =
        [
            Refused("unique_video_views", "reach"),
            Refused("video_views", "views", "post:views"),
            Refused("comments", "comments", "post:comments"),
            Refused("reach", "post:reach"),
            Refused("favorites", "post:saves"),
            Retired("shares", "shares", "post:shares"),
            Without("fields=.*\"likes\"", "reactions", "post:reactions"),
            Impossible("business/", "\"likes\":\\d+", "\"likes\":-1", "reactions", "post:reactions"),
        ],
        ["x"] =
        [
            Retired("impression_count", "post:views"),
            Impossible("/tweets", "\"like_count\":\\d+", "\"like_count\":-1", "post:reactions"),
        ],
        ["mastodon"] = [Retired("favourites_count", "post:reactions"), Impossible("/statuses", "\"favourites_count\":\\d+", "\"favourites_count\":-1", "post:reactions")],
        ["bluesky"] = [Retired("likeCount", "post:reactions"), Impossible("getAuthorFeed", "\"likeCount\":\\d+", "\"likeCount\":-1", "post:reactions")],
        ["google-analytics"] =
        [
            Refused("keyEvents", "conversions", "conversions_assisted_by_social"),
            Refused("totalRevenue", "revenue"),
            Refused("firstUserDefaultChannelGroup", "conversions_assisted_by_social"),
        ],
        ["matomo"] = [Refused("Referrers.getSocials", "sender:social")],
    };

    /// <summary>The requests for a source's list of posts, as regular expressions over requests.</summary>
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["facebook"] = "/posts\\?",
        ["instagram"] = "/media\\?",
        ["linkedin"] = "/rest/posts",
        ["youtube"] = "/playlistItems",
        ["tiktok"] = "video/list",
        ["x"] = "/tweets",
        ["mastodon"] = "/statuses",
        ["bluesky"] = "getAuthorFeed",
    };

    /// <summary>What may happen to accounts of a source.</summary>
    public static IReadOnlyList<OddAnswer> Of(string source) => All[source];

    /// <summary>The list of a source's posts, over requests; null where it has none.</summary>
    public static string? ListOf(string source) => Lists.GetValueOrDefault(source);

    private static OddAnswer Refused(string name, params string[] metrics) => new(FaultKind.RefuseMetric, metrics) { Name = name };

    private static OddAnswer Retired(string name, params string[] metrics) => new(FaultKind.RetiredMetric, metrics) { Name = name };

    private static OddAnswer Without(string asked, params string[] metrics) => new(FaultKind.MissingRight, metrics) { Rule = new(asked) { Refusal = FaultKind.PermissionMissing } };

    private static OddAnswer Impossible(string asked, string found, string with, params string[] metrics) => new(FaultKind.ImpossibleValue, metrics) { Rule = new(asked) { Found = found, With = with } };
}
