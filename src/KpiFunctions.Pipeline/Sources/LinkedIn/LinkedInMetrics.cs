using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>What is asked of LinkedIn and what it means here. LinkedIn retires a version every month: a change of theirs is a change of these tables.</summary>
public static class LinkedInMetrics
{
    /// <summary>Versions that LinkedIn takes, with their ends. A version lives a year, and the newest is not used before its end is known.</summary>
    internal static readonly IReadOnlyList<ApiVersionEnd> Versions =
    [
        new("202603", new(2027, 3, 16)),
        new("202604", new(2027, 4, 15)),
        new("202605", new(2027, 5, 15)),
        new("202606", new(2027, 6, 15)),
        new("202607", new(2027, 7, 15)),
    ];

    /// <summary>The version that every request names; there is no default one.</summary>
    internal static readonly ApiVersionEnd Api = Versions[^1];

    /// <summary>Figures of what the organisation shared: of a day, or of one post since its publication. Organic only.</summary>
    internal static readonly IReadOnlyList<LinkedInMetric> OfShares =
    [
        new("uniqueImpressionsCount", Metrics.Reach),
        new("impressionCount", Metrics.Views),
        new("likeCount", Metrics.Reactions),
        new("commentCount", Metrics.Comments),
        new("shareCount", Metrics.Shares),
        new("clickCount", Metrics.Clicks),
    ];

    /// <summary>How many days before today the newest day lies that has statistics.</summary>
    internal const int NewestDayAge = 2;

    /// <summary>How many days before today the oldest day lies that has statistics.</summary>
    internal const int OldestDayAge = 365;

    /// <summary>Posts whose figures are read again at every fetch: reactions and comments come in over weeks.</summary>
    internal const int PostLookBackDays = 28;

    /// <summary>Posts asked for at once: the most that LinkedIn gives.</summary>
    internal const int PostsPerPage = 100;

    /// <summary>Posts whose figures are asked for at once: each is named in the address, which should stay short.</summary>
    internal const int FiguresPerRequest = 50;

    /// <summary>Pages of one list after which it is given up, so that no fault of the platform's can hold a fetch for ever.</summary>
    internal const int MaxPages = 40;

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "linkedin",
        Name = "LinkedIn",
        Words = new("A LinkedIn organisation, by its number.", $"REST API {Api.Version}", "UTC"),
        Links = new(["linkedin"], ["linkedin.com", "lnkd.in"]),

        // A day without anything is answered with zeros: one that is left out is not known.
        Metrics = OfShares.Select(metric => metric.Metric)
            .Concat([Metrics.Followers, Metrics.FollowersGained])
            .ToFrozenDictionary(metric => metric, _ => Absence.Unknown),
        PostMetrics = OfShares.Select(metric => metric.Metric).ToFrozenSet(),
        PostHalfLife = TimeSpan.FromHours(24),
        LevelsOfToday = new HashSet<Metric> { Metrics.Followers },
        LookBackDays = 3,
        HistoryDays = OldestDayAge,
        MaxDaysPerRequest = OldestDayAge,
        SettlesAfter = TimeSpan.FromHours(72),
        Zone = Zone.Utc,
        AgencyCredential = "agency-linkedin",

        // Each app has limits of its own, which LinkedIn shows to its owner alone.
        Quota = new(null, QuotaWindow.Day(Zone.Utc)),
        VersionEnd = Api,

        // Whoever gives access anew is a member of the client's, who has to be found first.
        AccessEndReportedAhead = TimeSpan.FromDays(30),
    };
}

/// <summary>A figure of <c>totalShareStatistics</c>.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Metric">What it is here.</param>
internal sealed record LinkedInMetric(string Name, Metric Metric);
