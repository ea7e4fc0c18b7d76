using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Google.Apis.Util;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Access tokens of service accounts, kept until they expire (about an hour).</summary>
public sealed class GoogleAccessTokens(IHttpMessageHandlerFactory handlers, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ServiceAccountCredential> credentials = new(StringComparer.Ordinal);

    /// <summary>A token that is good now.</summary>
    /// <param name="secret">The key file of a service account, as JSON.</param>
    /// <exception cref="SourceException">The secret is no such file, or Google gives no token for it.</exception>
    public async Task<string> GetAsync(string secret, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        try
        {
            return await credentials.GetOrAdd(key, _ => CredentialOf(secret)).GetAccessTokenForRequestAsync(cancellationToken: cancellationToken);
        }
        catch (TokenResponseException e)
        {
            var kind = (int?)e.StatusCode switch
            {
                429 => SourceFailureKind.RateLimited,
                >= 500 => SourceFailureKind.Unavailable,
                < 300 => SourceFailureKind.AnswerUnreadable,
                _ => SourceFailureKind.CredentialRefused,
            };
            var reason = $"Google gives no access token: {e.Error?.Error ?? "no reason given"} {e.Error?.ErrorDescription}".TrimEnd();
            throw new SourceException(new(kind, Redaction.Of(reason, [secret])));
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SourceException(new(SourceFailureKind.Unavailable, "Google's token endpoint cannot be reached."));
        }
    }

    private ServiceAccountCredential CredentialOf(string secret)
    {
        try
        {
            var key = JsonSerializer.Deserialize(secret, GoogleAnalyticsJson.Default.ServiceAccountKey);
            if (key is not { ClientEmail.Length: > 0, PrivateKey.Length: > 0 }) throw NotAKey();
            var credential = new ServiceAccountCredential.Initializer(key.ClientEmail)
            {
                KeyId = key.PrivateKeyId,
                Scopes = [GoogleAnalyticsMetrics.Scope],
                Clock = new ProvidedClock(clock),
                DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
                HttpClientFactory = new HttpClientFromMessageHandlerFactory(_ => new(new CurrentHandler(handlers), false, false)),
            };
            return new ServiceAccountCredential(credential.FromPrivateKey(key.PrivateKey));
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or CryptographicException)
        {
            // These exceptions may quote the key.
            throw NotAKey();
        }
    }

    private static SourceException NotAKey() =>
        new(new(SourceFailureKind.CredentialRefused, "The secret is not the JSON key file of a Google service account."));

    /// <summary>The client's handlers of the moment: a credential outlives them.</summary>
    private sealed class CurrentHandler(IHttpMessageHandlerFactory handlers) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var invoker = new HttpMessageInvoker(handlers.CreateHandler(SourceClients.NameOf(GoogleAnalyticsMetrics.Traits)), disposeHandler: false);
            return await invoker.SendAsync(request, cancellationToken);
        }
    }

    private sealed class ProvidedClock(TimeProvider time) : IClock
    {
        [Obsolete("Google's interface asks for it, and Google's code does not use it.")]
        public DateTime Now => time.GetLocalNow().DateTime;

        public DateTime UtcNow => time.GetUtcNow().UtcDateTime;
    }
}
