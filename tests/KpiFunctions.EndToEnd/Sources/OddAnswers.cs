using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>What each source is tried with beyond faults of the whole platform: answers that are odd in part.</summary>
internal static class OddAnswers
{
    private const string Any = "";
    private const string OnePost = $"^post {Item} ";
    private const string Posts = "^post ";

    /// <summary>The first value of a series of Graph's, by the metric and its period.</summary>
    private static string FirstOf(string metric, string period = "day") => $"""(?<series>"name":"{metric}","period":"{period}".*?"value":)-?\d+""";

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Bluesky = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* reactions$", SaysOnce("getAuthorFeed", "\"likeCount\":\\d+", "\"likeCount\":null")) { IsLeftOut = true },
        [ImpossibleValue] = new(" (reactions|followers)$", Says(Any, "\"(likeCount|followersCount)\":\\d+", "\"$1\":-1")),
        [LaterPageRefused] = new(Posts, Refuses("getAuthorFeed")),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Facebook = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* views$", SaysOnce("/insights", FirstOf("page_media_view"), "${series}null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("/insights", FirstOf("page_media_view"), "${series}0")),
        [ImpossibleValue] = new("^2026.* (views|reach|followers)$", SaysOnce("/insights", FirstOf("page_media_view"), "${series}1"), SaysOnce("/insights", FirstOf("page_follows"), "${series}-1")),
        [PageTooLarge] = new(null, Refuses("/posts\\?.*limit=(25|10)\\b", PageTooLarge)),
        [LaterPageRefused] = new(Posts, Refuses("/posts\\?")),
        [DeadItem] = new($"{OnePost}(views|reach|clicks)$", Refuses("/posts\\?.*insights\\.metric") with { Found = $"\"id\":\"{Item}\"" }),
        [MissingRight] = new(
            "^2026.* views$|^post .* (comments|reactions)$",
            Refuses("/insights\\?.*page_media_view", PermissionMissing),
            Refuses("/posts\\?.*(comments|reactions)\\.", PermissionMissing)),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> GoogleAnalytics = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new(
            null,
            Says("sessionSource", "\\{\"value\":\"google\"\\},\\{\"value\":\"organic\"\\},\\{\"value\":\"Organic Search\"\\}", "{\"value\":\"(data not available)\"},{\"value\":\"(data not available)\"},{\"value\":\"Unassigned\"}"))
        {
            Other = "^2026.* (Unknown|OrganicSearch)$",
        },
        [ContradictoryParts] = new(null, SaysOnce("activeUsers", "\"metricValues\":\\[\\{\"value\":\"\\d+\"", "\"metricValues\":[{\"value\":\"0\"")),
        [ImpossibleValue] = new("^2026.* users$", SaysOnce("activeUsers", "(?<sessions>\"metricValues\":\\[\\{\"value\":\"\\d+\"\\},)\\{\"value\":\"\\d+\"", "${sessions}{\"value\":\"-1\"")),
        [LaterPageRefused] = new("^2026", Refuses("activeUsers"), Refuses("sessionSource"), Refuses("firstUserDefaultChannelGroup")),
        [MissingRight] = new(
            "^2026.* revenue$",
            Says(Any, "\"metadata\":\\{", "\"metadata\":{\"schemaRestrictionResponse\":{\"activeMetricRestrictions\":[{\"metricName\":\"totalRevenue\",\"restrictedMetricTypes\":[\"REVENUE_DATA\"]}]},")),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Instagram = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* reactions$", SaysOnce("/media\\?", "\"like_count\":\\d+,", "")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("total_value", FirstOf("views"), "${series}0")),
        [ImpossibleValue] = new("^2026.* (views|reach)$|^post .* reactions$", SaysOnce("total_value", FirstOf("views"), "${series}1"), SaysOnce("/media\\?", "\"like_count\":\\d+", "\"like_count\":-1")),
        [PageTooLarge] = new(null, Refuses("/media\\?.*limit=(25|10)\\b", PageTooLarge)),
        [LaterPageRefused] = new(Posts, Refuses("/media\\?")),
        [DeadItem] = new($"{OnePost}(views|reach|saves|shares)$", Refuses("/media\\?.*insights\\.metric") with { Found = $"\"id\":\"{Item}\"" }),
        [MissingRight] = new("^2026.* views$", Refuses("/insights\\?.*metric=[^&]*views", PermissionMissing)),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> LinkedIn = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* reach$", Says("timeIntervals", "\"uniqueImpressionsCount\":\\d+", "\"uniqueImpressionsCount\":null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", Says("timeIntervals", "\"impressionCount\":\\d+", "\"impressionCount\":0")),
        [ImpossibleValue] = new("^2026.* (views|reach|reactions)$", Says("timeIntervals", "\"impressionCount\":\\d+", "\"impressionCount\":1"), Says("timeIntervals", "\"likeCount\":\\d+", "\"likeCount\":-1")),
        [LaterPageRefused] = new(Posts, Refuses("/posts\\?")),
        [DeadItem] = new($"{OnePost}(?!post$)", Refuses($"hareStatistics.*{Item}\\b")) { Items = "share" },
        [MissingRight] = new("^2026.* followers_gained$", Refuses("FollowerStatistics", PermissionMissing)),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Mastodon = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* reactions$", SaysOnce("/statuses", "\"favourites_count\":\\d+", "\"favourites_count\":null")) { IsLeftOut = true },
        [ImpossibleValue] = new(" (reactions|followers)$", Says(Any, "\"(favourites_count|followers_count)\":\\d+", "\"$1\":-1")),
        [LaterPageRefused] = new(Posts, Refuses("/statuses")),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Matomo = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* users$", SaysOnce(Any, "\"nb_uniq_visitors\":\\d+", "\"nb_uniq_visitors\":\"\"")) { IsLeftOut = true },
        [ContradictoryParts] = new(
            null,
            Says(Any, "\\{\"nb_uniq_visitors\":(?<people>\\d+),\"nb_visits\":\\d+", "{\"nb_uniq_visitors\":${people},\"nb_visits\":0"),
            Says(Any, "\"nb_conversions\":\\d+,\"nb_visits_converted\":\\d+,\"revenue\":[\\d.]+,\"conversion_rate\"", "\"nb_conversions\":0,\"nb_visits_converted\":0,\"revenue\":0,\"conversion_rate\"")),
        [ImpossibleValue] = new("^2026.* users$", Says(Any, "\"nb_uniq_visitors\":\\d+", "\"nb_uniq_visitors\":-1")),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> TikTok = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* reach$", SaysOnce("business/get", "\"unique_video_views\":\\d+", "\"unique_video_views\":null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("business/get", "\"video_views\":\\d+", "\"video_views\":0")),
        [ImpossibleValue] = new("^2026.* (views|reach|reactions)$", SaysOnce("business/get", "\"video_views\":\\d+", "\"video_views\":1"), SaysOnce("business/get", "\"likes\":\\d+", "\"likes\":-1")),
        [LaterPageRefused] = new(Posts, Refuses("video/list")),
        [MissingRight] = new(" reactions$", Refuses("fields=.*\"likes\"", PermissionMissing)),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> X = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* views$", SaysOnce("/tweets", "\"impression_count\":\\d+", "\"impression_count\":null")) { IsLeftOut = true },
        [ImpossibleValue] = new("^post .* reactions$", Says("/tweets", "\"like_count\":\\d+", "\"like_count\":-1")),
        [LaterPageRefused] = new(Posts, Refuses("/tweets")),
        [MissingRight] = new("^2026.* mentions$|^post .* post$", Refuses("/mentions", PermissionMissing)),
    };

    public static readonly IReadOnlyDictionary<FaultKind, OddAnswer> YouTube = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* views$", SaysOnce("/v2/reports", "\\[\"(?<day>[\\d-]{10})\",\\d+", "[\"${day}\",null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("/v2/reports", "\\[\"(?<day>[\\d-]{10})\",\\d+", "[\"${day}\",0")),
        [ImpossibleValue] = new("^2026.* views$|^post .* reactions$", SaysOnce("/v2/reports", "\\[\"(?<day>[\\d-]{10})\",\\d+", "[\"${day}\",-1"), Says("/videos", "\"likeCount\":\"\\d+\"", "\"likeCount\":\"-1\"")),
        [LaterPageRefused] = new(Posts, Refuses("/playlistItems")),
        [DeadItem] = new(OnePost, Says("/videos", $"\\{{\"kind\":\"youtube#video\",\"id\":\"{Item}\".*?\"commentCount\":\"\\d+\"\\}}\\}},?", "")) { IsLeftOut = true },
        [MissingRight] = new("^2026.* reactions$", Refuses("/v2/reports.*metrics=[^&]*likes", PermissionMissing)),
    };
}
