using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>
/// What is asked of the Graph API and what it means here. Meta renames and retires metrics often: a change of theirs is
/// a change of these tables.
/// </summary>
public static class FacebookMetrics
{
    /// <summary>Figures of the page, by day or by a window that ends on the day.</summary>
    internal static readonly IReadOnlyList<FacebookMetric> OfPage =
    [
        new("page_total_media_view_unique", "day", Metrics.Reach, MediaViews),
        new("page_media_view", "day", Metrics.Views, MediaViews),
        new("page_follows", "day", Metrics.Followers, null),
        new("page_daily_follows_unique", "day", Metrics.FollowersGained, null),
        new("page_daily_unfollows_unique", "day", Metrics.FollowersLost, null),
        new("page_total_media_view_unique", "week", Metrics.Reach7Days, MediaViews),
        new("page_total_media_view_unique", "days_28", Metrics.Reach28Days, MediaViews),
    ];

    /// <summary>Figures of a post since its publication.</summary>
    internal static readonly IReadOnlyList<FacebookPostMetric> OfPost =
    [
        new("post_total_media_view_unique", Metrics.Reach),
        new("post_media_view", Metrics.Views),
        new("post_clicks", Metrics.Clicks),
    ];

    // Since this day the media-view metrics stand for the former impressions; they count a stricter event.
    private const string MediaViews = "2025-11-15";

    /// <summary>How often a post was shared: a field that is left out of a post that nobody shared.</summary>
    internal static readonly GraphPart Shares = new("shares (posts)", "shares", IsInsight: false);

    /// <summary>What is asked of each post; comments include the answers to comments.</summary>
    internal static readonly GraphPostQuery Posts = new(
        "posts",
        "id,created_time,message,permalink_url,status_type",
        [
            new("attachments (posts)", "attachments.limit(1){media_type}", IsInsight: false),
            Shares,
            new("comments (posts)", "comments.filter(stream).limit(0).summary(true)", IsInsight: false),
            new("reactions (posts)", "reactions.limit(0).summary(total_count)", IsInsight: false),
            .. OfPost.Select(metric => new GraphPart(metric.Name, metric.Name, IsInsight: true)),
        ]);

    /// <summary>What is asked of each post of others that tags the page.</summary>
    internal const string TagFields = "id,created_time,message,permalink_url";

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "facebook",
        Name = "Facebook",
        Words = new("A Facebook page.", $"Graph API {GraphVersions.Used}", "California's"),
        Links = new(["facebook", "fb"], ["facebook.com", "fb.com", "fb.me"]),
        Metrics = OfPage.Select(metric => KeyValuePair.Create(metric.Metric, Absence.Unknown))
            .Append(KeyValuePair.Create<Metric, Absence>(Metrics.Mentions, Absence.Zero))
            .ToFrozenDictionary(),
        PostMetrics = OfPost.Select(metric => metric.Metric)
            .Concat([Metrics.Reactions, Metrics.Comments, Metrics.Shares])
            .ToFrozenSet(),
        PostHalfLife = TimeSpan.FromMinutes(30),
        LookBackDays = 3,

        // Meta takes 90 days from since to until; one is for the last day's end, one for a change of clocks.
        MaxDaysPerRequest = 88,
        SettlesAfter = TimeSpan.FromHours(48),
        Zone = Zone.Find(GraphApi.ZoneId),
        HistoryDays = GraphApi.HistoryDays,
        AgencyCredential = GraphApi.AgencyCredential,
        Quota = GraphApi.Quota,
        VersionEnd = GraphVersions.End,
        Permissions =
        [
            new("read_insights", "the page's and its posts' figures"),
            new("pages_read_engagement", "the page and its posts"),
            new("pages_read_user_content", "comments, reactions and mentions"),
            new("pages_show_list", "mentions"),
        ],
    };
}

/// <summary>A page's metric at the platform.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Period">The platform's name of the window: <c>day</c>, <c>week</c>, <c>days_28</c>.</param>
/// <param name="Metric">What it is here.</param>
/// <param name="Series">The day from which its definition holds; null where it was never redefined.</param>
internal sealed record FacebookMetric(string Name, string Period, Metric Metric, string? Series);

/// <summary>A post's metric at the platform.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Metric">What it is here.</param>
internal sealed record FacebookPostMetric(string Name, Metric Metric);
