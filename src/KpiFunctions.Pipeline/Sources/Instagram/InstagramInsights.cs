using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>The account's figures by day. A metric that is refused costs only itself, and is not asked for again in the same fetch.</summary>
internal sealed class InstagramInsights(GraphClient client, SourceDays days, GraphRefusals refusals, IReadOnlySet<string> skip)
{
    private const string OfDay = "day";
    private const string OfTotal = "total";

    private readonly HashSet<InstagramMetric> refused =
    [
        .. InstagramMetrics.ByDay.Where(metric => skip.Contains(NameOf(metric, OfDay))),
        .. InstagramMetrics.Totals.Where(metric => skip.Contains(NameOf(metric, OfTotal))),
    ];

    private DateOnly Today => days.Zone.DayAt(days.Now);

    /// <summary>What is known of the days of a window that one request may ask for; those that are not over are not asked for.</summary>
    public async Task<IReadOnlyList<GraphValue>> ValuesAsync(DayRange window, CancellationToken cancellationToken)
    {
        var values = new List<GraphValue>();
        foreach (var (range, together) in SeriesOf(window)) await SeriesAsync(together, range, values, cancellationToken);

        // A request for each day: only those that every fetch reads again, so that a first fetch of months stays cheap.
        var recent = Later(window.First, Today.AddDays(-InstagramMetrics.Traits.LookBackDays));
        if (Over(recent, window.Last) is not { } last) return values;
        foreach (var day in last.Each())
        {
            await TotalsAsync([.. InstagramMetrics.Totals.Where(metric => !refused.Contains(metric))], day, values, cancellationToken);
        }

        return values;
    }

    /// <summary>What may be asked for together, because it is told of the same days.</summary>
    private IReadOnlyList<(DayRange Range, IReadOnlyList<InstagramMetric> Metrics)> SeriesOf(DayRange window) =>
    [
        .. from metric in InstagramMetrics.ByDay
           where !refused.Contains(metric)
           let first = metric == InstagramMetrics.Gained ? Later(window.First, Today.AddDays(-InstagramMetrics.GainedDays)) : window.First
           let range = Over(first, window.Last)
           where range is not null
           group metric by range.Value into together
           select (together.Key, (IReadOnlyList<InstagramMetric>)[.. together]),
    ];

    /// <summary>Asks for metrics together, and one by one where Meta takes offence at one of them.</summary>
    private async Task SeriesAsync(IReadOnlyList<InstagramMetric> metrics, DayRange range, List<GraphValue> values, CancellationToken cancellationToken)
    {
        // The value of the last day carries the next day's start as its time; one more day makes sure that it is within.
        var until = days.Zone.StartOf(range.Last.AddDays(2));
        if (until > days.Now) until = days.Now;
        if (await AskAsync(metrics, days.Zone.StartOf(range.First), until, "", OfDay, cancellationToken) is { } insights)
        {
            foreach (var metric in metrics) values.AddRange(InstagramMapping.Series(metric, insights, range, days));
            return;
        }

        foreach (var metric in metrics.Where(metric => !refused.Contains(metric))) await SeriesAsync([metric], range, values, cancellationToken);
    }

    /// <summary>Asks for metrics together, and one by one where Meta takes offence at one of them.</summary>
    private async Task TotalsAsync(IReadOnlyList<InstagramMetric> metrics, DateOnly day, List<GraphValue> values, CancellationToken cancellationToken)
    {
        if (metrics.Count == 0) return;
        var (since, until) = (days.Zone.StartOf(day), days.Zone.StartOf(day.AddDays(1)));
        if (await AskAsync(metrics, since, until, "&metric_type=total_value", OfTotal, cancellationToken) is { } insights)
        {
            values.AddRange(InstagramMapping.Totals(day, insights));
            return;
        }

        foreach (var metric in metrics.Where(metric => !refused.Contains(metric))) await TotalsAsync([metric], day, values, cancellationToken);
    }

    /// <returns>Null where the request was refused: because of any of several metrics, or of the one, which is noted.</returns>
    private async Task<IReadOnlyList<GraphInsight>?> AskAsync(
        IReadOnlyList<InstagramMetric> metrics, DateTimeOffset since, DateTimeOffset until, string more, string kind, CancellationToken cancellationToken)
    {
        try
        {
            var insights = await client.InsightsAsync("day", metrics.Select(metric => metric.Name), since, until, more, cancellationToken);
            refusals.WasAnswered = true;
            return insights;
        }
        catch (SourceException e) when (e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing && metrics.Count > 1)
        {
            return null;
        }
        catch (SourceException e) when (GraphRefusals.CostsOnlyItself(e))
        {
            foreach (var metric in metrics.Where(refused.Add)) refusals.Add(NameOf(metric, kind), e.Failure);
            return null;
        }
    }

    private static string NameOf(InstagramMetric metric, string kind) => $"{metric.Name} ({kind})";

    private DayRange? Over(DateOnly first, DateOnly last)
    {
        if (last >= Today) last = Today.AddDays(-1);
        return first <= last ? new(first, last) : null;
    }

    private static DateOnly Later(DateOnly left, DateOnly right) => left < right ? right : left;
}
