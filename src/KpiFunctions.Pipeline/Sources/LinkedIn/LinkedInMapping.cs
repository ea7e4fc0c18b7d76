using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>From LinkedIn's answers to readings and posts. Pure.</summary>
internal static class LinkedInMapping
{
    /// <summary>LinkedIn's days begin at midnight UTC.</summary>
    public static Zone Zone => Zone.Utc;

    /// <summary>The days that LinkedIn has statistics of, among those wanted; null where there are none.</summary>
    public static DayRange? DaysWithStatistics(DayRange wanted, DateOnly today)
    {
        var (oldest, newest) = (today.AddDays(-LinkedInMetrics.OldestDayAge), today.AddDays(-LinkedInMetrics.NewestDayAge));
        var first = wanted.First < oldest ? oldest : wanted.First;
        var last = wanted.Last > newest ? newest : wanted.Last;
        return first <= last ? new(first, last) : null;
    }

    /// <summary>
    /// The instants to ask for. In some versions the start is the first day's, in others the day after it is the first:
    /// a day more is asked for, as long as LinkedIn has it, and each answer is placed by its own time.
    /// </summary>
    public static (DateTimeOffset Start, DateTimeOffset End) InstantsOf(DayRange days, DateOnly today)
    {
        var oldest = today.AddDays(-LinkedInMetrics.OldestDayAge);
        var before = days.First.AddDays(-1);
        return (Zone.StartOf(before < oldest ? oldest : before), Zone.StartOf(days.Last.AddDays(1)));
    }

    /// <summary>The day that an answer is about, by its own time; null where it is about more or less than one.</summary>
    public static DateOnly? DayOf(LinkedInTimeRange? range) =>
        range is { Start: { } start, End: { } end } && end - start == (long)TimeSpan.FromDays(1).TotalMilliseconds && InstantOf(start) is { } instant
            ? Zone.DayAt(instant)
            : null;

    /// <summary>The level of this moment; null where the answer has none.</summary>
    public static Reading? LevelOf(AccountRef account, LinkedInNetworkSize size, SourceDays days) =>
        size.FirstDegreeSize is { } followers ? ReadingOf(account, Zone.DayAt(days.Now), new() { [Metrics.Followers] = followers }, days) : null;

    /// <summary>One reading for each wanted day of which anything is known.</summary>
    public static IReadOnlyList<Reading> Readings(
        AccountRef account, DayRange wanted, IEnumerable<LinkedInFollowerDay> followers, IEnumerable<LinkedInShareStatistics> shares, SourceDays days)
    {
        var byDay = new SortedDictionary<DateOnly, Dictionary<Metric, double>>();
        Dictionary<Metric, double>? ValuesOn(LinkedInTimeRange? range) =>
            DayOf(range) is not { } day || !wanted.Contains(day) || !days.IsOver(day) ? null
            : byDay.TryGetValue(day, out var values) ? values : byDay[day] = [];

        foreach (var element in followers)
        {
            if (element.FollowerGains is { OrganicFollowerGain: { } organic, PaidFollowerGain: { } paid } && ValuesOn(element.TimeRange) is { } values)
                values[Metrics.FollowersGained] = organic + paid;
        }

        foreach (var element in shares)
        {
            if (ValuesOn(element.TimeRange) is not { } values) continue;
            foreach (var (metric, value) in Figures(element)) values[metric] = value;
        }

        var uncounted = UncountedDays.Of(byDay, days);
        return
        [
            .. from day in byDay
               let isCounted = !uncounted.Contains(day.Key)
               let values = isCounted ? day.Value : UncountedDays.WhatIsKnownOf(day.Value)
               where values.Count > 0
               let reading = ReadingOf(account, day.Key, values, days)
               select isCounted ? reading : reading with { Settled = false, Inferred = true },
        ];
    }

    /// <summary>When a post came out; null for one that has not.</summary>
    public static DateTimeOffset? PublishedAt(LinkedInPost post) =>
        post.LifecycleState is null or "PUBLISHED" && (post.PublishedAt ?? post.CreatedAt) is { } milliseconds ? InstantOf(milliseconds) : null;

    /// <summary>A post of the organisation; null where it is not out, or the answer lacks its identifier or its time.</summary>
    /// <param name="figures">What each post gathered, by its identifier.</param>
    public static Post? PostOf(AccountRef account, LinkedInPost post, IReadOnlyDictionary<string, LinkedInShareStatistics> figures, DateTimeOffset fetchedAt) =>
        post.Id is not { Length: > 0 } id || PublishedAt(post) is not { } published ? null : new()
        {
            Account = account,
            Id = id,
            Published = published,
            Type = TypeOf(post),
            Excerpt = PostText.Excerpt(LinkedInText.Plain(post.Commentary)),
            Link = PostText.Link($"https://www.linkedin.com/feed/update/{id}/"),
            Values = figures.TryGetValue(id, out var found) ? Figures(found) : new Dictionary<Metric, double>(),
            FetchedAt = fetchedAt,
        };

    /// <summary>An instant of a wire number; null where it is none.</summary>
    public static DateTimeOffset? InstantOf(long milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private static Dictionary<Metric, double> Figures(LinkedInShareStatistics statistics)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var (name, metric) in LinkedInMetrics.OfShares)
        {
            if (statistics.TotalShareStatistics?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.Number)
                values[metric] = value.GetDouble();
        }

        return values;
    }

    /// <summary>The kind of content in LinkedIn's words: for media the kind of file, else what holds it.</summary>
    private static string? TypeOf(LinkedInPost post)
    {
        if (post.Content is not { Count: > 0 } content) return post.ReshareContext is { ValueKind: JsonValueKind.Object } ? "reshare" : null;
        return content.TryGetValue("media", out var media) && media.ValueKind == JsonValueKind.Object
            && media.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString()!.Split(':') is ["urn", "li", { Length: > 0 } kind, ..]
            ? PostText.Excerpt(kind, 40)
            : PostText.Excerpt(content.Keys.Order(StringComparer.Ordinal).First(), 40);
    }

    private static Reading ReadingOf(AccountRef account, DateOnly day, Dictionary<Metric, double> values, SourceDays days) => new()
    {
        Account = account,
        Day = day,
        Values = values,
        Settled = days.IsSettled(day),
        FetchedAt = days.Now,
    };
}
