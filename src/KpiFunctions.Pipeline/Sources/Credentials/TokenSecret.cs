using System.Globalization;

namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Secrets with an access token and the refresh token that another one is given for.</summary>
internal static class TokenSecret
{
    /// <summary>Whether a text is a token that fits into a header.</summary>
    public static bool IsToken(string? text) => text is { Length: > 0 } && text.All(letter => letter is > ' ' and <= '~');

    /// <summary>The instant some seconds later; null where a platform's number of them cannot be a lifetime.</summary>
    public static DateTimeOffset? After(DateTimeOffset now, double? seconds) =>
        seconds is > 0 and < int.MaxValue ? now + TimeSpan.FromSeconds(Math.Floor(seconds.Value)) : null;

    /// <summary>The secret with other tokens and when each expires; it expires with its refresh token. All other members stay.</summary>
    /// <param name="secret">JSON, as the vault has it now.</param>
    public static Secret Renewed(string secret, string? accessToken, DateTimeOffset? accessEnds, string refreshToken, DateTimeOffset? refreshEnds) => new(
        JsonSecret.With(
            secret,
            ("access_token", accessToken),
            ("access_token_expires_at", Text(accessEnds)),
            ("refresh_token", refreshToken),
            ("refresh_token_expires_at", Text(refreshEnds))),
        refreshEnds);

    private static string? Text(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
