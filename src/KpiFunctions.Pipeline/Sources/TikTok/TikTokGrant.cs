using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>An account's access as the vault holds it. Pure.</summary>
/// <param name="AccessToken">Null where there is none yet.</param>
/// <param name="Until">When the access token runs out; null where nobody says.</param>
internal sealed record TikTokGrant(string ClientId, string ClientSecret, string RefreshToken, string? AccessToken, DateTimeOffset? Until) : IGrant
{
    /// <summary>A token with less time left than this is not used any more: a fetch may take a while.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public bool CanRenew => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Secrets => AccessToken is null ? [ClientSecret, RefreshToken] : [ClientSecret, RefreshToken, AccessToken];

    /// <inheritdoc/>
    public bool IsGoodAt(DateTimeOffset now) => AccessToken is not null && (Until is not { } until || now + Margin < until);

    /// <summary>Reads a secret.</summary>
    /// <exception cref="SourceException">It is of another form.</exception>
    public static TikTokGrant Of(string secret)
    {
        try
        {
            if (JsonSerializer.Deserialize(secret, TikTokJson.Default.TikTokSecret) is
                { ClientId: { Length: > 0 } id, ClientSecret: { Length: > 0 } client, RefreshToken: { Length: > 0 } refresh } found)
            {
                return new(id, client, refresh, TokenSecret.IsToken(found.AccessToken) ? found.AccessToken : null, found.AccessTokenExpiresAt);
            }
        }
        catch (JsonException)
        {
            // The exception may quote the secret.
        }

        throw new SourceException(new(
            SourceFailureKind.CredentialRefused,
            "The secret is not JSON with client_id, client_secret and refresh_token; where it has access_token_expires_at, that is a time in ISO 8601."));
    }

    /// <summary>The secret that takes this one's place, and when its refresh token runs out.</summary>
    /// <param name="secret">What the vault has now; members that are not TikTok's stay in it.</param>
    public static Secret Renewed(string secret, TikTokTokens given, DateTimeOffset now) => TokenSecret.Renewed(
        secret,
        given.AccessToken,
        TokenSecret.After(now, given.ExpiresIn),
        given.RefreshToken is { Length: > 0 } next ? next : Of(secret).RefreshToken,
        TokenSecret.After(now, given.RefreshTokenExpiresIn));
}
