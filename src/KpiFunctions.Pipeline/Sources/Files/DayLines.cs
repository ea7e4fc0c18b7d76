using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>
/// Collects an account's days of a file, line by line. A file of posts may tell a level with each post: the last line of
/// a day gives the day's level. Anything else that a day has twice has to be the same twice.
/// </summary>
internal sealed class DayLines(AccountRef account, DateTimeOffset now)
{
    private readonly SortedDictionary<DateOnly, Dictionary<Metric, double>> days = [];

    public IReadOnlyList<Reading> Readings =>
    [
        .. days.Where(day => day.Value.Count > 0).Select(day => new Reading
        {
            Account = account,
            Day = day.Key,
            Values = day.Value,
            Settled = true,
            FetchedAt = now,
        }),
    ];

    /// <summary>Takes a line.</summary>
    /// <returns>Why it cannot be taken; null where it was.</returns>
    public RefusedLine? Take(string file, CsvLine line, DayColumns columns, Cells cells)
    {
        if (columns.Account is { } column && line[column] is { Length: > 0 } other && other != account.Account)
            return new(file, line.Number, columns.Header[column], other, $"is another account than the config's, \"{account.Account}\"");
        var (day, problem) = cells.Day(line[columns.Day]);
        if (day is null) return new(file, line.Number, columns.Header[columns.Day], line[columns.Day], problem!);
        var (values, obstacle) = FileColumns.Values(file, line, columns.Metrics, cells);
        if (obstacle is not null) return obstacle;

        if (!days.TryGetValue(day.Value, out var known)) known = days[day.Value] = [];
        foreach (var (metric, value) in values)
        {
            if (metric is not LevelMetric && known.TryGetValue(metric, out var before) && before != value)
                return new(file, line.Number, columns.Metrics.First(c => c.Metric == metric).Header, value.ToString(), $"differs from what the file said of {day:yyyy-MM-dd} before, {before}: keep one of the two lines");
        }

        foreach (var (metric, value) in values) known[metric] = value;
        return null;
    }
}
