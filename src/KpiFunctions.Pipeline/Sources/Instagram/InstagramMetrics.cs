using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>
/// What is asked of the Graph API for a professional account and what it means here. Meta renames and retires metrics
/// often: a change of theirs is a change of these tables.
/// </summary>
public static class InstagramMetrics
{
    /// <summary>People who started to follow: a metric that goes back a month only.</summary>
    internal static readonly InstagramMetric Gained = new("follower_count", Metrics.FollowersGained);

    /// <summary>Figures that come as a series of days.</summary>
    internal static readonly IReadOnlyList<InstagramMetric> ByDay = [new("reach", Metrics.Reach), Gained];

    /// <summary>People of a whole week: a total of its seven days, which is asked for by itself.</summary>
    internal static readonly InstagramMetric OfWeek = new("reach", Metrics.Reach7Days);

    /// <summary>Weeks whose people are read at most by a fetch that reaches the present: as many as a digest shows.</summary>
    internal const int WeeksAtFirst = 13;

    /// <summary>Weeks whose people every fetch reads again.</summary>
    internal const int WeeksReadAgain = 2;

    /// <summary>Figures that come as the total of what is asked for, so that each day takes a request.</summary>
    internal static readonly IReadOnlyList<InstagramMetric> Totals =
    [
        new("views", Metrics.Views),
        new("likes", Metrics.Reactions),
        new("comments", Metrics.Comments),
        new("shares", Metrics.Shares),
        new("saves", Metrics.Saves),
    ];

    /// <summary>Figures of a post since its publication, beside its likes and comments.</summary>
    internal static readonly IReadOnlyList<InstagramMetric> OfMedia =
    [
        new("reach", Metrics.Reach),
        new("views", Metrics.Views),
        new("saved", Metrics.Saves),
        new("shares", Metrics.Shares),
    ];

    /// <summary>Days before today for which <see cref="Gained"/> is answered; a request for an older one is refused.</summary>
    internal const int GainedDays = 29;

    /// <summary>What is asked of each post of others that tags the account.</summary>
    internal const string TagFields = "id,timestamp,caption,permalink";

    /// <summary>
    /// What is asked of each post of the account. By Meta's reference, photos, videos, carousels and reels have each of these
    /// insights, and stories have all but <c>saved</c>.
    /// </summary>
    internal static readonly GraphPostQuery Media = new(
        "media",
        "id,timestamp,caption,permalink,media_type,media_product_type",
        [
            new("like_count (media)", "like_count", IsInsight: false),
            new("comments_count (media)", "comments_count", IsInsight: false),
            .. OfMedia.Select(metric => new GraphPart($"{metric.Name} (media)", metric.Name, IsInsight: true)),
        ])
    {
        Has = (kind, part) => part.Text != "saved" || kind?.StartsWith("STORY", StringComparison.Ordinal) != true,
    };

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "instagram",
        Name = "Instagram",
        Words = new(
            "An Instagram professional account.", $"Graph API {GraphVersions.Used}", "California's; followers the client's")
        { Account = "The account's number, such as 17841400000000001, not its @name." },
        Links = new(["instagram", "ig"], ["instagram.com"]),
        Metrics = ByDay.Concat(Totals).Select(metric => KeyValuePair.Create(metric.Metric, Absence.Unknown))
            .Append(KeyValuePair.Create<Metric, Absence>(Metrics.Reach7Days, Absence.Unknown))
            .Append(KeyValuePair.Create<Metric, Absence>(Metrics.Followers, Absence.Unknown))
            .Append(KeyValuePair.Create<Metric, Absence>(Metrics.Mentions, Absence.Zero))
            .ToFrozenDictionary(),
        PostMetrics = OfMedia.Select(metric => metric.Metric).Concat([Metrics.Reactions, Metrics.Comments]).ToFrozenSet(),
        PostHalfLife = TimeSpan.FromHours(19),
        LevelsOfToday = new HashSet<Metric> { Metrics.Followers },
        LookBackDays = 3,
        LongHistory = new Dictionary<Metric, int?> { [Metrics.Reach7Days] = WeeksAtFirst },

        // Meta takes 30 days from since to until; one is for the last day's end, one for a change of clocks.
        MaxDaysPerRequest = 28,
        SettlesAfter = TimeSpan.FromHours(48),
        Zone = Zone.Find(GraphApi.ZoneId),
        HistoryDays = GraphApi.HistoryDays,
        AgencyCredential = GraphApi.AgencyCredential,
        Quota = GraphApi.Quota,
        VersionEnd = GraphVersions.End,
        Permissions =
        [
            new("instagram_basic", "the account and its posts"),
            new("instagram_manage_insights", "the account's and its posts' figures"),
            new("pages_read_engagement", "the account through its page"),
            new("instagram_manage_comments", "mentions"),
        ],
    };
}

/// <summary>A metric at the platform.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Metric">What it is here.</param>
internal sealed record InstagramMetric(string Name, Metric Metric);
