using System.Collections.Frozen;

namespace KpiFunctions.Pipeline.Readings;

/// <summary>Every metric that the pipeline knows, by the names that configs, files and the store use.</summary>
public static class Metrics
{
    /// <summary>People who saw something of the account on the day.</summary>
    public static readonly UniqueMetric Reach = new("reach", 1);

    /// <summary>People reached in the seven days that end on the day.</summary>
    public static readonly UniqueMetric Reach7Days = new("reach_7d", 7);

    /// <summary>People reached in the 28 days that end on the day.</summary>
    public static readonly UniqueMetric Reach28Days = new("reach_28d", 28);

    /// <summary>Plays and displays.</summary>
    public static readonly CountMetric Views = new("views");

    /// <summary>
    /// Plays that went on, in a way of counting that did not change when the platform changed the one of
    /// <see cref="Views"/>: the series that weeks are compared by.
    /// </summary>
    public static readonly CountMetric EngagedViews = new("engaged_views");

    /// <summary>Others naming or tagging the account.</summary>
    public static readonly CountMetric Mentions = new("mentions");

    /// <summary>Followers at the end of the day.</summary>
    public static readonly LevelMetric Followers = new("followers");

    public static readonly CountMetric FollowersGained = new("followers_gained");

    public static readonly CountMetric FollowersLost = new("followers_lost");

    /// <summary>Posts that the account published.</summary>
    public static readonly CountMetric Posts = new("posts");

    public static readonly CountMetric Reactions = new("reactions");

    public static readonly CountMetric Comments = new("comments");

    public static readonly CountMetric Replies = new("replies");

    public static readonly CountMetric Shares = new("shares");

    public static readonly CountMetric Saves = new("saves");

    public static readonly CountMetric Clicks = new("clicks");

    /// <summary>Private messages received.</summary>
    public static readonly CountMetric Messages = new("messages");

    /// <summary>Visits to the client's site.</summary>
    public static readonly CountMetric Sessions = new("sessions");

    /// <summary>Different visitors of the site on the day.</summary>
    public static readonly UniqueMetric Users = new("users", 1);

    /// <summary>Goals reached on the site (key events).</summary>
    public static readonly CountMetric Conversions = new("conversions");

    /// <summary>Goals reached by visits that no network sent, of people whose very first visit one did.</summary>
    public static readonly CountMetric ConversionsAssistedBySocial = new("conversions_assisted_by_social");

    /// <summary>Revenue in the analytics property's currency.</summary>
    public static readonly MoneyMetric Revenue = new("revenue");

    /// <summary>All of them, by key.</summary>
    public static readonly FrozenDictionary<string, Metric> ByKey = new Metric[]
    {
        Reach, Reach7Days, Reach28Days, Views, EngagedViews, Mentions, Followers, FollowersGained, FollowersLost, Posts, Reactions,
        Comments, Replies, Shares, Saves, Clicks, Messages, Sessions, Users, Conversions, ConversionsAssistedBySocial, Revenue,
    }.ToFrozenDictionary(metric => metric.Key, StringComparer.Ordinal);
}
