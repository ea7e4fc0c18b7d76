using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What an export held.</summary>
/// <param name="Rows">Lines below the header, blank ones not counted.</param>
/// <param name="Refused">Lines that are not in the figures, each with its reason.</param>
/// <param name="Notes">What was taken as it stands but deserves a look.</param>
public sealed record ImportResult(int Rows, IReadOnlyList<Reading> Readings, IReadOnlyList<Post> Posts, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<string> Notes)
{
    /// <summary>The known export that it is, by name; null where its columns are the pipeline's own or the config's.</summary>
    public string? Export { get; init; }

    /// <summary>The days that the export covers, as it says itself; null where it says nothing.</summary>
    public ExportRange? Range { get; init; }

    /// <summary>The first and the last day of what was taken, as a client's zone has them; null where nothing was.</summary>
    public DayRange? TakenIn(Zone zone)
    {
        List<DateOnly> days = [.. Readings.Select(reading => reading.Day), .. Posts.Select(post => zone.DayAt(post.Published))];
        return days.Count == 0 ? null : new(days.Min(), days.Max());
    }

    /// <summary>A file that could not be read at all.</summary>
    public static ImportResult Nothing(RefusedLine reason) => new(0, [], [], [reason], []);

    /// <summary>A table of which nothing was taken, for a reason that needs no mending.</summary>
    internal static ImportResult Noted(int rows, string note) => new(rows, [], [], [], [note]);

    /// <summary>What several tables of a file say together. Of a figure that two of them tell otherwise, neither is taken.</summary>
    internal static ImportResult Of(IReadOnlyList<ImportResult> parts)
    {
        if (parts is [var only]) return only;
        var contradicted = new SortedDictionary<string, SortedSet<DateOnly>>(StringComparer.Ordinal);
        List<Reading> readings = [.. parts.SelectMany(part => part.Readings).GroupBy(reading => reading.Day).OrderBy(day => day.Key).Select(day => Joined([.. day], contradicted))];
        var posts = parts.SelectMany(part => part.Posts).GroupBy(post => post.Id, StringComparer.Ordinal).Select(same => (Posts: same.ToList(), Joined: Joined([.. same]))).ToList();
        var unclear = posts.Count(post => post.Posts.Exists(one => one.Values.Any(value => post.Joined[value.Key] != value.Value)));
        return new(
            parts.Sum(part => part.Rows),
            [.. readings.Where(reading => reading.Values.Count > 0 || reading.Traffic is not null)],
            [.. posts.Select(post => post.Joined)],
            [.. parts.SelectMany(part => part.Refused).OrderBy(line => line.File, StringComparer.Ordinal).ThenBy(line => line.Line)],
            [
                .. parts.SelectMany(part => part.Notes),
                .. contradicted.Select(metric => $"{metric.Key}: two tables of the file contradict each other on {DaysOf(metric.Value)}: neither is taken"),
                .. unclear > 0 ? [$"two tables of the file contradict each other about {unclear} {(unclear == 1 ? "post" : "posts")}: neither figure is taken"] : Array.Empty<string>(),
            ]);
    }

    private static Reading Joined(IReadOnlyList<Reading> day, SortedDictionary<string, SortedSet<DateOnly>> contradicted)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var metric in day.SelectMany(reading => reading.Values).GroupBy(value => value.Key, value => value.Value))
        {
            if (metric.Distinct().Count() == 1) values[metric.Key] = metric.First();
            else (contradicted.TryGetValue(metric.Key.Key, out var days) ? days : contradicted[metric.Key.Key] = []).Add(day[0].Day);
        }

        var series = day.SelectMany(reading => reading.Series ?? new Dictionary<Metric, string>()).DistinctBy(pair => pair.Key).ToDictionary();
        return day[0] with
        {
            Values = values,
            Traffic = day.Select(reading => reading.Traffic).FirstOrDefault(traffic => traffic is not null),
            Currency = day.Select(reading => reading.Currency).FirstOrDefault(currency => currency is not null),
            Series = series.Count > 0 ? series : null,
        };
    }

    private static Post Joined(IReadOnlyList<Post> posts) => posts is [var only] ? only : posts[^1] with
    {
        Values = posts.SelectMany(post => post.Values).GroupBy(value => value.Key, value => value.Value)
            .Where(same => same.Distinct().Count() == 1).ToDictionary(same => same.Key, same => same.First()),
    };

    private static string DaysOf(SortedSet<DateOnly> days) =>
        string.Join(", ", days.Take(5).Select(day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))) + (days.Count > 5 ? $" and {days.Count - 5} other days" : "");
}

/// <summary>A line of an export that cannot be taken.</summary>
/// <param name="Line">From 1; the header is line 1.</param>
/// <param name="Column">The column's header; null where the line as a whole is meant.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Message">What is allowed, and the likely fix.</param>
public sealed record RefusedLine(string File, int Line, string? Column, string? Found, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{File}:{Line}: {(Column is null ? "" : Column + ": ")}{(PostText.Excerpt(Found, 60) is { } found ? $"\"{found}\" " : "")}{Message}";
}
