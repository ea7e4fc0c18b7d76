namespace KpiFunctions.Pipeline.Clients;

/// <summary>Every figure that the pipeline computes, under the name that a target gives it (<see cref="ObjectiveCatalog.NameOf"/>).</summary>
public enum KpiKey
{
    Reach,
    Mentions,
    Views,

    /// <summary>Views as the platform shows them in public, of accounts whose <see cref="Views"/> are counted in another way.</summary>
    PublicViews,
    ReachPerPost,
    FollowerGrowth,
    Followers,
    EngagementRate,
    GoogleShare,
    EffectiveSources,
    SocialShare,
    Sessions,
    Discussions,
    DiscussionsPerPost,
    Conversions,
    Revenue,
    SocialConversionShare,
    ConversionRate,
    AssistedBySocial,
    Posts,

    /// <summary>A client's own formula.</summary>
    Custom,
}
