using System.Net;
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
public sealed class MailGateway(IHttpClientFactory http, Func<CancellationToken, Task<string?>> apiKey)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpClientName = "sendgrid";

    internal async Task<MailAnswer> SendAsync(SendGridMessage mail, CancellationToken cancellationToken)
    {
        if (await apiKey(cancellationToken) is not { Length: > 0 } key)
            return new(DeliveryState.PutOff, null, "the vault has no SendGrid key", null);

        try
        {
            var client = new SendGridClient(http.CreateClient(HttpClientName), new SendGridClientOptions { ApiKey = key });
            var response = await client.SendEmailAsync(mail, cancellationToken);
            return await MeaningOf(response, cancellationToken);
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

    private static async Task<MailAnswer> MeaningOf(Response response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
            return new(DeliveryState.Accepted, response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null, null, null);

        var reason = $"SendGrid answered {status}: {await Excerpt(response, cancellationToken)}";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(DeliveryState.PutOff, null, reason, response.Headers.RetryAfter?.Delta),

            // The agency can grant a missing permission, and the mail can still be sent then.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(DeliveryState.PutOff, null, reason, null),
            _ when status < 500 => new(DeliveryState.Refused, null, reason, null),
            _ => new(DeliveryState.Unknown, null, reason, null),
        };
    }

    /// <summary>The beginning of SendGrid's explanation, without words that could be addresses.</summary>
    private static async Task<string> Excerpt(Response response, CancellationToken cancellationToken)
    {
        var body = await response.Body.ReadAsStringAsync(cancellationToken);
        var words = body.ReplaceLineEndings(" ").Split(' ').Select(word => word.Contains('@', StringComparison.Ordinal) ? "…" : word);
        var text = string.Join(' ', words);
        return text.Length > 300 ? text[..300] + "…" : text;
    }
}
