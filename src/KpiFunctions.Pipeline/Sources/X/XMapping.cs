using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>From X's answers to readings and posts. Pure.</summary>
internal static class XMapping
{
    /// <summary>The account's own post with its figures, or another's that names it; null for one without identifier or time.</summary>
    public static Post? PostOf(AccountRef account, XPost post, bool isMention, DateTimeOffset now) =>
        post is not { Id: { Length: > 0 } id, CreatedAt: { } created } ? null : new()
        {
            Account = account,
            Id = id,
            Published = created.ToUniversalTime(),
            Type = isMention ? null : KindOf(post),
            Excerpt = PostText.Excerpt(post.Text),
            Link = PostText.Link($"https://x.com/i/web/status/{id}"),
            IsMention = isMention,
            Values = isMention ? new Dictionary<Metric, double>() : Values(post.PublicMetrics),
            FetchedAt = now,
        };

    /// <summary>A reading for each day that is over, from the first that the list of mentions covers whole.</summary>
    /// <param name="covered">The first day that the list covers; null where it covers none.</param>
    public static IReadOnlyList<Reading> Mentions(AccountRef account, DayRange wanted, DateOnly? covered, IEnumerable<Post> mentions, SourceDays days)
    {
        var counts = mentions.CountBy(mention => days.Zone.DayAt(mention.Published)).ToDictionary();
        return
        [
            .. from day in wanted.Each()
               where day >= covered && days.IsOver(day)
               select new Reading
               {
                   Account = account,
                   Day = day,
                   Values = new Dictionary<Metric, double> { [Metrics.Mentions] = counts.GetValueOrDefault(day) },
                   Settled = days.IsSettled(day),
                   FetchedAt = days.Now,
               },
        ];
    }

    private static string KindOf(XPost post) =>
        post.Attachments?.MediaKeys is [{ } key, ..] && XMetrics.Kinds.TryGetValue(key.Split('_')[0], out var kind) ? kind : "status";

    /// <summary>Reposts and quotes both carry a post on to others.</summary>
    private static Dictionary<Metric, double> Values(XPostMetrics? metrics)
    {
        var values = new Dictionary<Metric, double>();
        if (metrics?.ImpressionCount is { } views) values[Metrics.Views] = views;
        if (metrics?.LikeCount is { } likes) values[Metrics.Reactions] = likes;
        if (metrics?.ReplyCount is { } replies) values[Metrics.Comments] = replies;
        if ((metrics?.RepostCount ?? metrics?.RetweetCount) is { } reposts) values[Metrics.Shares] = reposts + (metrics!.QuoteCount ?? 0);
        if (metrics?.BookmarkCount is { } saves) values[Metrics.Saves] = saves;
        return values;
    }
}
