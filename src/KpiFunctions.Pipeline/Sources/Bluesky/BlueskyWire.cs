using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Bluesky;

/// <summary>An account.</summary>
/// <param name="Did">What it is known by, whatever its handle is.</param>
/// <param name="Handle"><c>handle.invalid</c> where the handle that it claims leads to it no more.</param>
internal sealed record BlueskyProfile(string? Did, string? Handle, double? FollowersCount);

/// <summary>A page of a feed; without a cursor it is the last one.</summary>
internal sealed record BlueskyFeed(string? Cursor, IReadOnlyList<BlueskyItem>? Feed);

/// <summary>A post in a feed.</summary>
/// <param name="Reason">Why it is there, where that is not its publication: somebody's post passed on, or a pinned one.</param>
internal sealed record BlueskyItem(BlueskyPost? Post, BlueskyTyped? Reason);

internal sealed record BlueskyPost(
    string? Uri,
    BlueskyAuthor? Author,
    BlueskyRecord? Record,
    BlueskyTyped? Embed,
    double? LikeCount,
    double? ReplyCount,
    double? RepostCount,
    double? QuoteCount,
    string? IndexedAt);

internal sealed record BlueskyAuthor(string? Did);

/// <summary>What the author's program wrote.</summary>
/// <param name="CreatedAt">Meant to be ISO 8601, but nobody checks it.</param>
internal sealed record BlueskyRecord(string? Text, string? CreatedAt);

/// <summary>Something whose kind alone matters.</summary>
internal sealed record BlueskyTyped([property: JsonPropertyName("$type")] string? Type);

/// <summary>XRPC's form of errors.</summary>
internal sealed record BlueskyError(string? Error, string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BlueskyProfile))]
[JsonSerializable(typeof(BlueskyFeed))]
[JsonSerializable(typeof(BlueskyError))]
internal sealed partial class BlueskyJson : JsonSerializerContext;
