using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>A page of a list.</summary>
internal sealed record LinkedInList<T>(IReadOnlyList<T>? Elements, LinkedInPaging? Paging)
{
    /// <summary>Whether LinkedIn says that the list goes on.</summary>
    public bool HasNext => Paging?.Links?.Any(link => link.Rel == "next") == true;
}

internal sealed record LinkedInPaging(IReadOnlyList<LinkedInLink>? Links);

internal sealed record LinkedInLink(string? Rel);

/// <summary>How many follow the organisation now.</summary>
internal sealed record LinkedInNetworkSize(double? FirstDegreeSize);

/// <summary>A span of time in milliseconds since 1970.</summary>
internal sealed record LinkedInTimeRange(long? Start, long? End);

/// <summary>Who came to follow on one day.</summary>
internal sealed record LinkedInFollowerDay(LinkedInTimeRange? TimeRange, LinkedInGains? FollowerGains);

internal sealed record LinkedInGains(double? OrganicFollowerGain, double? PaidFollowerGain);

/// <summary>What all posts gathered on one day, or one post (<c>share</c> or <c>ugcPost</c>) since its publication.</summary>
internal sealed record LinkedInShareStatistics(
    LinkedInTimeRange? TimeRange,
    string? Share,
    string? UgcPost,
    Dictionary<string, JsonElement>? TotalShareStatistics);

/// <summary>A post; times in milliseconds since 1970.</summary>
internal sealed record LinkedInPost(
    string? Id,
    string? Commentary,
    string? LifecycleState,
    long? CreatedAt,
    long? PublishedAt,
    long? LastModifiedAt,
    Dictionary<string, JsonElement>? Content,
    JsonElement? ReshareContext);

/// <summary>The vault's secret where the app has refresh tokens.</summary>
internal sealed record LinkedInSecret(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("access_token_expires_at")] DateTimeOffset? AccessTokenExpiresAt);

/// <summary>A new access token, for some seconds, and the refresh token with the seconds that are left of it.</summary>
internal sealed record LinkedInTokens(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] double? ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("refresh_token_expires_in")] double? RefreshTokenExpiresIn);

/// <summary>OAuth's form of errors, which the token endpoint has.</summary>
internal sealed record LinkedInTokenError(string? Error, [property: JsonPropertyName("error_description")] string? Description);

internal sealed record LinkedInError(string? Message, string? Code, int? ServiceErrorCode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(LinkedInNetworkSize))]
[JsonSerializable(typeof(LinkedInList<LinkedInFollowerDay>))]
[JsonSerializable(typeof(LinkedInList<LinkedInShareStatistics>))]
[JsonSerializable(typeof(LinkedInList<LinkedInPost>))]
[JsonSerializable(typeof(LinkedInSecret))]
[JsonSerializable(typeof(LinkedInTokens))]
[JsonSerializable(typeof(LinkedInTokenError))]
[JsonSerializable(typeof(LinkedInError))]
internal sealed partial class LinkedInJson : JsonSerializerContext;
