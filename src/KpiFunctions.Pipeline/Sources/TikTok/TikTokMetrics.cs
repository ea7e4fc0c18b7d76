using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>What is asked of TikTok's API for Business (Accounts API), and what it means here.</summary>
public static class TikTokMetrics
{
    /// <summary>What an account's owner has to allow.</summary>
    public static IReadOnlyList<string> Scopes { get; } = ["user.info.basic", "user.info.stats", "user.insights", "video.list", "video.insights"];

    /// <summary>The API with its version.</summary>
    internal const string Api = "https://business-api.tiktok.com/open_api/v1.3";

    /// <summary>An account's figures by day. Views include those that adverts brought.</summary>
    internal static readonly IReadOnlyList<TikTokMetric> OfAccount =
    [
        new("unique_video_views", Metrics.Reach),
        new("video_views", Metrics.Views),
        new("likes", Metrics.Reactions),
        new("comments", Metrics.Comments),
        new("shares", Metrics.Shares),
        new("daily_new_followers", Metrics.FollowersGained),
        new("daily_lost_followers", Metrics.FollowersLost),
        new("followers_count", Metrics.Followers),
    ];

    /// <summary>A video's figures since its publication.</summary>
    internal static readonly IReadOnlyList<TikTokMetric> OfVideo =
    [
        new("reach", Metrics.Reach),
        new("video_views", Metrics.Views),
        new("likes", Metrics.Reactions),
        new("comments", Metrics.Comments),
        new("shares", Metrics.Shares),
        new("favorites", Metrics.Saves),
    ];

    /// <summary>What a video is known by. TikTok may refuse a list of fields without the first one.</summary>
    internal static readonly IReadOnlyList<string> FieldsOfVideo = ["item_id", "create_time", "media_type", "caption", "share_url"];

    /// <summary>How many days before today in UTC the oldest day lies that has figures.</summary>
    internal const int OldestDayAge = 60;

    /// <summary>Videos whose figures are read again at every fetch: views and comments come in over weeks.</summary>
    internal const int VideoLookBackDays = 28;

    /// <summary>The most videos that a page may hold.</summary>
    internal const int VideosPerPage = 20;

    /// <summary>Pages after which a list is given up, so that no fault of the platform's can hold a fetch for ever.</summary>
    internal const int MaxPages = 100;

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "tiktok",
        Name = "TikTok",
        Words = new("A TikTok business account.", "API for Business v1.3", "UTC") { Account = "The open_id that came with the access, not the @name." },
        Links = new(["tiktok"], ["tiktok.com"]),

        // A day without anything has zeros: one that is left out is not known yet, or no more.
        Metrics = OfAccount.ToFrozenDictionary(metric => metric.Metric, _ => Absence.Unknown),
        PostMetrics = OfVideo.Select(metric => metric.Metric).ToFrozenSet(),
        IncludesPaid = new HashSet<Metric> { Metrics.Views },

        // One request gives 60 days: days that are not counted in time are read until they are taken as they stand.
        LookBackDays = 10,
        HistoryDays = OldestDayAge,
        MaxDaysPerRequest = OldestDayAge,
        SettlesAfter = TimeSpan.FromHours(48),
        Zone = Zone.Utc,

        // How many are granted, the app's page at TikTok shows.
        Quota = new(null, QuotaWindow.Day(Zone.Utc)),
    };
}

/// <summary>A figure at the platform.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Metric">What it is here.</param>
internal sealed record TikTokMetric(string Name, Metric Metric);
