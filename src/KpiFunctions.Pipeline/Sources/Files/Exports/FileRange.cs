using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>Finds what a file says that it covers: in the comments above its tables, or in its name.</summary>
internal static partial class FileRange
{
    private static readonly IReadOnlySet<string> StartWords = ExportHeadings.Words("ga4", "start-date");
    private static readonly IReadOnlySet<string> EndWords = ExportHeadings.Words("ga4", "end-date");

    /// <summary>The range; null where nothing says it.</summary>
    /// <param name="comments">The lines above the file's tables.</param>
    /// <param name="today">The day on which the file was dropped.</param>
    public static ExportRange? Of(string fileName, IEnumerable<string> comments, DateOnly today)
    {
        DateOnly? start = null, end = null;
        foreach (var comment in comments)
        {
            if (StartOf(comment) is { } from && (start is null || from < start)) start = from;
            if (EndOf(comment) is { } to && (end is null || to > end)) end = to;
        }

        if (start is { } first && end is { } last && first <= last) return new(first, Earlier(last, today), "its comments");
        var days = Dates().Matches(Path.GetFileNameWithoutExtension(fileName)).Select(match => DayOf(match.Value)).OfType<DateOnly>().Where(day => day.Year >= 2004).ToList();
        if (days is not [var one, var other] || one > other || one > today) return null;

        // Twitter's exports named the day after the last one.
        if (Path.GetFileName(fileName).StartsWith("tweet_activity_metrics", StringComparison.OrdinalIgnoreCase) && one < other) other = other.AddDays(-1);
        return new(one, Earlier(other, today), "its name");
    }

    /// <summary>The first day of the range that a comment names.</summary>
    public static DateOnly? StartOf(string comment) => DayIn(comment, StartWords) ?? (Bare().Match(comment) is { Success: true } bare ? DayOf(bare.Groups["first"].Value) : null);

    private static DateOnly? EndOf(string comment) => DayIn(comment, EndWords) ?? (Bare().Match(comment) is { Success: true } bare ? DayOf(bare.Groups["last"].Value) : null);

    private static DateOnly? DayIn(string comment, IReadOnlySet<string> words)
    {
        var parts = comment.Split(':', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && words.Contains(Heading.Plain(parts[0])) ? DayOf(parts[1].Trim('"', ',', ';', ' ')) : null;
    }

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, ["yyyyMMdd", "yyyy-MM-dd", "yyyy_MM_dd", "MMM-dd-yyyy", "MMM-d-yyyy", "MM-dd-yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    /// <summary>The range of an exploration stands without words.</summary>
    [GeneratedRegex("^(?<first>[0-9]{8})-(?<last>[0-9]{8})$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Bare();

    [GeneratedRegex("(?<![0-9A-Za-z])([A-Za-z]{3}-[0-9]{1,2}-[0-9]{4}|[0-9]{4}[-_][0-9]{2}[-_][0-9]{2}|[0-9]{8})(?![0-9A-Za-z])", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Dates();
}
