using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>
/// An access as the vault holds it: the token alone, or for an app that LinkedIn gives refresh tokens to, JSON with the
/// app, its refresh token, and the access token that it was given last. Pure.
/// </summary>
/// <param name="App">Null for a token alone.</param>
/// <param name="Until">When the access token expires; null where that is not known.</param>
internal sealed record LinkedInGrant(LinkedInApp? App, string? AccessToken, DateTimeOffset? Until) : IGrant
{
    /// <summary>A token with less time left than this is not used: a fetch may take a while.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>How long an access token is used of which LinkedIn does not say how long it lives.</summary>
    private static readonly TimeSpan Assumed = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public bool CanRenew => App is not null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Secrets => [.. new[] { App?.ClientSecret, App?.RefreshToken, AccessToken }.OfType<string>()];

    /// <inheritdoc/>
    /// <remarks>A token that came with a refresh token is renewed once even if it is good, so that the end of both is known.</remarks>
    public bool IsGoodAt(DateTimeOffset now) => AccessToken is not null && (App is null || now + Margin < Until);

    /// <summary>Reads a secret.</summary>
    /// <exception cref="SourceException">It is of another form.</exception>
    public static LinkedInGrant Of(string secret)
    {
        var text = secret.Trim();
        if (!text.StartsWith('{'))
        {
            return TokenSecret.IsToken(text) ? new(null, text, null) : throw new SourceException(new(
                SourceFailureKind.CredentialRefused, "The secret is not a token: it has spaces or other characters that no token has."));
        }

        try
        {
            if (JsonSerializer.Deserialize(text, LinkedInJson.Default.LinkedInSecret) is
                { ClientId: { Length: > 0 } id, ClientSecret: { Length: > 0 } client, RefreshToken: { Length: > 0 } refresh } found)
            {
                return new(new(id, client, refresh), TokenSecret.IsToken(found.AccessToken) ? found.AccessToken : null, found.AccessTokenExpiresAt);
            }
        }
        catch (JsonException)
        {
            // The exception may quote the secret.
        }

        throw new SourceException(new(
            SourceFailureKind.CredentialRefused,
            "The secret is neither a token nor JSON with client_id, client_secret and refresh_token; where it has access_token_expires_at, that is a time in ISO 8601."));
    }

    /// <summary>The secret that takes this one's place, and when its refresh token expires: renewals do not prolong it.</summary>
    /// <param name="secret">What the vault has now; members that are not LinkedIn's stay in it.</param>
    public static Secret Renewed(string secret, LinkedInTokens given, DateTimeOffset now) => TokenSecret.Renewed(
        secret,
        given.AccessToken,
        TokenSecret.After(now, given.ExpiresIn) ?? now + Assumed,
        given.RefreshToken is { Length: > 0 } next ? next : Of(secret).App!.RefreshToken,
        TokenSecret.After(now, given.RefreshTokenExpiresIn));
}

/// <summary>The agency's app, and what a member allowed it.</summary>
internal sealed record LinkedInApp(string ClientId, string ClientSecret, string RefreshToken);
