using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>A report. Rows may be missing where there is none.</summary>
internal sealed record YouTubeReport(IReadOnlyList<YouTubeColumn>? ColumnHeaders, IReadOnlyList<IReadOnlyList<JsonElement>>? Rows);

/// <summary>A column of a report: a dimension or a metric by its name.</summary>
internal sealed record YouTubeColumn(string? Name);

/// <summary>A page of a list; the token of the next one is missing on the last.</summary>
internal sealed record YouTubeList<T>(IReadOnlyList<T>? Items, string? NextPageToken);

internal sealed record YouTubeChannel(YouTubeChannelDetails? ContentDetails);

internal sealed record YouTubeChannelDetails(YouTubePlaylists? RelatedPlaylists);

/// <summary>The playlists that every channel has; <c>uploads</c> holds all of its videos.</summary>
internal sealed record YouTubePlaylists(string? Uploads);

internal sealed record YouTubePlaylistItem(YouTubePlaylistItemDetails? ContentDetails);

/// <summary>A video in a playlist; <c>videoPublishedAt</c> is missing of one that is not published.</summary>
internal sealed record YouTubePlaylistItemDetails(string? VideoId, DateTimeOffset? VideoPublishedAt);

internal sealed record YouTubeVideo(string? Id, YouTubeSnippet? Snippet, YouTubeVideoStatus? Status, IReadOnlyDictionary<string, JsonElement>? Statistics);

/// <summary><c>liveBroadcastContent</c> is <c>upcoming</c> for a premiere or a stream that has not begun.</summary>
internal sealed record YouTubeSnippet(string? Title, DateTimeOffset? PublishedAt, string? LiveBroadcastContent);

/// <summary><c>public</c>, <c>unlisted</c> or <c>private</c>.</summary>
internal sealed record YouTubeVideoStatus(string? PrivacyStatus);

internal sealed record YouTubeErrorAnswer(YouTubeError? Error);

internal sealed record YouTubeError(string? Message, string? Status, IReadOnlyList<YouTubeErrorItem>? Errors);

/// <summary>What exactly is wrong: <c>quotaExceeded</c>, <c>insufficientPermissions</c>…</summary>
internal sealed record YouTubeErrorItem(string? Reason);

/// <summary>The secret: an OAuth client of the agency's and what the channel's owner allowed it.</summary>
internal sealed record YouTubeGrant(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken);

/// <summary>An access token, for some seconds; and seldom another refresh token, which takes the place of the one just used.</summary>
internal sealed record YouTubeTokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] double? ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("refresh_token_expires_in")] double? RefreshTokenExpiresIn);

internal sealed record YouTubeTokenError(string? Error, [property: JsonPropertyName("error_description")] string? Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(YouTubeReport))]
[JsonSerializable(typeof(YouTubeList<YouTubeChannel>))]
[JsonSerializable(typeof(YouTubeList<YouTubePlaylistItem>))]
[JsonSerializable(typeof(YouTubeList<YouTubeVideo>))]
[JsonSerializable(typeof(YouTubeErrorAnswer))]
[JsonSerializable(typeof(YouTubeGrant))]
[JsonSerializable(typeof(YouTubeTokenAnswer))]
[JsonSerializable(typeof(YouTubeTokenError))]
internal sealed partial class YouTubeJson : JsonSerializerContext;
