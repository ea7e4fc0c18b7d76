using System.Globalization;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>What a line of a table of visits says.</summary>
/// <param name="Slice">Where the visits came from, without figures; null where the table does not say.</param>
/// <param name="Currency">Of its revenue; null where the line does not say.</param>
internal sealed record VisitRow(int Line, DateOnly Day, IReadOnlyDictionary<Metric, double> Values, TrafficSlice? Slice, string? Currency);

/// <summary>One table of a Google Analytics export, whose lines have a day.</summary>
/// <param name="start">The first day of the export, for tables that count days from it.</param>
internal sealed class VisitTable(Section section, DateOnly? start, Zone zone, DateTimeOffset now)
{
    private readonly ExportColumns columns = section.Columns!;
    private int totals;
    private ILookup<DateOnly, VisitRow>? byDay;

    public string File => section.File;

    /// <summary>What was taken.</summary>
    public List<VisitRow> Rows { get; } = [];

    public IEnumerable<DateOnly> Days => Rows.Select(row => row.Day);

    /// <summary>Whether a day has several lines, one for each origin.</summary>
    public bool IsSliced => columns["channel"] is not null || columns["source-medium"] is not null || columns["source"] is not null;

    /// <summary>Whether each line says both who sent the visits and by which channel: with half of it, what is not known would count as nobody.</summary>
    public bool HasOrigin => columns["channel"] is not null && (columns["source-medium"] ?? columns["source"]) is not null && columns["sessions"] is not null;

    public IEnumerable<string> Notes
    {
        get
        {
            if (totals > 0) yield return $"{section.File}:{section.Line}: {totals} {(totals == 1 ? "line" : "lines")} of totals passed over";
            if (IsSliced && !HasOrigin)
                yield return $"{section.File}:{section.Line}: the visits are added up by day, and their origin is not kept: that takes sessions with both the channel group and the source";
            if (IsSliced && columns["users"] is { } users)
                yield return $"{section.File}:{section.Line}: \"{columns.Header[users]}\" is not added up: the same person may come from several origins";
        }
    }

    /// <summary>What was taken of a day, once all is read.</summary>
    public IEnumerable<VisitRow> RowsOf(DateOnly day) => (byDay ??= Rows.ToLookup(row => row.Day))[day];

    /// <summary>Reads the lines.</summary>
    /// <returns>Those that cannot be taken.</returns>
    public IReadOnlyList<RefusedLine> Read(CancellationToken cancellationToken)
    {
        var day = (columns["day"] ?? columns["nth-day"])!.Value;
        var cells = Cells.Of(section.Table, [day], columns.Metrics, zone, zone.DayAt(now));
        List<RefusedLine> refused = [.. TableImport.MalformedIn(section.File, section.Table)];
        foreach (var line in section.Table.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (GoogleAnalyticsExport.IsTotal(line, day)) totals++;
            else if (Take(line, day, cells) is { } obstacle) refused.Add(obstacle);
        }

        return refused;
    }

    private RefusedLine? Take(CsvLine line, int column, Cells cells)
    {
        if (TableImport.TooLong(section.File, section.Table, line) is { } tooLong) return tooLong;
        var (day, problem) = DayOf(line[column], cells);
        if (day is null) return new(section.File, line.Number, columns.Header[column], line[column], problem!);
        var (values, obstacle) = FileColumns.Values(section.File, line, columns.Metrics, cells);
        if (obstacle is not null) return obstacle;
        if (IsSliced) values.Remove(Metrics.Users);
        Rows.Add(new(line.Number, day.Value, values, HasOrigin ? SliceOf(line) : null, columns["revenue"] is { } revenue ? Cells.CurrencyOf(line[revenue]) : null));
        return null;
    }

    private (DateOnly? Day, string? Problem) DayOf(string cell, Cells cells)
    {
        if (columns["day"] is null)
        {
            return int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth < 4_000
                ? DayOf(start!.Value.AddDays(nth).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cells, cell)
                : (null, "is no count of days from the start: 0000 is the first day");
        }

        return DateOnly.TryParseExact(cell, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? DayOf(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cells, cell)
            : DayOf(cell, cells, cell);
    }

    private static (DateOnly? Day, string? Problem) DayOf(string written, Cells cells, string cell)
    {
        var (moment, problem) = cells.Moment(written);
        return (moment?.Day, problem is not null && problem.StartsWith("is not a date", StringComparison.Ordinal) && cell.Length > 0 ? "is not a day: write 20260115 or 2026-01-15" : problem);
    }

    private TrafficSlice SliceOf(CsvLine line)
    {
        string Text(string field) => columns[field] is { } index ? line[index] : "";
        var (source, medium) = (Text("source"), Text("medium"));
        if (columns["source-medium"] is not null)
        {
            var both = Text("source-medium").Split('/', 2, StringSplitOptions.TrimEntries);
            (source, medium) = (both[0], both.Length > 1 ? both[1] : "");
        }

        return GoogleAnalyticsMapping.SliceOf(Text("channel"), source, medium, Text("campaign"));
    }
}
