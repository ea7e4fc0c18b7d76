using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>From the Graph API's answers to readings and posts. Pure.</summary>
internal static class FacebookMapping
{
    /// <summary>The values of the metrics that are known here, by day.</summary>
    public static IEnumerable<GraphValue> Values(IEnumerable<GraphInsight> insights, DayRange wanted, SourceDays days) =>
        from insight in insights
        from metric in FacebookMetrics.OfPage
        where metric.Name == insight.Name && metric.Period == insight.Period
        from value in GraphReadings.Values(insight, metric.Metric, metric.Series, wanted, days)
        select value;

    /// <summary>A post of the page; null where the answer lacks its identifier or its time.</summary>
    public static Post? PostOf(AccountRef account, GraphItem<FacebookPost> item, DateTimeOffset fetchedAt)
    {
        var post = item.Post;
        var values = new Dictionary<Metric, double>();
        foreach (var metric in FacebookMetrics.OfPost)
        {
            var insight = item.Insights.FirstOrDefault(insight => insight.Name == metric.Name);
            if (insight?.Values is [.., { Value.ValueKind: JsonValueKind.Number } value]) values[metric.Metric] = value.Value.GetDouble();
        }

        if (post.Reactions?.Summary?.TotalCount is { } reactions) values[Metrics.Reactions] = reactions;
        if (post.Comments?.Summary?.TotalCount is { } comments) values[Metrics.Comments] = comments;

        // The field is left out of a post that nobody has shared; but also where it could not be asked for.
        if (item.Asked.Contains(FacebookMetrics.Shares)) values[Metrics.Shares] = post.Shares?.Count ?? 0;
        return Common(account, post, values, fetchedAt) is not { } common ? null
            : common with { Type = post.Attachments?.Data is [{ MediaType: { } media }, ..] ? media : post.StatusType };
    }

    /// <summary>A post by others that tags the page; null as in <see cref="PostOf"/>.</summary>
    public static Post? MentionOf(AccountRef account, FacebookPost post, DateTimeOffset fetchedAt) =>
        Common(account, post, new Dictionary<Metric, double>(), fetchedAt) is { } common ? common with { IsMention = true } : null;

    private static Post? Common(AccountRef account, FacebookPost post, IReadOnlyDictionary<Metric, double> values, DateTimeOffset fetchedAt) =>
        post.Id is not { Length: > 0 } id || GraphApi.InstantOf(post.CreatedTime) is not { } published ? null : new()
        {
            Account = account,
            Id = id,
            Published = published,
            Excerpt = PostText.Excerpt(post.Message),
            Link = PostText.Link(post.PermalinkUrl),
            Values = values,
            FetchedAt = fetchedAt,
        };
}
