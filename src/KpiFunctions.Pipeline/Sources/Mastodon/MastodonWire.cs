using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Mastodon;

internal sealed record MastodonAccount(string? Id, double? FollowersCount);

/// <summary>A post.</summary>
/// <param name="Content">HTML.</param>
internal sealed record MastodonStatus(
    string? Id,
    DateTimeOffset? CreatedAt,
    string? Content,
    string? Url,
    double? RepliesCount,
    double? ReblogsCount,
    double? FavouritesCount,
    double? QuotesCount,
    IReadOnlyList<MastodonMedia>? MediaAttachments,
    MastodonCard? Card);

internal sealed record MastodonMedia(string? Type);

/// <summary>The preview of a link.</summary>
internal sealed record MastodonCard(string? Url);

internal sealed record MastodonError(string? Error, string? ErrorDescription);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MastodonAccount))]
[JsonSerializable(typeof(MastodonStatus[]))]
[JsonSerializable(typeof(MastodonError))]
internal sealed partial class MastodonJson : JsonSerializerContext;
