using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>
/// What is asked of the YouTube Analytics API and the YouTube Data API, and what it means here. There is no reach in
/// either, and no exact number of subscribers: both are left out of the traits.
/// </summary>
public static class YouTubeMetrics
{
    /// <summary>What a credential has to be allowed to read.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
        ["https://www.googleapis.com/auth/yt-analytics.readonly", "https://www.googleapis.com/auth/youtube.readonly"];

    /// <summary>A channel's figures by day.</summary>
    internal static readonly IReadOnlyList<YouTubeMetric> OfChannel =
    [
        new("views", Metrics.Views),
        new("engagedViews", Metrics.EngagedViews),
        new("comments", Metrics.Comments),
        new("likes", Metrics.Reactions),
        new("shares", Metrics.Shares),
        new("subscribersGained", Metrics.FollowersGained),
        new("subscribersLost", Metrics.FollowersLost),
    ];

    /// <summary>Figures of a video since its publication, as fields of its statistics.</summary>
    internal static readonly IReadOnlyList<YouTubeMetric> OfVideo =
    [
        new("viewCount", Metrics.Views),
        new("likeCount", Metrics.Reactions),
        new("commentCount", Metrics.Comments),
    ];

    /// <summary>
    /// The days from which a definition of a public view holds: Shorts count from the first frame since the first of them, all
    /// formats since the second. Engaged views are counted throughout as all views were before.
    /// </summary>
    internal static readonly IReadOnlyList<DateOnly> ViewsRedefined = [new(2025, 3, 31), new(2026, 8, 24)];

    /// <summary>The account that stands for the channel whose owner gave the access.</summary>
    internal const string Mine = "MINE";

    /// <summary>The dimension of a day, written <c>2026-11-23</c>.</summary>
    internal const string Day = "day";

    /// <summary>The report's days begin at midnight in California, and so do the days of the quota.</summary>
    internal const string ZoneId = "America/Los_Angeles";

    /// <summary>Videos whose figures are read again at every fetch: views and comments come in over weeks.</summary>
    internal const int VideoLookBackDays = 28;

    /// <summary>Videos of one request: the most that the Data API takes.</summary>
    internal const int VideosPerPage = 50;

    /// <summary>Pages of one listing after which it is given up, so that no fault of the platform's can hold a fetch for ever.</summary>
    internal const int MaxPages = 100;

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "youtube",
        Name = "YouTube",
        Words = new("A YouTube channel: UC…, or MINE.", "Analytics API v2 and Data API v3", "California's"),
        Links = new(["youtube"], ["youtube.com", "youtu.be"]),

        // A report ends without a word where one of its metrics is not known yet.
        Metrics = OfChannel.ToFrozenDictionary(metric => metric.Metric, _ => Absence.Unknown),
        PostMetrics = OfVideo.Select(metric => metric.Metric).ToFrozenSet(),
        PostHalfLife = TimeSpan.FromDays(6),
        LookBackDays = 4,
        LongHistory = new Dictionary<Metric, int?> { [Metrics.EngagedViews] = null },
        MaxDaysPerRequest = 366,
        SettlesAfter = TimeSpan.FromHours(72),
        Zone = Zone.Find(ZoneId),

        // Of the Data API, whose listings cost a unit each. The Analytics API counts apart and gives more: to count its requests too is on the safe side.
        Quota = new(10_000, QuotaWindow.Day(Zone.Find(ZoneId)!)),
    };
}

/// <summary>A metric at the platform.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Metric">What it is here.</param>
internal sealed record YouTubeMetric(string Name, Metric Metric);
