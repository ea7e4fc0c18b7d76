using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What a line says of a day.</summary>
internal sealed record DayLine(Moment Moment, IReadOnlyDictionary<Metric, double> Values);

/// <summary>
/// Collects an account's days of a file, line by line. A file of posts may tell a level with each post: the latest line of
/// a day gives the day's level, in whatever order they stand. Anything else that a day has twice has to be the same twice.
/// </summary>
internal sealed class DayLines(string file, DayColumns columns, Cells cells, AccountRef account)
{
    private readonly SortedDictionary<DateOnly, Dictionary<Metric, (double Value, DateTimeOffset At)>> days = [];

    /// <summary>Metric columns by how many lines leave them empty.</summary>
    private readonly Dictionary<string, int> empty = new(StringComparer.Ordinal);

    public IEnumerable<string> Notes => empty.Select(column => $"{column.Key}: empty on {column.Value} {(column.Value == 1 ? "line" : "lines")}; unknown there, and not 0");

    /// <summary>The days that the file has a figure for. A day that is not over may still change.</summary>
    public IReadOnlyList<Reading> ReadingsAt(SourceDays at) =>
    [
        .. days.Where(day => day.Value.Count > 0).Select(day => new Reading
        {
            Account = account,
            Day = day.Key,
            Values = day.Value.ToDictionary(value => value.Key, value => value.Value.Value),
            Settled = at.IsSettled(day.Key),
            FetchedAt = at.Now,
        }),
    ];

    /// <summary>Reads a line.</summary>
    /// <returns>What it says, or why it cannot be taken.</returns>
    public (DayLine? Line, RefusedLine? Problem) Read(CsvLine line)
    {
        if (columns.Account is { } column && line[column] is { Length: > 0 } other && other != account.Account)
            return (null, new(file, line.Number, columns.Header[column], other, $"is another account than the config's, \"{account.Account}\": export that account alone"));
        var (moment, problem) = cells.Moment(line[columns.Day]);
        if (moment is not { } at) return (null, new(file, line.Number, columns.Header[columns.Day], line[columns.Day], problem!));
        var (values, obstacle) = FileColumns.Values(file, line, columns.Metrics, cells);
        if (obstacle is not null) return (null, obstacle);

        foreach (var told in columns.Metrics.Where(told => told.Metric is not LevelMetric && values.ContainsKey(told.Metric)))
        {
            if (days.GetValueOrDefault(at.Day)?.TryGetValue(told.Metric, out var before) == true && before.Value != values[told.Metric])
                return (null, new(file, line.Number, told.Header, line[told.Index], $"differs from what the file said of {at.Day:yyyy-MM-dd} before, {before.Value}: keep one of the two lines"));
        }

        return (new(at, values), null);
    }

    /// <summary>Takes what a line says.</summary>
    public void Add(DayLine line)
    {
        if (!days.TryGetValue(line.Moment.Day, out var day)) day = days[line.Moment.Day] = [];
        foreach (var (metric, value) in line.Values)
            if (!day.TryGetValue(metric, out var before) || line.Moment.Instant >= before.At) day[metric] = (value, line.Moment.Instant);
        foreach (var column in columns.Metrics.Where(column => !line.Values.ContainsKey(column.Metric)))
            empty[column.Header] = empty.GetValueOrDefault(column.Header) + 1;
    }
}
