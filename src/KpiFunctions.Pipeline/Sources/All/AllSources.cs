using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Pipeline.Sources.Mastodon;
using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Pipeline.Sources.YouTube;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KpiFunctions.Pipeline.Sources.All;

/// <summary>The one list of the sources that the pipeline knows. Whatever else names a source reads it from here.</summary>
public static class AllSources
{
    private static readonly Entry[] Entries =
    [
        Fetched<BlueskySource>(BlueskyMetrics.Traits),
        Fetched<FacebookSource>(FacebookMetrics.Traits),
        new(FileSource.Traits, services => services.AddSingleton(FileSource.Traits)),
        Fetched<GoogleAnalyticsSource>(GoogleAnalyticsMetrics.Traits, services => services.TryAddSingleton<GoogleAccessTokens>()),
        Fetched<InstagramSource>(InstagramMetrics.Traits),
        Fetched<LinkedInSource>(LinkedInMetrics.Traits),
        Fetched<MastodonSource>(MastodonMetrics.Traits),
        Fetched<MatomoSource>(MatomoMetrics.Traits),
        Fetched<TikTokSource>(TikTokMetrics.Traits),
        Fetched<XSource>(XMetrics.Traits, services => services.TryAddSingleton(XPrices.Today)),
        Fetched<YouTubeSource>(YouTubeMetrics.Traits, services => services.TryAddSingleton<YouTubeAccessTokens>()),
    ];

    /// <summary>What each source can give, by type: what configs are checked against.</summary>
    public static IReadOnlyDictionary<string, SourceTraits> Traits { get; } =
        Entries.Select(entry => entry.Traits).ToFrozenDictionary(traits => traits.Type, StringComparer.Ordinal);

    /// <summary>The sources that are fetched over HTTP.</summary>
    public static IEnumerable<SourceTraits> Fetched() => Entries.Select(entry => entry.Traits).Where(traits => traits.IsFetched);

    /// <summary>Registers every source, the HTTP clients and the catalogue. The host registers a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddOptions<SourceHttpOptions>();
        services.TryAddSingleton(TimeProvider.System);
        foreach (var entry in Entries) entry.Register(services);
        services.TryAddSingleton<SourceCatalog>();
        return services;
    }

    /// <param name="more">Registers what else the source needs.</param>
    private static Entry Fetched<TSource>(SourceTraits traits, Action<IServiceCollection>? more = null)
        where TSource : class, ISource => new(traits, services =>
        {
            services.AddSourceClient(traits);
            services.AddSingleton<ISource, TSource>();
            more?.Invoke(services);
        });

    private sealed record Entry(SourceTraits Traits, Action<IServiceCollection> Register);
}
