using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KpiFunctions.Simulator.Hosting;

/// <summary>Secrets that the simulator takes: none of them opens anything elsewhere.</summary>
public static class SimulatorSecrets
{
    /// <summary>The value that every platform answers as an access that has run out.</summary>
    public const string Expired = "expired";

    /// <summary>The token of the agency's system user at Meta: it opens no page's figures, and is given the page's token.</summary>
    public const string SystemUser = "simulated-agency-meta";

    private static readonly string[] GoogleNames = ["google", "ga4", "analytics"];

    private static readonly Lazy<string> PrivateKey = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    });

    /// <summary>
    /// A secret for a credential of that name. A name with <c>youtube</c> in it gets an OAuth client and a refresh token;
    /// one with <c>tiktok</c> in it gets an app with a refresh token that is good for one use; one with <c>google</c>, <c>ga4</c> or <c>analytics</c> in it gets a
    /// service account's key; one with <c>expired</c> in it, an access that has run out; any other, some text.
    /// </summary>
    public static string For(string credential)
    {
        var expired = credential.Contains(Expired, StringComparison.OrdinalIgnoreCase);
        if (credential.Contains("youtube", StringComparison.OrdinalIgnoreCase)) return RefreshToken(expired ? Expired : $"simulated-{credential}");
        if (credential.Contains("tiktok", StringComparison.OrdinalIgnoreCase)) return TikTok(expired ? Expired : $"simulated-refresh-{credential}");
        var google = GoogleNames.Any(name => credential.Contains(name, StringComparison.OrdinalIgnoreCase)) && !credential.Contains("matomo", StringComparison.OrdinalIgnoreCase);
        if (google) return ServiceAccountKey(expired);
        return expired ? Expired : $"simulated-{credential}";
    }

    /// <summary>An OAuth client with a channel owner's refresh token; the token <see cref="Expired"/> has run out.</summary>
    public static string RefreshToken(string token) => new JsonObject
    {
        ["client_id"] = "100000000000-simulated.apps.googleusercontent.example",
        ["client_secret"] = "simulated-client-secret",
        ["refresh_token"] = token,
    }.ToJsonString();

    /// <summary>An app with a TikTok account's refresh token, which is good for one use, and maybe an access token.</summary>
    public static string TikTok(string refreshToken, string? accessToken = null)
    {
        var secret = new JsonObject { ["client_id"] = "7000000000000000001", ["client_secret"] = "simulated-client-secret", ["refresh_token"] = refreshToken };
        if (accessToken is not null) secret["access_token"] = accessToken;
        return secret.ToJsonString();
    }

    /// <summary>
    /// A Google service account's key file with an RSA key of this process's own. An expired one gets no token.
    /// </summary>
    public static string ServiceAccountKey(bool expired = false) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "simulated",
        ["private_key_id"] = "0000000000000000000000000000000000000001",
        ["private_key"] = PrivateKey.Value,
        ["client_email"] = $"{(expired ? Expired : "reader")}@simulated.iam.gserviceaccount.example",
        ["client_id"] = "100000000000000000001",
        ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
        ["token_uri"] = "https://oauth2.googleapis.com/token",
    }.ToJsonString();
}
