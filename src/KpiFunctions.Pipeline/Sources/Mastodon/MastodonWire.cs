using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Mastodon;

/// <summary>An account.</summary>
/// <param name="Acct">Its name, with its server where that is another one.</param>
/// <param name="Moved">The account that its owner has moved to; null where there is none.</param>
/// <param name="Suspended">Whether the server's moderators have closed it: its counts are then 0, and mean nothing.</param>
internal sealed record MastodonAccount(string? Id, string? Acct, double? FollowersCount, MastodonAccount? Moved, bool? Suspended);

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
