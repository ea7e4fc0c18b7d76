using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Pipeline.Sources.Mastodon;
using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Pipeline.Sources.YouTube;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>The sources and the HTTP clients that they use, by name, so that a host can add a handler to each.</summary>
public static class SourceClients
{
    private const string Prefix = "source-";

    /// <summary>Bluesky's public AppView.</summary>
    public const string Bluesky = Prefix + "bluesky";

    /// <summary>Graph API, for pages.</summary>
    public const string Facebook = Prefix + "facebook";

    /// <summary>Analytics Data API, and the token endpoint that its credentials need.</summary>
    public const string GoogleAnalytics = Prefix + "google-analytics";

    /// <summary>Graph API, for professional accounts.</summary>
    public const string Instagram = Prefix + "instagram";

    /// <summary>LinkedIn's REST API.</summary>
    public const string LinkedIn = Prefix + "linkedin";

    /// <summary>Mastodon servers, at addresses that come from configs.</summary>
    public const string Mastodon = Prefix + "mastodon";

    /// <summary>Matomo servers, at addresses that come from configs.</summary>
    public const string Matomo = Prefix + "matomo";

    /// <summary>TikTok's API for Business, its token endpoint included.</summary>
    public const string TikTok = Prefix + "tiktok";

    /// <summary>X's API, whose reads are paid: no request is repeated by itself.</summary>
    public const string X = Prefix + "x";

    /// <summary>YouTube's Analytics API and Data API, and the token endpoint that their credentials need.</summary>
    public const string YouTube = Prefix + "youtube";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. SourceTypes.Traits.Values.Where(traits => traits.IsFetched).Select(traits => Prefix + traits.Type)];

    /// <summary>The largest answer that is read, in bytes after decompression.</summary>
    public const int MaxAnswerBytes = 32 * 1024 * 1024;

    /// <summary>How long one try may take.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a request may take with its retries: an instance is not held by a platform that is down.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(75);

    /// <summary>Tries after the first; what still fails then is the queue's to repeat.</summary>
    public const int Retries = 2;

    /// <summary>Registers every fetched source, their HTTP clients and the catalogue. The host registers a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddOptions<SourceHttpOptions>();
        services.TryAddSingleton(TimeProvider.System);
        foreach (var traits in SourceTypes.Traits.Values.Where(traits => traits.IsFetched)) services.AddSourceClient(traits);
        services.AddSingleton<ISource, BlueskySource>();
        services.AddSingleton<ISource, FacebookSource>();
        services.AddSingleton<ISource, GoogleAnalyticsSource>();
        services.AddSingleton<ISource, InstagramSource>();
        services.AddSingleton<ISource, LinkedInSource>();
        services.AddSingleton<ISource, MastodonSource>();
        services.AddSingleton<ISource, MatomoSource>();
        services.AddSingleton<ISource, TikTokSource>();
        services.AddSingleton<ISource, XSource>();
        services.AddSingleton<ISource, YouTubeSource>();
        services.TryAddSingleton<GoogleAccessTokens>();
        services.TryAddSingleton<YouTubeAccessTokens>();
        services.TryAddSingleton<SourceCatalog>();
        return services;
    }

    private static void AddSourceClient(this IServiceCollection services, SourceTraits traits)
    {
        var client = services.AddHttpClient(Prefix + traits.Type, http =>
        {
            http.MaxResponseContentBufferSize = MaxAnswerBytes;

            // The handlers have time limits of their own, on the pipeline's clock.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        client.ConfigurePrimaryHttpMessageHandler(provider =>
        {
            var primary = new SocketsHttpHandler();
            if (traits.IsAtNamedServer)
            {
                // A proxy would look the name up itself and pass the guard by.
                var options = provider.GetRequiredService<IOptions<SourceHttpOptions>>().Value;
                primary.ConnectCallback = new PublicConnections(options.AllowLoopback, options.Resolve).ConnectAsync;
                primary.UseProxy = false;
            }

            primary.AllowAutoRedirect = false;
            primary.UseCookies = false;
            primary.AutomaticDecompression = DecompressionMethods.All;
            primary.ConnectTimeout = TimeSpan.FromSeconds(10);
            return primary;
        });
        client.RedactLoggedHeaders(_ => true);
        client.AddResilienceHandler("quick", (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddTimeout(TotalTimeout);

            // What is paid is not repeated by itself.
            if (traits.Price is null)
            {
                pipeline.AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = Retries,
                    Delay = TimeSpan.FromMilliseconds(500),
                    BackoffType = DelayBackoffType.Exponential,
                    ShouldRetryAfterHeader = false,
                    ShouldHandle = attempt => ValueTask.FromResult(IsWorthAnotherTry(attempt.Outcome)),
                });
            }

            pipeline.AddTimeout(AttemptTimeout);
        });

        // Within the retries, so that each of them counts.
        client.AddHttpMessageHandler(() => new RequestCount());
        client.AddHttpMessageHandler(() => new WholeAnswer(MaxAnswerBytes));
    }

    /// <summary>
    /// Faults that pass within seconds. A platform that says how long to wait (429 and any Retry-After) is not tried
    /// again here: the planner waits, not an instance.
    /// </summary>
    private static bool IsWorthAnotherTry(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException { InnerException: ForbiddenAddressException } or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } } => false,
        { Exception: HttpRequestException or Polly.Timeout.TimeoutRejectedException } => true,
        { Result: { Headers.RetryAfter: null } answer } => answer.StatusCode is HttpStatusCode.RequestTimeout || (int)answer.StatusCode >= 500,
        _ => false,
    };
}
