using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>What LinkedIn's errors mean: mostly what their HTTP status says, and a little more.</summary>
internal static class LinkedInErrors
{
    /// <summary>The failure that an answer without success stands for.</summary>
    public static async Task<SourceException> OfAsync(SourceHttp http, HttpResponseMessage answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var error = await SourceHttp.TryReadAsync(answer, LinkedInJson.Default.LinkedInError, cancellationToken);
        var words = error?.Message is { Length: > 0 } message ? $"{message}{NumberOf(error)}" : null;
        if (IsVersion(answer.StatusCode, error?.Code))
        {
            return http.Failure(
                SourceFailureKind.RequestRefused,
                $"LinkedIn no longer takes its API's version {LinkedInMetrics.Api.Version}, which was to last until {LinkedInMetrics.Api.EndsOn:yyyy-MM-dd}: the pipeline has to name a newer one. {words}");
        }

        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized when HasExpired(error) => http.Failure(SourceFailureKind.CredentialExpired, words ?? "The token has expired."),
            HttpStatusCode.TooManyRequests when IsOfTheDay(error) => http.Failure(SourceFailureKind.RateLimited, words!, UntilMidnight(now), isAppWide: true),
            _ => http.Refused(answer, words),
        };
    }

    /// <summary>The wait until LinkedIn counts a new day's requests.</summary>
    public static TimeSpan UntilMidnight(DateTimeOffset now) => TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay;

    private static bool IsVersion(HttpStatusCode status, string? code) => status == HttpStatusCode.UpgradeRequired || code == "NONEXISTENT_VERSION";

    // 65601 is a token that was taken back. It has been seen on expired ones too, so the words count as well.
    private static bool HasExpired(LinkedInError? error) =>
        error is { ServiceErrorCode: 65602 } or { Code: "EXPIRED_ACCESS_TOKEN" }
        || error?.Message?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true;

    // "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
    private static bool IsOfTheDay(LinkedInError? error) => error?.Message?.Contains("DAY limit", StringComparison.OrdinalIgnoreCase) == true;

    private static string NumberOf(LinkedInError error) => (error.Code, error.ServiceErrorCode) switch
    {
        ({ } code, { } number) => $" (LinkedIn's error {code}, {number})",
        ({ } code, null) => $" (LinkedIn's error {code})",
        (null, { } number) => $" (LinkedIn's error {number})",
        _ => "",
    };
}
