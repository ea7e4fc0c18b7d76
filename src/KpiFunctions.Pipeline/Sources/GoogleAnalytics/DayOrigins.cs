using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Where the visits of each day came from, as one report tells it. Pure.</summary>
internal sealed class DayOrigins
{
    /// <summary>What Google writes until it has worked out where visits came from.</summary>
    private const string NotYet = "(data not available)";

    private readonly ILookup<DateOnly, TrafficSlice> slices;
    private readonly HashSet<DateOnly> pending = [];
    private readonly ReportAnswer answer;
    private readonly bool tellsSessions;

    /// <param name="restricted">Metrics whose values are no figures.</param>
    public DayOrigins(ReportAnswer answer, HashSet<string> restricted)
    {
        this.answer = answer;
        var table = new ReportTable(answer);
        tellsSessions = table.Has(GoogleAnalyticsMetrics.Sessions) && !restricted.Contains(GoogleAnalyticsMetrics.Sessions);
        slices = table.Rows.Where(row => table.DayOf(row) is not null).ToLookup(row => table.DayOf(row)!.Value, SliceOf);

        TrafficSlice SliceOf(ReportRow row)
        {
            var day = table.DayOf(row)!.Value;
            double? Of(string metric) => restricted.Contains(metric) ? null : table.NumberOf(row, metric) * (metric == GoogleAnalyticsMetrics.Sessions ? answer.PartReadOn(day) : 1);
            string[] words = [.. GoogleAnalyticsMetrics.SliceDimensions.Skip(1).Select(dimension => table.TextOf(row, dimension))];
            if (words.Contains(NotYet, StringComparer.OrdinalIgnoreCase)) pending.Add(day);
            return GoogleAnalyticsOrigin.SliceOf(words[2], words[0], words[1], words[3]) with
            {
                Sessions = Of(GoogleAnalyticsMetrics.Sessions) ?? 0,
                Conversions = Of(GoogleAnalyticsMetrics.KeyEvents),
                Revenue = Of(GoogleAnalyticsMetrics.Revenue),
            };
        }
    }

    /// <summary>Days of which there are rows.</summary>
    public IEnumerable<DateOnly> Days => slices.Select(day => day.Key);

    /// <summary>Whether Google estimated the origins of some days from a part of the visits. Each slice then has only its own part of them: the others' origin is not known.</summary>
    public bool IsSampled => answer.Sampled.Count > 0;

    /// <summary>A day's visits by origin; null where they are not known.</summary>
    public IReadOnlyList<TrafficSlice>? On(DateOnly day) => !tellsSessions || answer.IsIncompleteOn(day) ? null : [.. slices[day]];

    /// <summary>Whether Google says that it has not worked out yet where some of the day's visits came from.</summary>
    public bool IsPending(DateOnly day) => pending.Contains(day);
}
