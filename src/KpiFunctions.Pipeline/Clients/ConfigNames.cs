using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>Names that configs, verdicts on dropped files, stored figures and traces use.</summary>
public static class ConfigNames
{
    /// <summary>In targets of configs, in <c>Kpi</c> of the table <c>Kpis</c>, and in traces.</summary>
    public static readonly StoredNames<KpiKey> Kpis = new(
        (KpiKey.Reach, "reach"),
        (KpiKey.Mentions, "mentions"),
        (KpiKey.Views, "views"),
        (KpiKey.PublicViews, "public-views"),
        (KpiKey.ReachPerPost, "reach-per-post"),
        (KpiKey.FollowerGrowth, "follower-growth"),
        (KpiKey.Followers, "followers"),
        (KpiKey.EngagementRate, "engagement-rate"),
        (KpiKey.GoogleShare, "google-share"),
        (KpiKey.EffectiveSources, "effective-sources"),
        (KpiKey.SocialShare, "social-share"),
        (KpiKey.Sessions, "sessions"),
        (KpiKey.Discussions, "discussions"),
        (KpiKey.DiscussionsPerPost, "discussions-per-post"),
        (KpiKey.Conversions, "conversions"),
        (KpiKey.Revenue, "revenue"),
        (KpiKey.SocialConversionShare, "social-conversion-share"),
        (KpiKey.ConversionRate, "conversion-rate"),
        (KpiKey.AssistedBySocial, "assisted-by-social"),
        (KpiKey.Posts, "posts"),
        (KpiKey.Custom, "custom"));

    /// <summary>In verdicts on dropped files.</summary>
    public static readonly StoredNames<Severity> Severities = new((Severity.Warning, "warning"), (Severity.Error, "error"));
}
