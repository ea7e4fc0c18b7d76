using System.Globalization;
using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>From the Graph API's answers to readings and posts. Pure.</summary>
internal static class FacebookMapping
{
    /// <summary>
    /// The day that a value belongs to: the one that ends at <c>end_time</c>. Noon of that day is twelve hours earlier,
    /// give or take a change of clocks, so the day is right wherever midnight is meant.
    /// </summary>
    /// <returns>Null where the text is no instant.</returns>
    public static DateOnly? DayEndingAt(string? endTime, Zone zone) =>
        InstantOf(endTime) is { } instant ? zone.DayAt(instant.AddHours(-12)) : null;

    /// <summary>The values of the metrics that are known here, by day; days that are not over or not wanted are left out.</summary>
    public static IEnumerable<(DateOnly Day, FacebookMetric Metric, double Value)> Values(IEnumerable<FacebookInsight> insights, DayRange wanted, SourceDays days) =>
        from insight in insights
        from metric in FacebookMetrics.OfPage
        where metric.Name == insight.Name && metric.Period == insight.Period
        from value in insight.Values ?? []
        where value.Value.ValueKind == JsonValueKind.Number
        let day = DayEndingAt(value.EndTime, days.Zone)
        where day is { } known && wanted.Contains(known) && days.IsOver(known)
        select (day.Value, metric, value.Value.GetDouble());

    /// <summary>One reading for each day of which anything is known.</summary>
    /// <param name="mentions">Posts by others per day; null where they are not known.</param>
    public static IReadOnlyList<Reading> Readings(
        AccountRef account, DayRange wanted, IEnumerable<FacebookInsight> insights, Func<DateOnly, double?> mentions, SourceDays days)
    {
        var values = Values(insights, wanted, days).ToLookup(value => value.Day);
        return
        [
            .. from day in wanted.Each()
               where days.IsOver(day)
               let reading = ReadingOf(account, day, values[day], mentions(day), days)
               where reading.Values.Count > 0
               select reading,
        ];
    }

    /// <summary>A post of the page; null where the answer lacks its identifier or its time.</summary>
    public static Post? PostOf(AccountRef account, FacebookPost post, DateTimeOffset fetchedAt)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var metric in FacebookMetrics.OfPost)
        {
            var insight = post.Insights?.Data?.FirstOrDefault(insight => insight.Name == metric.Name);
            if (insight?.Values is [.., { Value.ValueKind: JsonValueKind.Number } value]) values[metric.Metric] = value.Value.GetDouble();
        }

        if (post.Reactions?.Summary?.TotalCount is { } reactions) values[Metrics.Reactions] = reactions;
        if (post.Comments?.Summary?.TotalCount is { } comments) values[Metrics.Comments] = comments;

        // The field is left out of a post that nobody has shared.
        values[Metrics.Shares] = post.Shares?.Count ?? 0;
        return Common(account, post, values, fetchedAt) is not { } common ? null
            : common with { Type = post.Attachments?.Data is [{ MediaType: { } media }, ..] ? media : post.StatusType };
    }

    /// <summary>A post by others that tags the page; null as in <see cref="PostOf"/>.</summary>
    public static Post? MentionOf(AccountRef account, FacebookPost post, DateTimeOffset fetchedAt) =>
        Common(account, post, new Dictionary<Metric, double>(), fetchedAt) is { } common ? common with { IsMention = true } : null;

    private static Post? Common(AccountRef account, FacebookPost post, IReadOnlyDictionary<Metric, double> values, DateTimeOffset fetchedAt) =>
        post.Id is not { Length: > 0 } id || InstantOf(post.CreatedTime) is not { } published ? null : new()
        {
            Account = account,
            Id = id,
            Published = published,
            Excerpt = PostText.Excerpt(post.Message),
            Link = PostText.Link(post.PermalinkUrl),
            Values = values,
            FetchedAt = fetchedAt,
        };

    private static Reading ReadingOf(
        AccountRef account, DateOnly day, IEnumerable<(DateOnly Day, FacebookMetric Metric, double Value)> found, double? mentions, SourceDays days)
    {
        var values = new Dictionary<Metric, double>();
        var series = new Dictionary<Metric, string>();
        foreach (var (_, metric, value) in found)
        {
            values[metric.Metric] = value;
            if (metric.Series is { } since) series[metric.Metric] = since;
        }

        if (mentions is { } count) values[Metrics.Mentions] = count;
        return new()
        {
            Account = account,
            Day = day,
            Values = values,
            Series = series.Count > 0 ? series : null,
            Settled = days.IsSettled(day),
            FetchedAt = days.Now,
        };
    }

    private static DateTimeOffset? InstantOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
}
