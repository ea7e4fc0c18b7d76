using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>A metric's value on a day.</summary>
/// <param name="Series">The day from which its definition holds; null where it was never redefined.</param>
internal sealed record GraphValue(DateOnly Day, Metric Metric, double Value, string? Series);

/// <summary>From values by day to readings. Pure.</summary>
internal static class GraphReadings
{
    /// <summary>The numbers of one insight, by the day that each one's end ends; days that are not over or not wanted are left out.</summary>
    public static IEnumerable<GraphValue> Values(GraphInsight insight, Metric metric, string? series, DayRange wanted, SourceDays days) =>
        from value in insight.Values ?? []
        where value.Value.ValueKind == JsonValueKind.Number
        let day = GraphApi.DayEndingAt(value.EndTime, days.Zone)
        where day is { } known && wanted.Contains(known) && days.IsOver(known)
        select new GraphValue(day.Value, metric, value.Value.GetDouble(), series);

    /// <summary>One reading for each day of which anything is known; mentions only fill in where their list had no entry at all.</summary>
    public static IReadOnlyList<Reading> Of(AccountRef account, DayRange wanted, IReadOnlyList<GraphValue> values, GraphMentions mentions, SourceDays days)
    {
        if (mentions.SawAny) return Of(account, wanted, values, mentions.On, days);

        // The list goes back for years: one without a single entry may be an account that nobody names, or a fault.
        return
        [
            .. Of(account, wanted, values, _ => null, days),
            .. Of(account, wanted, [], mentions.On, days).Select(reading => reading with { Inferred = true }),
        ];
    }

    /// <summary>One reading for each day of which a value is known.</summary>
    public static IReadOnlyList<Reading> Of(AccountRef account, IReadOnlyList<GraphValue> values, SourceDays days) =>
        [.. values.ToLookup(value => value.Day).Where(day => days.IsOver(day.Key)).Select(day => ReadingOf(account, day.Key, day, null, days))];

    private static IEnumerable<Reading> Each(AccountRef account, DayRange wanted, IReadOnlyList<GraphValue> values, Func<DateOnly, double?> mentions, SourceDays days)
    {
        var (byDay, uncounted) = (values.ToLookup(value => value.Day), UncountedIn(values, days));
        return from day in wanted.Each()
               where days.IsOver(day)
               let isCounted = !uncounted.Contains(day)
               let reading = ReadingOf(account, day, byDay[day].Where(value => isCounted || value.Value != 0), mentions(day), days)
               where reading.Values.Count > 0
               select isCounted ? reading : reading with { Settled = false, Inferred = true };
    }

    /// <summary>Days that are listed with zeros before Meta has counted them. People of several days say nothing of the last one.</summary>
    private static IReadOnlySet<DateOnly> UncountedIn(IReadOnlyList<GraphValue> values, SourceDays days) => UncountedDays.Of(
        values.Where(value => value.Metric != Metrics.Reach7Days && value.Metric != Metrics.Reach28Days)
            .GroupBy(value => value.Day)
            .Select(day => KeyValuePair.Create(day.Key, day.GroupBy(value => value.Metric).ToDictionary(same => same.Key, same => same.Last().Value))),
        days);

    private static IReadOnlyList<Reading> Of(AccountRef account, DayRange wanted, IReadOnlyList<GraphValue> values, Func<DateOnly, double?> mentions, SourceDays days) =>
        [.. Each(account, wanted, values, mentions, days)];

    private static Reading ReadingOf(AccountRef account, DateOnly day, IEnumerable<GraphValue> found, double? mentions, SourceDays days)
    {
        var values = new Dictionary<Metric, double>();
        var series = new Dictionary<Metric, string>();
        foreach (var value in found)
        {
            values[value.Metric] = value.Value;
            if (value.Series is { } since) series[value.Metric] = since;
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
}
