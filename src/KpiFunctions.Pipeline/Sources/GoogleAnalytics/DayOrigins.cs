using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Where the visits of each day came from, as one report tells it. Pure.</summary>
internal sealed class DayOrigins
{
    /// <summary>What Google writes until it has worked out where visits came from.</summary>
    private const string NotYet = "(data not available)";

    private readonly ILookup<DateOnly, TrafficSlice> slices;
    private readonly HashSet<DateOnly> pending = [];
    private readonly DateOnly? firstIncomplete;
    private readonly bool tellsSessions;

    /// <param name="restricted">Metrics whose values are no figures.</param>
    public DayOrigins(ReportAnswer answer, HashSet<string> restricted)
    {
        var table = new ReportTable(answer);
        tellsSessions = table.Has(GoogleAnalyticsMetrics.Sessions) && !restricted.Contains(GoogleAnalyticsMetrics.Sessions);
        IsSampled = answer.IsSampled;
        slices = table.Rows.Where(row => table.DayOf(row) is not null).ToLookup(row => table.DayOf(row)!.Value, SliceOf);

        // Rows come by day: those that are missing are of the last day, and of all after it.
        if (answer.IsPartial) firstIncomplete = slices.Select(day => day.Key).DefaultIfEmpty(DateOnly.MinValue).Max();

        TrafficSlice SliceOf(ReportRow row)
        {
            double? Of(string metric) => restricted.Contains(metric) ? null : table.NumberOf(row, metric) * (metric == GoogleAnalyticsMetrics.Sessions ? answer.PartRead : 1);
            string[] words = [.. GoogleAnalyticsMetrics.SliceDimensions.Skip(1).Select(dimension => table.TextOf(row, dimension))];
            if (words.Contains(NotYet, StringComparer.OrdinalIgnoreCase)) pending.Add(table.DayOf(row)!.Value);
            return GoogleAnalyticsMapping.SliceOf(words[2], words[0], words[1], words[3]) with
            {
                Sessions = Of(GoogleAnalyticsMetrics.Sessions) ?? 0,
                Conversions = Of(GoogleAnalyticsMetrics.KeyEvents),
                Revenue = Of(GoogleAnalyticsMetrics.Revenue),
            };
        }
    }

    /// <summary>Days of which there are rows.</summary>
    public IEnumerable<DateOnly> Days => slices.Select(day => day.Key);

    /// <summary>Whether Google estimated the origins from a part of the visits. Each slice then has only its own part of them: the others' origin is not known.</summary>
    public bool IsSampled { get; }

    /// <summary>A day's visits by origin; null where they are not known.</summary>
    public IReadOnlyList<TrafficSlice>? On(DateOnly day) => !tellsSessions || day >= firstIncomplete ? null : [.. slices[day]];

    /// <summary>Whether Google says that it has not worked out yet where some of the day's visits came from.</summary>
    public bool IsPending(DateOnly day) => pending.Contains(day);
}
