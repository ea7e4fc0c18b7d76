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
internal sealed class VisitTable(Section section, ExportColumns columns, DateOnly? start, Zone zone, DateTimeOffset now)
{
    private static readonly string[] OriginFields = ["channel", "source-medium", "source", "medium", "campaign"];

    private readonly List<VisitRow> rows = [];
    private readonly HashSet<DateOnly> incomplete = [];
    private int totals;
    private ILookup<DateOnly, VisitRow>? byDay;

    public string File => section.File;

    public IEnumerable<DateOnly> Days => rows.Select(row => row.Day);

    /// <summary>Whether a day has several lines, one for each origin.</summary>
    public bool IsSliced => columns["channel"] is not null || columns["source-medium"] is not null || columns["source"] is not null;

    /// <summary>Whether each line says both who sent the visits and by which channel: with half of it, what is not known would count as nobody.</summary>
    public bool HasOrigin => columns["channel"] is not null && (columns["source-medium"] ?? columns["source"]) is not null && columns["sessions"] is not null;

    public IEnumerable<string> Notes
    {
        get
        {
            if (totals > 0) yield return $"{File}:{section.Line}: {totals} {(totals == 1 ? "line" : "lines")} of totals passed over";
            if (IsSliced && !HasOrigin)
                yield return $"{File}:{section.Line}: the visits are added up by day, and their origin is not kept: that takes sessions with both the channel group and the source";
            if (IsSliced && columns["users"] is { } users)
                yield return $"{File}:{section.Line}: \"{columns.Header[users]}\" is not added up: the same person may come from several origins";
            foreach (var note in TableNotes.Unknown(section, columns.Unknown).Concat(TableNotes.End(section, columns.UsesLast))) yield return note;
            if (IsSliced && incomplete.Count > 0)
                yield return $"{File}:{section.Line}: lines of {string.Join(", ", incomplete.Order().Take(5).Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))} were refused: what they are a part of is not added up";
        }
    }

    /// <summary>What was taken of a day, once all is read.</summary>
    public IEnumerable<VisitRow> RowsOf(DateOnly day) => (byDay ??= rows.ToLookup(row => row.Day))[day];

    /// <summary>Whether a line of the day was refused: the others do not add up to it.</summary>
    public bool IsIncomplete(DateOnly day) => incomplete.Contains(day);

    /// <summary>Which of the headings of a metric the table has: the lower, the better.</summary>
    public int RankOf(Metric metric) => columns.Export.Headings.Where(heading => heading.Field == metric.Key).Select((heading, rank) => (heading, rank)).First(pair => pair.heading == columns.Fields[metric.Key].Heading).rank;

    /// <summary>Whether a line is a sum over the others.</summary>
    internal static bool IsTotal(KnownExport export, CsvLine line, int day) => line[day].Length == 0 || export.TotalWords.Contains(Heading.Plain(line[day]));

    /// <summary>Reads the lines.</summary>
    /// <returns>Those that cannot be taken.</returns>
    public IReadOnlyList<RefusedLine> Read(CancellationToken cancellationToken)
    {
        var day = (columns["day"] ?? columns["nth-day"])!.Value;
        var scan = TableScan.Of(section.Table, [day], [], columns.Dates, cancellationToken);
        int[] origin = [.. OriginFields.Select(field => columns[field]).OfType<int>()];
        if (TwinColumns.In(section, [day, .. origin], scan) is { } twin) return [twin];
        var (figures, twins) = TwinColumns.Without(section, columns.Metrics, scan);
        var cells = new Cells(scan, zone, zone, zone.DayAt(now));
        List<RefusedLine> refused = [.. twins, .. TableImport.MalformedIn(File, section.Table)];
        var parts = new DayParts(File, section.Line, columns.Header, columns.Unknown);
        foreach (var line in section.Table.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsTotal(columns.Export, line, day))
            {
                totals++;
                continue;
            }

            var (date, obstacle) = Take(line, day, figures, cells);
            if (obstacle is not null) refused.Add(obstacle);
            if (date is not { } known) continue;
            if (obstacle is not null) incomplete.Add(known);
            if (parts.Add(known, string.Join('\u001f', origin.Select(column => line[column])), line) && IsSliced && obstacle is null)
            {
                incomplete.Add(known);
                refused.Add(new(File, line.Number, null, null, $"is the second of {known:yyyy-MM-dd} and the same origin: neither is taken; keep the line that is right"));
            }
        }

        if (parts.Found is { } found)
        {
            rows.Clear();
            return [.. twins, found];
        }

        return refused;
    }

    private (DateOnly? Day, RefusedLine? Obstacle) Take(CsvLine line, int column, IReadOnlyList<MetricColumn> figures, Cells cells)
    {
        var (day, problem) = DayOf(line[column], cells);
        if (day is null) return (null, new(File, line.Number, columns.Header[column], line[column], problem!));
        if (TableImport.WrongLength(File, section.Table, line) is { } wrong) return (day, wrong);
        var (values, obstacle) = FileColumns.Values(File, line, figures, cells);
        if (obstacle is not null) return (day, obstacle);
        if (IsSliced) values.Remove(Metrics.Users);
        rows.Add(new(line.Number, day.Value, values, HasOrigin ? SliceOf(line) : null, columns["revenue"] is { } revenue ? Cells.CurrencyOf(line[revenue]) : null));
        return (day, null);
    }

    private (DateOnly? Day, string? Problem) DayOf(string cell, Cells cells)
    {
        if (columns["day"] is null)
        {
            return int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth < 4_000
                ? DayOf(start!.Value.AddDays(nth).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cell, cells)
                : (null, "is no count of days from the start: 0000 is the first day");
        }

        return DayOf(cell, cell, cells);
    }

    private static (DateOnly? Day, string? Problem) DayOf(string written, string cell, Cells cells)
    {
        var (moment, problem) = cells.Moment(written);
        return (moment?.Day, problem == DateCells.NoDate && cell.Length > 0 ? "is not a day: write 20260115 or 2026-01-15" : problem);
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

        return GoogleAnalyticsOrigin.SliceOf(Text("channel"), source, medium, Text("campaign"));
    }
}
