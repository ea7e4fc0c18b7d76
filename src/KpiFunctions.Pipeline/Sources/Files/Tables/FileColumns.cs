using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>A column of the file that holds a metric.</summary>
internal sealed record MetricColumn(Metric Metric, string Header, int Index)
{
    /// <summary>Which definition of the metric it counts by, where a platform has had several; null for the usual one.</summary>
    public string? Series { get; init; }
}

/// <summary>Where a file has the parts of a post.</summary>
internal sealed record PostColumns(int Id, int Published, int? Type, int? Text, int? Link, IReadOnlyList<MetricColumn> Metrics, IReadOnlyList<string> Header)
{
    /// <summary>Whether the config lets the source's files hold posts: one that maps only days says that they hold none.</summary>
    public static bool MayBeIn(SourceConfig source) => source.Files is not { Posts: null, Readings: not null };

    /// <summary>The columns; null where the file holds no posts.</summary>
    /// <param name="traits">What files may hold.</param>
    public static PostColumns? Find(IReadOnlyList<string> header, SourceConfig source, SourceTraits traits)
    {
        var map = source.Files?.Posts;
        return MayBeIn(source) && FileColumns.IndexOfNeeded(header, map, "id") is { } id && FileColumns.IndexOfNeeded(header, map, "published") is { } published
            ? new(
                id, published, FileColumns.IndexOf(header, map, "type"), FileColumns.IndexOf(header, map, "text"), FileColumns.IndexOf(header, map, "link"),
                FileColumns.MetricsOf(header, map, traits.PostMetrics), header)
            : null;
    }
}

/// <summary>Where a file has the parts of an account's day.</summary>
internal sealed record DayColumns(int Day, int? Account, IReadOnlyList<MetricColumn> Metrics, IReadOnlyList<string> Header)
{
    /// <inheritdoc cref="PostColumns.MayBeIn"/>
    public static bool MayBeIn(SourceConfig source) => source.Files is not { Readings: null, Posts: not null };

    /// <summary>The columns; null where the file holds no days.</summary>
    /// <param name="traits">What files may hold.</param>
    /// <param name="holdsPosts">Whether its lines are posts: unless the config says so, a post's figures are not the account's.</param>
    public static DayColumns? Find(IReadOnlyList<string> header, SourceConfig source, SourceTraits traits, bool holdsPosts)
    {
        var map = source.Files?.Readings;
        var metrics = FileColumns.MetricsOf(header, map, traits.Metrics.Keys.Where(metric => map is not null || !holdsPosts || !traits.PostMetrics.Contains(metric)));
        return MayBeIn(source) && FileColumns.IndexOfNeeded(header, map, "day") is { } day && metrics.Count > 0
            ? new(day, FileColumns.IndexOf(header, map, "account"), metrics, header)
            : null;
    }
}

/// <summary>Finds columns by the config's map, or by the pipeline's own names where there is none.</summary>
internal static class FileColumns
{
    private const int MostNamed = 50;

    public static int? IndexOf(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map, string field)
    {
        var wanted = map is null ? field : map.GetValueOrDefault(field);
        if (wanted is null) return null;
        var plain = Heading.Plain(wanted);
        for (var i = 0; i < header.Count; i++)
            if (Heading.Plain(header[i]) == plain) return i;
        return null;
    }

    /// <summary>A column that the file cannot do without: a map that leaves it out means the pipeline's own name.</summary>
    public static int? IndexOfNeeded(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map, string field) =>
        IndexOf(header, map?.ContainsKey(field) == true ? map : null, field);

    public static IReadOnlyList<MetricColumn> MetricsOf(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map, IEnumerable<Metric> metrics) =>
    [
        .. metrics.Select(metric => (Metric: metric, Index: IndexOf(header, map, metric.Key)))
            .Where(column => column.Index is not null)
            .Select(column => new MetricColumn(column.Metric, header[column.Index!.Value], column.Index.Value)),
    ];

    /// <summary>Columns that the config names and the file does not have, with the field that each is for.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map) =>
        map is null ? [] : map.Where(pair => IndexOf(header, map, pair.Key) is null).Select(pair => $"\"{pair.Value}\" ({pair.Key})");

    /// <summary>The file's columns, for messages.</summary>
    public static string Named(IReadOnlyList<string> header) =>
        string.Join(", ", header.Where(name => name.Length > 0).Take(MostNamed).Select(name => PostText.Excerpt(name, 60))) + (header.Count > MostNamed ? ", …" : "");

    /// <summary>The figures of a line; what the file leaves out stays unknown.</summary>
    public static (Dictionary<Metric, double> Values, RefusedLine? Problem) Values(string file, CsvLine line, IReadOnlyList<MetricColumn> columns, Cells cells)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var column in columns)
        {
            if (Cells.IsAbsent(line[column.Index])) continue;
            var (number, problem) = cells.Number(line[column.Index], column);
            if (number is null) return (values, new(file, line.Number, column.Header, line[column.Index], problem!));
            values[column.Metric] = number.Value;
        }

        return (values, null);
    }
}
