using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>From the Graph API's answers to readings and posts. Pure.</summary>
internal static class InstagramMapping
{
    /// <summary>The values of a series of days.</summary>
    public static IEnumerable<GraphValue> Series(InstagramMetric metric, IEnumerable<GraphInsight> insights, DayRange wanted, SourceDays days) =>
        insights.Where(insight => insight.Name == metric.Name && insight.Period == "day")
            .SelectMany(insight => GraphReadings.Values(insight, metric.Metric, null, wanted, days));

    /// <summary>The totals of the one day that was asked for; a total that is missing is unknown.</summary>
    public static IEnumerable<GraphValue> Totals(DateOnly day, IEnumerable<GraphInsight> insights) =>
        from insight in insights
        from metric in InstagramMetrics.Totals
        where metric.Name == insight.Name && insight.TotalValue?.Value is not null
        select new GraphValue(day, metric.Metric, insight.TotalValue!.Value!.Value, null);

    /// <summary>The people of a week, from the total of its days or, where Meta gives a series of weeks, from the one that ends with the Sunday.</summary>
    public static double? PeopleOfWeek(IEnumerable<GraphInsight> insights, DateOnly sunday, SourceDays days)
    {
        var reach = insights.Where(insight => insight.Name == InstagramMetrics.OfWeek.Name).ToList();
        return reach.Select(insight => insight.TotalValue?.Value).FirstOrDefault(total => total is not null)
            ?? reach.Where(insight => insight.Period == "week")
                .SelectMany(insight => GraphReadings.Values(insight, InstagramMetrics.OfWeek.Metric, null, new(sunday, sunday), days))
                .Select(value => (double?)value.Value).FirstOrDefault();
    }

    /// <summary>A post of the account; null where the answer lacks its identifier or its time.</summary>
    public static Post? PostOf(AccountRef account, GraphItem<InstagramMedia> item, DateTimeOffset fetchedAt)
    {
        var media = item.Post;
        var values = new Dictionary<Metric, double>();
        foreach (var metric in InstagramMetrics.OfMedia)
        {
            var insight = item.Insights.FirstOrDefault(insight => insight.Name == metric.Name);
            if (insight?.Values is [.., { Value.ValueKind: JsonValueKind.Number } value]) values[metric.Metric] = value.Value.GetDouble();
        }

        if (media.LikeCount is { } likes) values[Metrics.Reactions] = likes;
        if (media.CommentsCount is { } comments) values[Metrics.Comments] = comments;
        return Common(account, media, values, fetchedAt) is { } common ? common with { Type = TypeOf(media) } : null;
    }

    /// <summary>A post by others that tags the account; null as in <see cref="PostOf"/>.</summary>
    public static Post? MentionOf(AccountRef account, InstagramMedia media, DateTimeOffset fetchedAt) =>
        Common(account, media, new Dictionary<Metric, double>(), fetchedAt) is { } common ? common with { IsMention = true } : null;

    private static string? TypeOf(InstagramMedia media) => media switch
    {
        { MediaProductType: "REELS" } => "reel",
        { MediaProductType: "STORY" } => "story",
        { MediaType: "IMAGE" } => "photo",
        { MediaType: "VIDEO" } => "video",
        { MediaType: "CAROUSEL_ALBUM" } => "carousel",
        _ => null,
    };

    private static Post? Common(AccountRef account, InstagramMedia media, IReadOnlyDictionary<Metric, double> values, DateTimeOffset fetchedAt) =>
        media.Id is not { Length: > 0 } id || GraphApi.InstantOf(media.Timestamp) is not { } published ? null : new()
        {
            Account = account,
            Id = id,
            Published = published,
            Excerpt = PostText.Excerpt(media.Caption),
            Link = PostText.Link(media.Permalink),
            Values = values,
            FetchedAt = fetchedAt,
        };
}
