using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Pipeline.Sources.Mastodon;
using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Pipeline.Sources.YouTube;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>What every source can give, for checking configs where nothing is fetched.</summary>
public static class SourceTypes
{
    /// <summary>By type.</summary>
    public static IReadOnlyDictionary<string, SourceTraits> Traits { get; } =
        new[]
            {
                BlueskyMetrics.Traits, FacebookMetrics.Traits, GoogleAnalyticsMetrics.Traits, InstagramMetrics.Traits, LinkedInMetrics.Traits,
                MastodonMetrics.Traits, MatomoMetrics.Traits, XMetrics.Traits, YouTubeMetrics.Traits, FileSource.Traits,
            }
            .ToFrozenDictionary(traits => traits.Type, StringComparer.Ordinal);
}
