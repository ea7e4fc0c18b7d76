using System.Globalization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What a line says of a day.</summary>
internal sealed record DayLine(Moment Moment, IReadOnlyDictionary<Metric, double> Values);

/// <summary>
/// Collects an account's days of a table, line by line. Of lines that contradict each other none wins: the day gives no such
/// figure. Where a column tells the lines of a day apart, the lines are parts of days, and the table gives nothing.
/// </summary>
/// <param name="headerLine">The line of the header.</param>
/// <param name="others">The columns that are no known figures: one of them may tell the lines of a day apart.</param>
internal sealed class DayLines(string file, int headerLine, DayColumns columns, Cells cells, AccountRef account, IReadOnlyList<int> others)
{
    private readonly SortedDictionary<DateOnly, Day> days = [];
    private readonly DayParts parts = new(file, headerLine, columns.Header, others);

    /// <summary>Metric columns by how many lines leave them empty.</summary>
    private readonly Dictionary<string, int> empty = new(StringComparer.Ordinal);

    public IEnumerable<string> Notes => empty.Select(column => $"{column.Key}: empty on {column.Value} {(column.Value == 1 ? "line" : "lines")}; unknown there, and not 0");

    /// <summary>Why days give nothing: what was found in their lines.</summary>
    public IEnumerable<RefusedLine> Contradictions => parts.Found is { } found ? [found] : days.SelectMany(day => day.Value.Contradictions.Values);

    /// <summary>The days that the table has a figure for. A day that is not over may still change.</summary>
    public IReadOnlyList<Reading> ReadingsAt(SourceDays at) => parts.Found is not null ? [] :
    [
        .. days.Where(day => day.Value.Known.Any()).Select(day => new Reading
        {
            Account = account,
            Day = day.Key,
            Values = day.Value.Known.ToDictionary(value => value.Key, value => value.Value.Value),
            Series = columns.Metrics.Where(column => column.Series is not null).ToDictionary(column => column.Metric, column => column.Series!) is { Count: > 0 } series ? series : null,
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
        return obstacle is not null ? (null, obstacle) : (new(at, values), null);
    }

    /// <summary>Takes what a line says.</summary>
    public void Add(DayLine read, CsvLine line)
    {
        var date = read.Moment.Day;
        if (!days.TryGetValue(date, out var day)) days[date] = day = new();
        parts.Add(date, "", line);
        foreach (var column in columns.Metrics)
        {
            if (read.Values.TryGetValue(column.Metric, out var value)) Add(day, date, column, value, read.Moment.Instant, line.Number);
            else empty[column.Header] = empty.GetValueOrDefault(column.Header) + 1;
        }
    }

    /// <summary>A level of a later time of the day replaces an earlier one, in whatever order the lines stand; any other figure is that of the whole day.</summary>
    private void Add(Day day, DateOnly date, MetricColumn column, double value, DateTimeOffset at, int line)
    {
        if (!day.Values.TryGetValue(column.Metric, out var before) || (column.Metric is LevelMetric && at > before.At))
        {
            day.Values[column.Metric] = (value, at, line);
            day.Contradictions.Remove(column.Metric);
        }
        else if (before.Value != value && (column.Metric is not LevelMetric || at == before.At))
        {
            day.Contradictions.TryAdd(column.Metric, new(
                file, line, column.Header, value.ToString(CultureInfo.InvariantCulture),
                $"differs from line {before.Line}, which says {before.Value.ToString(CultureInfo.InvariantCulture)} of the same day, {date:yyyy-MM-dd}: neither is taken; keep the line that is right"));
        }
    }

    private sealed record Day
    {
        public Dictionary<Metric, (double Value, DateTimeOffset At, int Line)> Values { get; } = [];

        public Dictionary<Metric, RefusedLine> Contradictions { get; } = [];

        public IEnumerable<KeyValuePair<Metric, (double Value, DateTimeOffset At, int Line)>> Known => Values.Where(value => !Contradictions.ContainsKey(value.Key));
    }
}
