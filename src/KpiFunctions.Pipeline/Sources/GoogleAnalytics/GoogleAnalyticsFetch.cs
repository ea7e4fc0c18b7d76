using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>The reports of one fetch. A metric or a report that Google does not give costs only itself.</summary>
/// <param name="skip">Names that are not asked for.</param>
internal sealed class GoogleAnalyticsFetch
{
    private const string ByOrigin = " by origin";

    private readonly Refusals refusals = new();
    private readonly GoogleAnalyticsClient client;
    private readonly AskTogether<GoogleAnalyticsMetric> totals;
    private readonly AskTogether<GoogleAnalyticsMetric> slices;
    private readonly AskTogether<GoogleAnalyticsMetric> paths;

    public GoogleAnalyticsFetch(SourceHttp http, string property, string token, IReadOnlySet<string> skip)
    {
        client = new(http, property, token, refusals);
        totals = new(refusals, metric => metric.Name, skip, metric => metric.Metric) { IsNamedIn = IsNamed };
        slices = new(refusals, metric => metric.Name + ByOrigin, skip) { IsNamedIn = IsNamed };
        paths = new(refusals, _ => GoogleAnalyticsMetrics.FirstChannel, skip, metric => metric.Metric);
    }

    /// <summary>Asks for the reports of some days.</summary>
    /// <exception cref="SourceException">Google gives none of them, or the failure is not about one of them.</exception>
    public async Task<WindowReports> ReportsAsync(DayRange window, CancellationToken cancellationToken)
    {
        var byDay = await UnsampledAsync(window, days => totals.AskAsync(
            GoogleAnalyticsMetrics.Totals, metrics => ReportAsync(GoogleAnalyticsMetrics.Date, days, [GoogleAnalyticsMetrics.Date], metrics, cancellationToken)));

        // Without a single total, each further report would be refused for the same reason.
        refusals.ThrowIfNothingWasAnswered();
        var byOrigin = await UnsampledAsync(window, days => slices.AskAsync(
            totals.Of(GoogleAnalyticsMetrics.Slices), metrics => ReportAsync("sessionSource", days, GoogleAnalyticsMetrics.SliceDimensions, metrics, cancellationToken)));
        var byPath = await paths.AskAsync(
            totals.Of(GoogleAnalyticsMetrics.Paths), metrics => ReportAsync(GoogleAnalyticsMetrics.FirstChannel, window, GoogleAnalyticsMetrics.PathDimensions, metrics, cancellationToken));
        return new(ReportTable.Joined(byDay), ReportTable.Joined(byOrigin), ReportTable.Joined(byPath));
    }

    /// <summary>What was refused since the last call.</summary>
    public IReadOnlyList<Refusal> Refused() => refusals.Take();

    /// <summary>A report of fewer days rests on fewer events: Google estimates figures from a part of them only where there are too many.</summary>
    private static async Task<IReadOnlyList<ReportAnswer>> UnsampledAsync(DayRange days, Func<DayRange, Task<IReadOnlyList<ReportAnswer>>> ask)
    {
        var answers = await ask(days);
        if (days.Count == 1 || answers.All(answer => answer.Sampled.Count == 0)) return answers;
        var middle = days.First.AddDays(days.Count / 2);
        return [.. await UnsampledAsync(new(days.First, middle.AddDays(-1)), ask), .. await UnsampledAsync(new(middle, days.Last), ask)];
    }

    private Task<ReportAnswer> ReportAsync(string name, DayRange days, IEnumerable<string> dimensions, IEnumerable<GoogleAnalyticsMetric> metrics, CancellationToken cancellationToken) =>
        client.ReportAsync(name, days, dimensions, [.. metrics.Select(metric => metric.Name)], cancellationToken);

    /// <summary>Google names the one that it does not take: <c>Field keyEvents is not a valid metric.</c></summary>
    private static bool IsNamed(SourceFailure failure, GoogleAnalyticsMetric metric) => failure.Message.Contains($" {metric.Name} ", StringComparison.Ordinal);
}

/// <summary>The reports of one window; each null where Google gives nothing of it.</summary>
/// <param name="Totals">By date.</param>
/// <param name="Slices">By date, source, medium, channel and campaign.</param>
/// <param name="Paths">By date, first channel and channel.</param>
internal sealed record WindowReports(ReportAnswer? Totals, ReportAnswer? Slices, ReportAnswer? Paths)
{
    /// <summary>The property's zone and currency, from whichever report says them.</summary>
    public ReportMetadata? Metadata => Totals?.Metadata ?? Slices?.Metadata ?? Paths?.Metadata;
}
