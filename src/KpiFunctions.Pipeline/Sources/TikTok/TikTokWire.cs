using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>What every answer is wrapped in. Errors come in it too, with HTTP 200: only the code tells.</summary>
/// <param name="Code">0 for success.</param>
internal sealed record TikTokAnswer<T>(long? Code, string? Message, T? Data)
    where T : class;

/// <summary>An account's days. Of each its <c>date</c> and the figures that were asked for, by their names.</summary>
internal sealed record TikTokAccount(IReadOnlyList<Dictionary<string, JsonElement>>? Metrics);

/// <summary>A page of videos.</summary>
/// <param name="Cursor">Milliseconds since 1970: what came out before it is on the next page.</param>
internal sealed record TikTokVideos(IReadOnlyList<TikTokVideo>? Videos, long? Cursor, bool? HasMore);

/// <summary>A video or a photo post.</summary>
/// <param name="CreateTime">Seconds since 1970.</param>
/// <param name="MediaType"><c>VIDEO</c> or <c>PHOTO</c>.</param>
internal sealed record TikTokVideo(string? ItemId, long? CreateTime, string? MediaType, string? Caption, string? ShareUrl)
{
    /// <summary>Everything else, by name: the figures.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Figures { get; set; }
}

/// <summary>The vault's secret: the agency's app, what the account's owner allowed it, and the access that it was given last.</summary>
internal sealed record TikTokSecret(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("access_token_expires_at")] DateTimeOffset? AccessTokenExpiresAt);

internal sealed record TikTokRefresh(string ClientId, string ClientSecret, string GrantType, string RefreshToken);

/// <summary>A new access, for some seconds, and the refresh token that takes the place of the one just used.</summary>
internal sealed record TikTokTokens(string? AccessToken, double? ExpiresIn, string? RefreshToken, double? RefreshTokenExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TikTokAnswer<TikTokAccount>))]
[JsonSerializable(typeof(TikTokAnswer<TikTokVideos>))]
[JsonSerializable(typeof(TikTokAnswer<TikTokTokens>))]
[JsonSerializable(typeof(TikTokSecret))]
[JsonSerializable(typeof(TikTokRefresh))]
internal sealed partial class TikTokJson : JsonSerializerContext;
