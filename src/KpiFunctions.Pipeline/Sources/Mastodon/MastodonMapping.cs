using System.Net;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Mastodon;

/// <summary>From a Mastodon server's answers to posts. Pure.</summary>
internal static partial class MastodonMapping
{
    /// <summary>The post; null for one without identifier or time.</summary>
    public static Post? PostOf(AccountRef account, MastodonStatus status, DateTimeOffset now) =>
        status is not { Id: { Length: > 0 } id, CreatedAt: { } created } ? null : new()
        {
            Account = account,
            Id = id,
            Published = created.ToUniversalTime(),
            Type = KindOf(status),
            Excerpt = PostText.Excerpt(TextOf(status.Content)),
            Link = PostText.Link(status.Url),
            Values = Values(status),
            FetchedAt = now,
        };

    /// <summary>The words of a post's HTML. They are only ever written escaped, so that what is left of a tag does nothing.</summary>
    public static string? TextOf(string? html) => html is null ? null : WebUtility.HtmlDecode(Tag().Replace(Break().Replace(html, " "), ""));

    private static string KindOf(MastodonStatus status) =>
        status.MediaAttachments is [{ Type: { } type }, ..] && MastodonMetrics.Kinds.TryGetValue(type, out var kind) ? kind : status.Card is null ? "status" : "link";

    /// <summary>Boosts and quotes both carry a post on to others; older servers do not know quotes.</summary>
    private static Dictionary<Metric, double> Values(MastodonStatus status)
    {
        var values = new Dictionary<Metric, double>();
        if (status.FavouritesCount is { } favourites) values[Metrics.Reactions] = favourites;
        if (status.RepliesCount is { } replies) values[Metrics.Comments] = replies;
        if (status.ReblogsCount is { } boosts) values[Metrics.Shares] = boosts + (status.QuotesCount ?? 0);
        return values;
    }

    [GeneratedRegex("<br ?/?>|</p>", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 10_000)]
    private static partial Regex Tag();
}
