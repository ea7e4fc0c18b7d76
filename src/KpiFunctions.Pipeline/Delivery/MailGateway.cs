using System.Net;
using System.Text;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>SendGrid's answer to one mail, by its meaning for the delivery.</summary>
/// <param name="State">Accepted, PutOff, Refused or Unknown.</param>
/// <param name="RetryAfter">How long SendGrid asks to wait; null where it does not say.</param>
internal sealed record MailAnswer(DeliveryState State, string? MessageId, string? Reason, TimeSpan? RetryAfter);

/// <summary>
/// Hands a mail to SendGrid once. SendGrid has no idempotency key, so no request is repeated here: a mail that cannot have
/// been accepted is put off, and a mail that may have been accepted is unknown.
/// </summary>
/// <param name="http">Creates the client named <see cref="HttpClientName"/>, which has no retry policy.</param>
/// <param name="apiKey">Called for each mail, so that a rotated key is used.</param>
/// <param name="time">Says how far away a date is that SendGrid asks to wait for.</param>
/// <param name="standstill">Told of a key that is missing or refused: no mail could report it.</param>
public sealed class MailGateway(IHttpClientFactory http, Func<CancellationToken, Task<string?>> apiKey, TimeProvider time, StandstillLog standstill)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpClientName = "sendgrid";

    internal async Task<MailAnswer> SendAsync(SendGridMessage mail, CancellationToken cancellationToken)
    {
        var (key, lacking) = await KeyAsync(cancellationToken);
        if (key is null) return new(DeliveryState.PutOff, null, lacking, null);

        try
        {
            var client = new SendGridClient(http.CreateClient(HttpClientName), new SendGridClientOptions { ApiKey = key });
            var response = await client.SendEmailAsync(mail, cancellationToken);
            return await MeaningOf(response);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new(DeliveryState.PutOff, null, $"SendGrid cannot be reached ({exception.HttpRequestError})", null);
        }
        catch (HttpRequestException exception)
        {
            return new(DeliveryState.Unknown, null, $"the connection to SendGrid broke before it answered ({exception.HttpRequestError})", null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DeliveryState.Unknown, null, "SendGrid did not answer in time", null);
        }
    }

    /// <summary>The key, or why there is none: then nothing is handed over, and the mail is put off.</summary>
    private async Task<(string? Key, string? Lacking)> KeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A line break at the end would be refused by the HTTP client only after it has the mail.
            var key = (await apiKey(cancellationToken))?.Trim();
            if (!string.IsNullOrEmpty(key) && key.All(character => character is > ' ' and <= '~')) return (key, null);
            var lacking = string.IsNullOrEmpty(key) ? "the vault has no SendGrid key" : "the SendGrid key in the vault holds characters that no key has";
            standstill.SendGridKeyMissing(lacking);
            return (null, lacking);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var unread = $"the SendGrid key cannot be read from the vault ({exception.GetType().Name})";
            standstill.VaultRefuses(unread);
            return (null, unread);
        }
    }

    private async Task<MailAnswer> MeaningOf(Response response)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.Accepted)
            return new(DeliveryState.Accepted, response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null, null, null);

        var reason = $"SendGrid answered {status}: {await Excerpt(response)}";
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) standstill.SendGridKeyRefused(reason);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(DeliveryState.PutOff, null, reason, RetryAfterOf(response)),

            // The agency can grant a missing permission, and the mail can still be sent then.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(DeliveryState.PutOff, null, reason, null),

            // Any other success, and a time-out, may be a proxy's, which may have passed the mail on.
            HttpStatusCode.RequestTimeout => new(DeliveryState.Unknown, null, reason, null),
            _ when status is (>= 300 and < 500) => new(DeliveryState.Refused, null, reason, null),
            _ => new(DeliveryState.Unknown, null, reason, null),
        };
    }

    /// <summary>How long SendGrid asks to wait, in seconds or until a date (RFC 9110, 10.2.3); null where it does not say, or the date has passed.</summary>
    private TimeSpan? RetryAfterOf(Response response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>The beginning of SendGrid's explanation. It is in memory already, and is read as UTF-8 whatever the answer calls it.</summary>
    private static async Task<string> Excerpt(Response response) =>
        ReasonText.Excerpt(Encoding.UTF8.GetString(await response.Body.ReadAsByteArrayAsync(CancellationToken.None)));
}
