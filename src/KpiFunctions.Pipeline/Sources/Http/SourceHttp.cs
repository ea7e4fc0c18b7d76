using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using Polly.Timeout;

namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>
/// One fetch's HTTP: it sends, it reads JSON, and whatever goes wrong becomes a <see cref="SourceException"/> whose
/// message can be shown, because the fetch's secrets are taken out of it.
/// </summary>
internal sealed class SourceHttp(HttpClient client, TimeProvider clock, params string[] secrets)
{
    /// <summary>What every request of this fetch is taken from.</summary>
    public IAllowance Requests { get; init; } = Allowance.Unlimited;

    /// <summary>Sends, and reads the whole answer whatever its status.</summary>
    /// <exception cref="SourceException">No answer came, or one that is too large.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri?.Host;
        request.Options.Set(RequestCount.Allowance, Requests);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException)
        {
            throw Failure(SourceFailureKind.AccountUnknown, e.InnerException.Message);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Failure(SourceFailureKind.AnswerUnreadable, $"{host} answered with more than {SourceClients.MaxAnswerBytes / (1024 * 1024)} MiB.");
        }
        catch (HttpRequestException e)
        {
            throw Failure(SourceFailureKind.Unavailable, $"The connection to {host} failed ({e.HttpRequestError}).");
        }
        catch (Exception e) when (e is TimeoutRejectedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Failure(SourceFailureKind.Unavailable, $"{host} did not answer in time.");
        }
    }

    /// <summary>The answer's JSON.</summary>
    /// <exception cref="SourceException"><see cref="SourceFailureKind.AnswerUnreadable"/>: it is a page of HTML, cut off, or of another form.</exception>
    public async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw Unreadable(answer, "null");
        }
        catch (JsonException e)
        {
            // The exception itself may quote the body, and is not kept.
            throw Unreadable(answer, body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..]
                ? "a page of HTML"
                : $"JSON that is cut off or of another form (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
    }

    /// <summary>The answer's JSON where it is such JSON, else null: for the bodies of errors.</summary>
    public static async Task<T?> TryReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a status means where the body does not say it better.</summary>
    /// <param name="message">The platform's own words; null where there are none.</param>
    public SourceException Refused(HttpResponseMessage answer, string? message = null)
    {
        var kind = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => SourceFailureKind.CredentialRefused,
            HttpStatusCode.Forbidden => SourceFailureKind.PermissionMissing,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => SourceFailureKind.AccountUnknown,
            HttpStatusCode.TooManyRequests => SourceFailureKind.RateLimited,
            HttpStatusCode.RequestTimeout => SourceFailureKind.Unavailable,
            >= HttpStatusCode.InternalServerError => SourceFailureKind.Unavailable,
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => SourceFailureKind.AccountUnknown,
            _ => SourceFailureKind.RequestRefused,
        };
        var words = message ?? ((int)answer.StatusCode is >= 300 and < 400
            ? $"{HostOf(answer)} sends requests on to {AddressIn(answer)}: the config should give that one."
            : $"{HostOf(answer)} answered {(int)answer.StatusCode}.");
        return Failure(kind, words, RetryAfterOf(answer));
    }

    /// <summary>A failure in words that can be shown.</summary>
    /// <param name="isAppWide">Whether it concerns the agency's app, whichever the client.</param>
    public SourceException Failure(SourceFailureKind kind, string message, TimeSpan? retryAfter = null, bool isAppWide = false) =>
        new(new(kind, Redaction.Of(message, secrets), retryAfter) { IsAppWide = isAppWide });

    private SourceException Unreadable(HttpResponseMessage answer, string found) =>
        Failure(SourceFailureKind.AnswerUnreadable, $"{HostOf(answer)} answered {(int)answer.StatusCode} with {found}.");

    /// <summary>Where a redirect leads, without its query, which may hold what was sent.</summary>
    private static string AddressIn(HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } there ? there.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "another address";

    private static string HostOf(HttpResponseMessage answer) => answer.RequestMessage?.RequestUri?.Host ?? "The platform";

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };
}
