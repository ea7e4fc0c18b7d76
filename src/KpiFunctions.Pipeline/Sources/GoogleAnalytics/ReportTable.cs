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

    /// <summary>Whether a metric was answered.</summary>
    public bool Has(string metric) => metrics.ContainsKey(metric);

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

    /// <summary>Answers of one report as one: about different days, or with different metrics of the same rows.</summary>
    /// <returns>Null where there are none.</returns>
    public static ReportAnswer? Joined(IReadOnlyList<ReportAnswer> answers)
    {
        if (answers.Count < 2) return answers.Count == 0 ? null : answers[0];
        List<string> columns = [.. answers.SelectMany(answer => answer.MetricHeaders ?? []).Select(header => header.Name).Distinct(StringComparer.Ordinal)];
        var rows = new Dictionary<string, (ReportRow Row, DateOnly? Day, ReportValue?[] Values)>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var table = new ReportTable(answer);
            List<int> places = [.. (answer.MetricHeaders ?? []).Select(header => columns.IndexOf(header.Name))];
            foreach (var row in answer.Rows ?? [])
            {
                var key = string.Join('\n', (row.DimensionValues ?? []).Select(value => value.Value));
                if (!rows.TryGetValue(key, out var joined)) rows[key] = joined = (row, table.DayOf(row), new ReportValue?[columns.Count]);
                for (var i = 0; i < places.Count && i < row.MetricValues?.Count; i++) joined.Values[places[i]] = row.MetricValues[i];
            }
        }

        // Google leaves out rows of zeros: where an answer with the metric has no such row, it is 0, unless the answer is about other days or broke off before it.
        ReportValue Filled(DateOnly? day, string column, ReportValue? value) =>
            value ?? new(answers.Any(answer => Has(answer, column) && (day is not { } known || answer.Covers(known))) ? "0" : null);

        return answers[0] with
        {
            DimensionHeaders = answers.Select(answer => answer.DimensionHeaders).FirstOrDefault(headers => headers is not null),
            MetricHeaders = [.. columns.Select(column => new ReportName(column))],
            Rows = [.. rows.Values.Select(joined => joined.Row with { MetricValues = [.. joined.Values.Select((value, at) => Filled(joined.Day, columns[at], value))] })],
            RowCount = rows.Count,
            Days = null,
            Incomplete = [.. answers.SelectMany(answer => answer.Incomplete)],
            Sampled = [.. answers.SelectMany(answer => answer.Sampled)],
            Metadata = answers.Select(answer => answer.Metadata).OfType<ReportMetadata>().Aggregate((ReportMetadata?)null, Joined),
        };
    }

    private static ReportMetadata Joined(ReportMetadata? left, ReportMetadata right) => left is null ? right : left with
    {
        SubjectToThresholding = left.SubjectToThresholding == true || right.SubjectToThresholding == true,
        DataLossFromOtherRow = left.DataLossFromOtherRow == true || right.DataLossFromOtherRow == true,
        SchemaRestrictionResponse = new([.. left.SchemaRestrictionResponse?.ActiveMetricRestrictions ?? [], .. right.SchemaRestrictionResponse?.ActiveMetricRestrictions ?? []]),
    };

    private static bool Has(ReportAnswer answer, string metric) => (answer.MetricHeaders ?? []).Any(header => header.Name == metric);

    private static Dictionary<string, int> PlacesOf(IReadOnlyList<ReportName>? headers) =>
        (headers ?? []).Select((header, at) => (header.Name, at)).ToDictionary(StringComparer.Ordinal);
}
