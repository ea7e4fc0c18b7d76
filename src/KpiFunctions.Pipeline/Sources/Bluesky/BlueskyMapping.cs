using System.Globalization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Bluesky;

/// <summary>From Bluesky's answers to readings and posts. Pure.</summary>
internal static class BlueskyMapping
{
    private const string Repost = "app.bsky.feed.defs#reasonRepost";
    private const string Pin = "app.bsky.feed.defs#reasonPin";

    /// <summary>Whether an item is out of its order: pinned posts stand before newer ones.</summary>
    public static bool IsPinned(BlueskyItem item) => item.Reason?.Type == Pin;

    /// <summary>The post; null for one that was only passed on, and for one without identifier or time.</summary>
    public static Post? PostOf(AccountRef account, BlueskyItem item, DateTimeOffset now)
    {
        if (item is not { Post: { Uri: { } uri } post } || item.Reason?.Type == Repost || PublishedAt(post) is not { } published) return null;

        // at://did/collection/key: the key tells posts of one account apart, whatever its handle is today.
        var key = uri[(uri.LastIndexOf('/') + 1)..];
        return key.Length == 0 ? null : new()
        {
            Account = account,
            Id = key,
            Published = published,
            Type = post.Embed?.Type is { } embed && BlueskyMetrics.Kinds.TryGetValue(embed, out var kind) ? kind : "status",
            Excerpt = PostText.Excerpt(post.Record?.Text),
            Link = post.Author?.Did is { } did ? PostText.Link($"https://bsky.app/profile/{did}/post/{key}") : null,
            Values = Values(post),
            FetchedAt = now,
        };
    }

    /// <summary>
    /// The author's program says when a post was made, and may say anything; Bluesky knows when it saw it. As Bluesky
    /// itself does for its order, the earlier of the two counts.
    /// </summary>
    public static DateTimeOffset? PublishedAt(BlueskyPost post) => (Instant(post.Record?.CreatedAt), Instant(post.IndexedAt)) switch
    {
        ({ } made, { } seen) => made < seen ? made : seen,
        var (made, seen) => made ?? seen,
    };

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    /// <summary>Reposts and quotes both carry a post on to others.</summary>
    private static Dictionary<Metric, double> Values(BlueskyPost post)
    {
        var values = new Dictionary<Metric, double>();
        if (post.LikeCount is { } likes) values[Metrics.Reactions] = likes;
        if (post.ReplyCount is { } replies) values[Metrics.Comments] = replies;
        if (post.RepostCount is { } reposts) values[Metrics.Shares] = reposts + (post.QuoteCount ?? 0);
        return values;
    }
}
