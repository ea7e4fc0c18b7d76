using System.Globalization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>A report's rows by the names of their columns.</summary>
internal sealed class ReportTable(ReportAnswer answer)
{
    private readonly Dictionary<string, int> dimensions = PlacesOf(answer.DimensionHeaders);
    private readonly Dictionary<string, int> metrics = PlacesOf(answer.MetricHeaders);

    /// <summary>The rows, in the answer's order.</summary>
    public IReadOnlyList<ReportRow> Rows { get; } = answer.Rows ?? [];

    /// <summary>The row's day; null for the row of days that Google rolled up.</summary>
    public DateOnly? DayOf(ReportRow row) =>
        DateOnly.TryParseExact(TextOf(row, GoogleAnalyticsMetrics.Date), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A dimension's value; empty where the answer does not have it.</summary>
    public string TextOf(ReportRow row, string dimension) =>
        dimensions.TryGetValue(dimension, out var at) && at < row.DimensionValues?.Count ? row.DimensionValues[at].Value ?? "" : "";

    /// <summary>A metric's value; null where the answer does not have it.</summary>
    /// <exception cref="SourceException">It is no number.</exception>
    public double? NumberOf(ReportRow row, string metric)
    {
        if (!metrics.TryGetValue(metric, out var at) || at >= row.MetricValues?.Count || row.MetricValues?[at].Value is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new SourceException(new(SourceFailureKind.AnswerUnreadable, $"Google gave a value of {metric} that is not a number."));
    }

    private static Dictionary<string, int> PlacesOf(IReadOnlyList<ReportName>? headers) =>
        (headers ?? []).Select((header, at) => (header.Name, at)).ToDictionary(StringComparer.Ordinal);
}
