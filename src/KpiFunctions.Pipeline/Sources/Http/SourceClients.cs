using System.Net;
using KpiFunctions.Pipeline.Readings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>The HTTP clients of the sources: what is tried again, how long an answer is waited for, and how large it may be.</summary>
public static class SourceClients
{
    /// <summary>The name of a source's client, by which a host can add a handler to it.</summary>
    public static string NameOf(SourceTraits traits) => "source-" + traits.Type;

    /// <summary>The largest answer that is read, in bytes after decompression.</summary>
    public const int MaxAnswerBytes = 32 * 1024 * 1024;

    /// <summary>How long one try may take.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a request may take with its retries: an instance is not held by a platform that is down.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(75);

    /// <summary>Tries after the first; what still fails then is the queue's to repeat.</summary>
    public const int Retries = 2;

    /// <summary>Set on a request: tells of a failed answer whether the same request need not be tried again, as something smaller is asked instead.</summary>
    internal static readonly HttpRequestOptionsKey<Func<HttpResponseMessage, bool>> IsFinal = new("final");

    /// <summary>Registers the client of a source that is fetched.</summary>
    internal static void AddSourceClient(this IServiceCollection services, SourceTraits traits)
    {
        var client = services.AddHttpClient(NameOf(traits), http =>
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
                    Delay = context.ServiceProvider.GetRequiredService<IOptions<SourceHttpOptions>>().Value.RetryDelay,
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
        { Result: { RequestMessage: { } request } answer } when request.Options.TryGetValue(IsFinal, out var isFinal) && isFinal(answer) => false,
        { Result: { Headers.RetryAfter: null } answer } => answer.StatusCode is HttpStatusCode.RequestTimeout || (int)answer.StatusCode >= 500,
        _ => false,
    };
}
