using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Bluesky;

/// <summary>The requests about one account.</summary>
/// <param name="actor">Its handle or DID.</param>
internal sealed class BlueskyClient(SourceHttp http, TimeProvider clock, string actor)
{
    public Task<BlueskyProfile> ProfileAsync(CancellationToken cancellationToken) =>
        GetAsync("app.bsky.actor.getProfile", "", BlueskyJson.Default.BlueskyProfile, cancellationToken);

    /// <summary>A page of the account's own posts, answers to others left out, the newest first.</summary>
    public Task<BlueskyFeed> FeedAsync(string? cursor, CancellationToken cancellationToken) => GetAsync(
        "app.bsky.feed.getAuthorFeed",
        $"&limit={BlueskyMetrics.PostsPerPage}&filter=posts_no_replies{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}",
        BlueskyJson.Default.BlueskyFeed,
        cancellationToken);

    private string Renamed => actor.StartsWith("did:", StringComparison.Ordinal) ? "" : " If the account has another handle now, the config has to give that as 'account', or better its DID (did:plc:…), which stays.";

    private async Task<T> GetAsync<T>(string method, string options, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{BlueskyMetrics.Host}/xrpc/{method}?actor={Uri.EscapeDataString(actor)}{options}"));
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode ? await http.ReadAsync(answer, type, cancellationToken) : throw await FailureOfAsync(answer, cancellationToken);
    }

    private async Task<SourceException> FailureOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var error = await SourceHttp.TryReadAsync(answer, BlueskyJson.Default.BlueskyError, cancellationToken);
        var wait = RateLimits.UntilEpoch(answer, "RateLimit-Reset", clock);
        return (int)answer.StatusCode switch
        {
            429 => http.Failure(SourceFailureKind.RateLimited, error?.Message ?? "Bluesky takes no more requests for now.", wait, isAppWide: true),
            400 when IsAboutTheAccount(error) => http.Failure(
                SourceFailureKind.AccountUnknown, $"Bluesky: {(error!.Message ?? error.Error)!.TrimEnd('.')}.{(error.Error is "AccountTakedown" or "AccountDeactivated" ? "" : Renamed)}"),
            _ => http.Refused(answer, error?.Message),
        };
    }

    private static bool IsAboutTheAccount(BlueskyError? error) =>
        error?.Error is "AccountTakedown" or "AccountDeactivated" or "NotFound"
        || error?.Message is { } message && (message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("actor", StringComparison.OrdinalIgnoreCase));
}
