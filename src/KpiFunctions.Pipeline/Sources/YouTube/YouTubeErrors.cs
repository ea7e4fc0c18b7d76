using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>What the reasons in the errors of both APIs and of the token endpoint mean.</summary>
internal static partial class YouTubeErrors
{
    /// <summary>The failure that an answer without success stands for.</summary>
    public static async Task<SourceException> OfAsync(SourceHttp http, HttpResponseMessage answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var error = (await SourceHttp.TryReadAsync(answer, YouTubeJson.Default.YouTubeErrorAnswer, cancellationToken))?.Error;
        var reason = error?.Errors?.Select(item => item.Reason).FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? error?.Status;
        if (reason is null) return http.Refused(answer);

        // Messages of the Data API have links in them.
        var words = Tag().Replace(error!.Message ?? "YouTube gave no reason.", "");
        var message = $"{words} (YouTube's {reason})";
        return KindOf(reason) is not { } kind ? http.Refused(answer, message)
            : http.Failure(kind, message, IsDaily(reason) ? UntilQuotaReturns(now) : http.Refused(answer).Failure.RetryAfter, isAppWide: IsDaily(reason));
    }

    /// <summary>The failure that a refusal of the token endpoint stands for.</summary>
    public static async Task<SourceException> OfTokenAsync(SourceHttp http, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var error = await SourceHttp.TryReadAsync(answer, YouTubeJson.Default.YouTubeTokenError, cancellationToken);
        if (error?.Error is not { } code) return http.Refused(answer);
        var message = $"Google gives no access token: {code} {error.Description}".TrimEnd();
        return TokenKindOf(code, error.Description) is { } kind ? http.Failure(kind, message) : http.Refused(answer, message);
    }

    /// <summary>The kind that a reason stands for; null where only the HTTP status says.</summary>
    public static SourceFailureKind? KindOf(string reason) => reason switch
    {
        "quotaExceeded" or "dailyLimitExceeded" or "rateLimitExceeded" or "userRateLimitExceeded" or "RESOURCE_EXHAUSTED" => SourceFailureKind.RateLimited,
        "authError" or "authorizationRequired" or "UNAUTHENTICATED" => SourceFailureKind.CredentialRefused,
        "forbidden" or "insufficientPermissions" or "accessNotConfigured" or "channelForbidden" or "playlistItemsNotAccessible" or "PERMISSION_DENIED" =>
            SourceFailureKind.PermissionMissing,

        // Google has these for accounts without a channel and for channels that are gone; some come with 401 or 403.
        "youtubeSignupRequired" or "channelNotFound" or "channelClosed" or "channelSuspended" or "playlistNotFound"
            or "authenticatedUserAccountClosed" or "authenticatedUserAccountSuspended" or "notFound" or "NOT_FOUND" => SourceFailureKind.AccountUnknown,
        "backendError" or "internalError" or "UNAVAILABLE" or "INTERNAL" => SourceFailureKind.Unavailable,
        "badRequest" or "invalidParameter" or "INVALID_ARGUMENT" => SourceFailureKind.RequestRefused,
        _ => null,
    };

    /// <summary>
    /// The kind that an OAuth error stands for. Google says "expired or revoked" of both: either way the owner signs in
    /// again. A refresh token that Google cannot read at all is no token.
    /// </summary>
    public static SourceFailureKind? TokenKindOf(string code, string? description) => code switch
    {
        "invalid_grant" when description?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true => SourceFailureKind.CredentialExpired,
        "invalid_grant" or "invalid_client" or "unauthorized_client" or "deleted_client" or "disabled_client" => SourceFailureKind.CredentialRefused,
        "rate_limit_exceeded" => SourceFailureKind.RateLimited,
        "temporarily_unavailable" or "internal_failure" => SourceFailureKind.Unavailable,
        _ => null,
    };

    private static bool IsDaily(string reason) => reason is "quotaExceeded" or "dailyLimitExceeded";

    /// <summary>The quota of a day comes back at midnight in California.</summary>
    private static TimeSpan UntilQuotaReturns(DateTimeOffset now)
    {
        var zone = Zone.Find(YouTubeMetrics.ZoneId)!;
        return zone.StartOf(zone.DayAt(now).AddDays(1)) - now;
    }

    [GeneratedRegex("<[^<>]*>", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Tag();
}
