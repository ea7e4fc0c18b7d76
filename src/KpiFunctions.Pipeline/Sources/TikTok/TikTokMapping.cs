using System.Globalization;
using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>From TikTok's answers to readings and posts. Pure.</summary>
internal static class TikTokMapping
{
    /// <summary>The days that TikTok has figures of, among those wanted; null where there are none.</summary>
    public static DayRange? DaysWithFigures(DayRange wanted, DateOnly today)
    {
        var (oldest, newest) = (today.AddDays(-TikTokMetrics.OldestDayAge), today.AddDays(-1));
        var first = wanted.First < oldest ? oldest : wanted.First;
        var last = wanted.Last > newest ? newest : wanted.Last;
        return first <= last ? new(first, last) : null;
    }

    /// <summary>One reading for each wanted day that is over and of which anything is known.</summary>
    /// <param name="accounts">Usually one; several where the figures had to be asked for one by one.</param>
    /// <exception cref="SourceException">A value is no number, or a row has no day.</exception>
    public static IReadOnlyList<Reading> Readings(AccountRef account, DayRange wanted, IEnumerable<TikTokAccount> accounts, SourceDays days)
    {
        var byDay = new SortedDictionary<DateOnly, Dictionary<Metric, double>>();
        foreach (var row in accounts.SelectMany(each => each.Metrics ?? []))
        {
            if (!row.TryGetValue("date", out var date) || DayOf(date) is not { } day) throw Unreadable("TikTok gave figures without a day.");
            if (!wanted.Contains(day) || !days.IsOver(day)) continue;
            if (!byDay.TryGetValue(day, out var values)) byDay[day] = values = [];
            foreach (var (metric, value) in Figures(row, TikTokMetrics.OfAccount)) values[metric] = value;
        }

        // Figures come a day or two late. Until then a day of zeros is one that was not counted yet.
        var uncounted = UncountedDays.Of(byDay, days);
        return
        [
            .. from day in byDay
               let isSettled = days.IsSettled(day.Key)
               let isCounted = !uncounted.Contains(day.Key) && (isSettled || !UncountedDays.IsOfZeros(day.Value))
               let values = isCounted ? day.Value : UncountedDays.WhatIsKnownOf(day.Value)
               where values.Count > 0
               select new Reading { Account = account, Day = day.Key, Values = values, Settled = isSettled && isCounted, Inferred = !isCounted, FetchedAt = days.Now },
        ];
    }

    /// <summary>A video or photo post; null of one without an identifier or a time.</summary>
    /// <exception cref="SourceException">A figure is no number.</exception>
    public static Post? PostOf(AccountRef account, TikTokVideo video, DateTimeOffset fetchedAt) =>
        video.ItemId is not { Length: > 0 } id || PublishedAt(video) is not { } published ? null : new()
        {
            Account = account,
            Id = id,
            Published = published,
            Type = PostText.Excerpt(video.MediaType, 40)?.ToLowerInvariant() ?? "video",
            Excerpt = PostText.Excerpt(video.Caption),
            Link = LinkOf(video.ShareUrl),
            Values = Figures(video.Figures ?? [], TikTokMetrics.OfVideo),
            FetchedAt = fetchedAt,
        };

    /// <summary>When it came out; null where TikTok does not say.</summary>
    public static DateTimeOffset? PublishedAt(TikTokVideo video) =>
        video.CreateTime is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(video.CreateTime.Value) : null;

    /// <summary>The address without its query, which names the agency's app to whoever is sent there.</summary>
    private static string? LinkOf(string? address) =>
        PostText.Link(address) is { } link ? PostText.Link(new Uri(link).GetLeftPart(UriPartial.Path)) : null;

    private static Dictionary<Metric, double> Figures(Dictionary<string, JsonElement> row, IReadOnlyList<TikTokMetric> metrics)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var metric in metrics)
        {
            if (!row.TryGetValue(metric.Name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) continue;
            values[metric.Metric] = NumberOf(value) ?? throw Unreadable($"TikTok gave a value of {metric.Name} that is not a number.");
        }

        return values;
    }

    private static double? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static DateOnly? DayOf(JsonElement date) =>
        date.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static SourceException Unreadable(string message) => new(new(SourceFailureKind.AnswerUnreadable, message));
}
