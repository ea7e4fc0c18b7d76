using System.Globalization;
using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>From the answers of both APIs to readings and posts. Pure.</summary>
internal static class YouTubeMapping
{
    /// <summary>
    /// One reading for each day that is over and of which anything is known. A day without a row is not known: the
    /// report ends at the last day for which all of its metrics exist.
    /// </summary>
    /// <param name="reports">Usually one; several where the metrics had to be asked for one by one.</param>
    /// <exception cref="SourceException">A value is no number, or a report has no days.</exception>
    public static IReadOnlyList<Reading> Readings(AccountRef account, DayRange wanted, IEnumerable<YouTubeReport> reports, SourceDays days)
    {
        var byDay = reports.SelectMany(ValuesOf)
            .Where(value => wanted.Contains(value.Day) && days.IsOver(value.Day))
            .GroupBy(value => value.Day)
            .ToDictionary(day => day.Key, day => day.GroupBy(value => value.Metric).ToDictionary(same => same.Key, same => same.Last().Value));
        var uncounted = UncountedDays.Of(byDay, days);
        return
        [
            .. from day in byDay.OrderBy(day => day.Key)
               let isCounted = !uncounted.Contains(day.Key)
               let values = isCounted ? day.Value : UncountedDays.WhatIsKnownOf(day.Value)
               where values.Count > 0
               select ReadingOf(account, day.Key, values, isCounted, days),
        ];
    }

    /// <summary>A public video; null of one that is not, not yet, or without an identifier or a time.</summary>
    public static Post? PostOf(AccountRef account, YouTubeVideo video, DateTimeOffset fetchedAt)
    {
        if (video is not { Id: { Length: > 0 } id, Snippet.PublishedAt: { } published }) return null;
        if (video.Status?.PrivacyStatus is not (null or "public") || video.Snippet.LiveBroadcastContent == "upcoming") return null;

        // A figure that the owner hides, and comments that are switched off, are left out.
        var values = new Dictionary<Metric, double>();
        foreach (var metric in YouTubeMetrics.OfVideo)
        {
            if (video.Statistics?.TryGetValue(metric.Name, out var value) == true && NumberOf(value) is { } number) values[metric.Metric] = number;
        }

        return new()
        {
            Account = account,
            Id = id,
            Published = published.ToUniversalTime(),
            Type = "video",
            Excerpt = PostText.Excerpt(video.Snippet.Title),
            Link = PostText.Link($"https://www.youtube.com/watch?v={Uri.EscapeDataString(id)}"),
            Values = values,
            FetchedAt = fetchedAt,
        };
    }

    /// <summary>The day from which a view has been what it is on that day; null before the first redefinition.</summary>
    public static DateOnly? ViewsSince(DateOnly day) =>
        YouTubeMetrics.ViewsRedefined.Where(since => since <= day).Select(since => (DateOnly?)since).LastOrDefault();

    private static IEnumerable<(DateOnly Day, Metric Metric, double Value)> ValuesOf(YouTubeReport report)
    {
        if (report.Rows is not { Count: > 0 } rows) yield break;
        var headers = (report.ColumnHeaders ?? []).Select(header => header.Name).ToList();
        var dayAt = headers.IndexOf(YouTubeMetrics.Day);
        if (dayAt < 0) throw Unreadable("YouTube gave a report without days.");

        foreach (var row in rows)
        {
            if (row.Count <= dayAt || DayOf(row[dayAt]) is not { } day) throw Unreadable("YouTube gave a row without a day.");
            foreach (var metric in YouTubeMetrics.OfChannel)
            {
                var at = headers.IndexOf(metric.Name);
                if (at < 0 || at >= row.Count || row[at].ValueKind == JsonValueKind.Null) continue;
                yield return (day, metric.Metric, NumberOf(row[at]) ?? throw Unreadable($"YouTube gave a value of {metric.Name} that is not a number."));
            }
        }
    }

    private static Reading ReadingOf(AccountRef account, DateOnly day, Dictionary<Metric, double> values, bool isCounted, SourceDays days) => new()
    {
        Account = account,
        Day = day,
        Values = values,
        Series = values.ContainsKey(Metrics.Views) && ViewsSince(day) is { } since
            ? new Dictionary<Metric, string> { [Metrics.Views] = since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }
            : null,
        Settled = isCounted && days.IsSettled(day),
        Inferred = !isCounted,
        FetchedAt = days.Now,
    };

    private static DateOnly? DayOf(JsonElement cell) =>
        cell.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(cell.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>Reports give numbers, the Data API gives them as texts.</summary>
    private static double? NumberOf(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Number when cell.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(cell.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static SourceException Unreadable(string message) => new(new(SourceFailureKind.AnswerUnreadable, message));
}
