using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>Reads the tables of a known export into readings and posts. Pure.</summary>
internal static class ExportImport
{
    /// <summary>Reads a file's tables.</summary>
    /// <param name="account">Whom the figures are of.</param>
    public static ImportResult Read(IReadOnlyList<Section> sections, AccountRef account, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = sections.Where(section => section.Columns is { Export.Kind: not ExportKind.Visits })
            .Select(section => ReadTable(section, account, zone, now, cancellationToken));
        var visits = sections.Where(section => section.Columns is null or { Export.Kind: ExportKind.Visits }).ToList();
        List<ImportResult> results = [.. parts, .. visits.Count > 0 ? [GoogleAnalyticsExport.Read(visits, account, zone, now, cancellationToken)] : Array.Empty<ImportResult>()];
        List<Reading> readings = [.. results.SelectMany(result => result.Readings)];
        return new(
            results.Sum(result => result.Rows),
            Merged(readings),
            [.. results.SelectMany(result => result.Posts)],
            [.. results.SelectMany(result => result.Refused).OrderBy(line => line.File, StringComparer.Ordinal).ThenBy(line => line.Line)],
            [.. results.SelectMany(result => result.Notes), .. Contradictions(readings)])
        {
            Export = string.Join("; ", sections.Select(section => section.Columns?.Export.Name).OfType<string>().Distinct()),
        };
    }

    /// <summary>Reads a table of posts, or of days without the origin of visits.</summary>
    private static ImportResult ReadTable(Section section, AccountRef account, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var columns = section.Columns!;
        var figures = columns.Metrics;
        if (columns.Export.Kind == ExportKind.Series)
        {
            var title = section.Above.Count > 0 ? section.Above[^1] : null;
            if (MetaExports.FigureOf(title) is not { } metric)
            {
                return ImportResult.Nothing(new(section.File, section.Line, null, title, $"is no figure that is kept here, or no name stands above the table; known are {MetaExports.FigureNames}"));
            }

            figures = [new(metric, $"{title} ({columns.Header[columns["value"]!.Value]})", columns["value"]!.Value)];
        }

        var isPosts = columns.Export.Kind == ExportKind.Posts;
        var moment = columns[isPosts ? "published" : "day"]!.Value;
        var cells = Cells.Of(section.Table, [moment], figures, zone, zone.DayAt(now), columns.Dates);
        var posts = isPosts ? new PostLines(section.File, new(columns["id"]!.Value, moment, columns["type"], columns["text"], columns["link"], figures, columns.Header), cells, account, now) : null;
        var days = isPosts ? null : new DayLines(section.File, new(moment, null, figures, columns.Header), cells, account);
        string[] notes = isPosts ? [$"{columns.Header[moment]}: times of the file are taken as times in {zone.Id}, the client's zone: the export names none"] : [];
        return TableImport.Read(section.File, section.Table, posts, days, zone, now, cancellationToken, line => ObstacleOf(section, line)) is var result && section.Table.Lines.Count > 0
            ? result with { Notes = [.. result.Notes, .. notes] }
            : result;
    }

    private static RefusedLine? ObstacleOf(Section section, CsvLine line) =>
        section.Columns!["span"] is { } span && MetaExports.ObstacleOf(line[span]) is { } obstacle
            ? new(section.File, line.Number, section.Columns.Header[span], line[span], obstacle)
            : null;

    private static IEnumerable<string> Contradictions(IEnumerable<Reading> readings) => readings
        .SelectMany(reading => reading.Values.Select(value => (reading.Day, Metric: value.Key, value.Value)))
        .GroupBy(figure => (figure.Day, figure.Metric))
        .Where(same => same.Select(figure => figure.Value).Distinct().Count() > 1)
        .GroupBy(same => same.Key.Metric)
        .Select(metric => $"{metric.Key}: two tables of the file say otherwise of {metric.Count()} {(metric.Count() == 1 ? "day" : "days")}; the first of them counts");

    /// <summary>One reading for each day, with what all tables say of it; of a figure that several have, the first counts.</summary>
    private static IReadOnlyList<Reading> Merged(IEnumerable<Reading> readings) =>
    [
        .. readings.GroupBy(reading => reading.Day).OrderBy(day => day.Key).Select(day => day.Aggregate((known, other) => known with
        {
            Values = known.Values.Concat(other.Values.Where(value => known[value.Key] is null)).ToDictionary(),
            Traffic = known.Traffic ?? other.Traffic,
            Currency = known.Currency ?? other.Currency,
        })),
    ];
}
