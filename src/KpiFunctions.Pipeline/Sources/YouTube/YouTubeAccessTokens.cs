using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>
/// Access tokens of channels' owners, in memory until shortly before they run out (about an hour). Google has no
/// service accounts for channels.
/// </summary>
public sealed class YouTubeAccessTokens(IHttpClientFactory clients, TimeProvider clock)
{
    /// <summary>A token with less time left than this is not used any more: a fetch may take a while.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private static readonly Uri Endpoint = new("https://oauth2.googleapis.com/token");

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <summary>A token that is good now.</summary>
    /// <param name="request">Its secret is an OAuth client and a refresh token, as JSON; its keeper is given another one where Google replaces it.</param>
    /// <exception cref="SourceException">The secret is no such JSON, or Google gives no token for it.</exception>
    public async Task<string> GetAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var secret = SourceSecrets.Of(request);
        var key = KeyOf(secret);
        if (known.TryGetValue(key, out var found) && clock.GetUtcNow() < found.Until) return found.Token;

        var (clientId, clientSecret, refreshToken) = GrantOf(secret);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(YouTubeMetrics.Traits)), clock, secret, clientSecret, refreshToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "refresh_token"),
                new("client_id", clientId),
                new("client_secret", clientSecret),
                new("refresh_token", refreshToken),
            ]),
        };
        using var answer = await http.SendAsync(message, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw await YouTubeErrors.OfTokenAsync(http, answer, cancellationToken);
        var given = await http.ReadAsync(answer, YouTubeJson.Default.YouTubeTokenAnswer, cancellationToken);
        if (given.AccessToken is not { Length: > 0 } token) throw http.Failure(SourceFailureKind.AnswerUnreadable, "Google answered without an access token.");

        if (given.RefreshToken is { Length: > 0 } next && next != refreshToken)
        {
            var end = given.RefreshTokenExpiresIn is > 0 and < int.MaxValue ? clock.GetUtcNow() + TimeSpan.FromSeconds(given.RefreshTokenExpiresIn.Value) : (DateTimeOffset?)null;

            // The secret as it is in the vault, blanks included: the keeper compares it with what is there.
            secret = await request.Keeper.RenewAsync(
                request.Secret!, (current, _) => Task.FromResult(new Secret(JsonSecret.With(current, ("refresh_token", next)), end)), cancellationToken);
            key = KeyOf(secret.Trim());
        }

        var lifetime = TimeSpan.FromSeconds(Math.Clamp(given.ExpiresIn ?? 0, 0, TimeSpan.SecondsPerDay));
        known[key] = (token, clock.GetUtcNow() + lifetime - Margin);
        return token;
    }

    /// <summary>Gives a token up that an API refused, so that the next fetch gets another.</summary>
    public void Forget(string token)
    {
        foreach (var found in known.Where(found => found.Value.Token == token)) known.TryRemove(found);
    }

    private static string KeyOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static (string ClientId, string ClientSecret, string RefreshToken) GrantOf(string secret)
    {
        try
        {
            if (JsonSerializer.Deserialize(secret, YouTubeJson.Default.YouTubeGrant) is
                { ClientId: { Length: > 0 } id, ClientSecret: { Length: > 0 } client, RefreshToken: { Length: > 0 } refresh }) return (id, client, refresh);
        }
        catch (JsonException)
        {
            // The exception may quote the secret.
        }

        throw new SourceException(new(
            SourceFailureKind.CredentialRefused,
            "The secret is not JSON with client_id, client_secret and refresh_token: a service account's key opens no channel."));
    }
}
