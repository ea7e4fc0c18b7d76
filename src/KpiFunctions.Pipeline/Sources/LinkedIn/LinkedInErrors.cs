using System.Net;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>What LinkedIn's errors mean: mostly what their HTTP status says, and a little more.</summary>
internal static partial class LinkedInErrors
{
    /// <summary>The failure that an answer without success stands for.</summary>
    public static async Task<SourceException> OfAsync(SourceHttp http, HttpResponseMessage answer, string organization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var error = await SourceHttp.TryReadAsync(answer, LinkedInJson.Default.LinkedInError, cancellationToken);
        var words = error?.Message is { Length: > 0 } message ? $"{message}{NumberOf(error)}" : null;
        if (IsVersion(answer.StatusCode, error?.Code))
        {
            return http.Failure(
                SourceFailureKind.RequestRefused,
                $"LinkedIn no longer takes its API's version {LinkedInMetrics.Api.Version}, which was to last until {LinkedInMetrics.Api.EndsOn:yyyy-MM-dd}: the pipeline has to name a newer one. {words}");
        }

        // An organisation that was joined with another is answered with the other's name.
        if ((int)answer.StatusCode is >= 300 and < 500 && OtherIn($"{error?.Message} {answer.Headers.Location?.OriginalString}", organization) is { } other && IsGone(answer.StatusCode, error))
        {
            return http.Failure(
                SourceFailureKind.AccountUnknown,
                $"LinkedIn has joined the organisation {organization} with the organisation {other}: the config has to give '{other}' as its 'account'. {words}".TrimEnd());
        }

        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized when HasExpired(error) => http.Failure(SourceFailureKind.CredentialExpired, words ?? "The token has expired."),
            HttpStatusCode.TooManyRequests when IsOfTheDay(error) => http.Failure(SourceFailureKind.RateLimited, words!, UntilMidnight(now), isAppWide: true),
            _ => http.Refused(answer, words),
        };
    }

    /// <summary>
    /// The failure of a renewal. All that it holds comes from the secret: whatever LinkedIn finds wrong with it, the way out
    /// is a new access, and asking once more is none.
    /// </summary>
    public static async Task<SourceException> OfRenewalAsync(SourceHttp http, HttpResponseMessage answer)
    {
        var error = await SourceHttp.TryReadAsync(answer, LinkedInJson.Default.LinkedInTokenError, CancellationToken.None);
        if ((int)answer.StatusCode is 408 or 429 or >= 500) return http.Refused(answer, error?.Description);
        var hasExpired = error?.Description?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true;
        return http.Failure(
            hasExpired ? SourceFailureKind.CredentialExpired : SourceFailureKind.CredentialRefused,
            $"LinkedIn takes the refresh token no more: the member has to give the app access again. {error?.Error} {error?.Description}".TrimEnd());
    }

    /// <summary>The wait until LinkedIn counts a new day's requests.</summary>
    public static TimeSpan UntilMidnight(DateTimeOffset now) => TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay;

    private static bool IsGone(HttpStatusCode status, LinkedInError? error) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.Gone || (int)status < 400
        || error?.Message is { } message && (message.Contains("merged", StringComparison.OrdinalIgnoreCase) || message.Contains("moved", StringComparison.OrdinalIgnoreCase));

    private static string? OtherIn(string text, string organization) =>
        Organization().Matches(Uri.UnescapeDataString(text)).Select(match => match.Groups["number"].Value).FirstOrDefault(number => number != organization);

    [GeneratedRegex("(?:organization|organizations|company)[:/](?<number>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Organization();

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
