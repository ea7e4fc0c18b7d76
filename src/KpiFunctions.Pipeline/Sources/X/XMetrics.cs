using System.Collections.Frozen;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>What is asked of X, what it costs, and what it means here.</summary>
public static class XMetrics
{
    /// <summary>The API, and its version.</summary>
    internal const string Host = "https://api.x.com/2";

    /// <summary>A budget is counted in half cents, whatever the prices are: what a month has spent is stored in them.</summary>
    internal const int UnitsPerDollar = 200;

    /// <summary>Without when it was published a post cannot be placed.</summary>
    internal static readonly XField CreatedAt = new("created_at");

    /// <summary>What else is asked for of a post.</summary>
    internal static readonly IReadOnlyList<XField> OfPost = [new("public_metrics"), new("attachments")];

    /// <summary>What is asked for of the user.</summary>
    internal static readonly IReadOnlyList<XField> OfUser = [new("public_metrics"), new("protected")];

    /// <summary>The fewest posts that a page may be asked for.</summary>
    internal const int FewestPosts = 5;

    /// <summary>The most posts that a page may be asked for.</summary>
    internal const int MostPosts = 100;

    /// <summary>Pages after which a list is given up, so that no fault of the platform's can hold a fetch for ever.</summary>
    internal const int MaxPages = 40;

    /// <summary>A fetch that reaches to today reads posts and mentions no further back than this: each of them costs money every time.</summary>
    internal const int PostDays = 30;

    /// <summary>Days of mentions that are read again: a mention is there at once, and seldom taken back.</summary>
    internal const int MentionLookBackDays = 2;

    /// <summary>A post's kind by the number that its first medium's key begins with.</summary>
    internal static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["3"] = "photo",
        ["7"] = "video",
        ["13"] = "video",
        ["16"] = "video",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// X lists the last 800 mentions, and leaves out of them what it withholds: a list of so many may have ended before the
    /// days that were asked for.
    /// </summary>
    internal const int MentionsListed = 700;

    /// <summary>What the source gives. X tells an account's reach to nobody but its owner, in another interface.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "x",
        Name = "X",
        Words = new("An account on X, by its @name. Every read is paid.", "API v2", "none: the client's"),
        Links = new(["x", "twitter"], ["x.com", "twitter.com", "t.co"]),

        // Mentions are counted over a list that was read to its end: a day that is not in it is not known.
        Metrics = new Dictionary<Metric, Absence> { [Metrics.Followers] = Absence.Unknown, [Metrics.Mentions] = Absence.Unknown }.ToFrozenDictionary(),
        PostMetrics = new HashSet<Metric> { Metrics.Views, Metrics.Reactions, Metrics.Comments, Metrics.Shares, Metrics.Saves }.ToFrozenSet(),
        PostHalfLife = TimeSpan.FromMinutes(21),
        LevelsOfToday = new HashSet<Metric> { Metrics.Followers },
        LookBackDays = 7,

        // X has no such limit. A backfill that the budget cuts off pays for its last piece again, which should be small.
        MaxDaysPerRequest = 31,
        AgencyCredential = "agency-x",
        Quota = new(null, QuotaWindow.Day(Zone.Utc)),

        // Once a day, at about the same hour: every read is paid.
        AskEvery = new(23, 50, 0),
        Price = new(UnitsPerDollar, DefaultDollars: 5, QuotaWindow.Month(Zone.Utc)),
    };
}
