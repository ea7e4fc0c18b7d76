using System.Globalization;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The CSV of a Google Analytics 4 report or exploration: comment lines, and one or several tables below. Pure.</summary>
internal static class GoogleAnalyticsExport
{
    public static readonly KnownExport Visits = new()
    {
        Key = "ga4",
        Name = "Google Analytics 4",
        Kind = ExportKind.Visits,
        Needs = [["day", "nth-day", "other-time", "channel", "source-medium", "source"], ["sessions", "users", "conversions", "revenue", "other"]],
    };

    /// <summary>What a figure of each slice may be added up from. People are counted once, and never added up.</summary>
    private static readonly Metric[] Summed = [Metrics.Sessions, Metrics.Conversions, Metrics.Revenue];

    /// <summary>Reads the tables of one file: days from those without an origin, where there are any, and the origin of visits from the others.</summary>
    public static ImportResult Read(IReadOnlyList<(Section Section, ExportColumns? Columns)> sections, AccountRef account, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refused = new List<RefusedLine>();
        var notes = new List<string>();
        var tables = new List<VisitTable>();
        var audiences = new Audiences(sections.Select(table => table.Section));
        DateOnly? start = null;
        foreach (var (section, columns) in sections)
        {
            start = section.Above.Select(FileRange.StartOf).LastOrDefault(day => day is not null) ?? start;
            if (audiences.NoteOn(section) is { } passed) notes.Add(passed);
            else if ((audiences.ObstacleOf(section) ?? ObstacleOf(section, columns, start)) is { } obstacle)
                refused.Add(new(section.File, section.Line, null, FileColumns.Named(section.Table.Header), obstacle));
            else tables.Add(new(section, columns!, start, zone, now));
        }

        foreach (var table in tables) refused.AddRange(table.Read(cancellationToken));

        var totals = tables.Where(table => !table.IsSliced).ToList();
        var sliced = tables.Where(table => table.IsSliced).OrderByDescending(table => table.HasOrigin).ToList();
        var days = new SourceDays(zone, now, TimeSpan.Zero);
        var readings = new List<Reading>();
        foreach (var day in tables.SelectMany(table => table.Days).Distinct().Order())
        {
            var (values, contradictions) = ValuesOf(day, totals, sliced);
            refused.AddRange(contradictions);
            if (values.Count > 0) readings.Add(ReadingOf(day, values, totals, sliced, account, days));
        }

        return new(sections.Sum(table => table.Section.Table.Rows), readings, [], refused, [.. notes, .. audiences.Notes, .. sections.SelectMany(table => TableNotes.Always(table.Section)), .. tables.SelectMany(table => table.Notes)]);
    }

    /// <summary>The figures of a day: as they stand where no origin tells lines apart, else added up.</summary>
    private static (Dictionary<Metric, double> Values, IReadOnlyList<RefusedLine> Contradictions) ValuesOf(DateOnly day, List<VisitTable> totals, List<VisitTable> sliced)
    {
        var values = new Dictionary<Metric, double>();
        var contradictions = new List<RefusedLine>();
        var told = totals.SelectMany(table => table.RowsOf(day).SelectMany(row => row.Values.Select(value => (Metric: value.Key, value.Value, Table: table, row.Line, Rank: table.RankOf(value.Key)))));
        foreach (var metric in told.GroupBy(figure => figure.Metric))
        {
            // Active users and total users are two figures; the preferred one is taken.
            var best = metric.GroupBy(figure => figure.Rank).MinBy(same => same.Key)!.ToList();
            if (best.Find(figure => figure.Value != best[0].Value) is { Table: { } other } differing)
            {
                contradictions.Add(new(
                    other.File, differing.Line, metric.Key.Key, differing.Value.ToString(CultureInfo.InvariantCulture),
                    $"differs from line {best[0].Line}, which says {best[0].Value.ToString(CultureInfo.InvariantCulture)} of the same day, {day:yyyy-MM-dd}: neither is taken; keep the line that is right"));
                continue;
            }

            values[metric.Key] = best[0].Value;
        }

        // Two tables of slices count the same visits: they are not added up together.
        foreach (var metric in Summed.Where(metric => !values.ContainsKey(metric) && !contradictions.Exists(line => line.Column == metric.Key)))
        {
            var sums = sliced.Where(table => !table.IsIncomplete(day)).Select(table => (Table: table, Rows: table.RowsOf(day).ToList()))
                .Where(table => table.Rows.Count > 0 && table.Rows.TrueForAll(row => row.Values.ContainsKey(metric)))
                .Select(table => (table.Table, Sum: table.Rows.Sum(row => row.Values[metric]), table.Rows[0].Line)).ToList();
            if (sums.Count == 0) continue;

            // The origin of visits is kept from a table: its sums are those that agree with it.
            if (sums.Exists(sum => sum.Table.HasOrigin)) sums.RemoveAll(sum => !sum.Table.HasOrigin);
            if (sums.Find(sum => sum.Sum != sums[0].Sum) is { Table: { } table } differs)
            {
                contradictions.Add(new(
                    table.File, differs.Line, metric.Key, null,
                    $"the lines of {day:yyyy-MM-dd} add up to {differs.Sum.ToString(CultureInfo.InvariantCulture)}, and those of another table from line {sums[0].Line} to {sums[0].Sum.ToString(CultureInfo.InvariantCulture)}: neither is taken"));
                continue;
            }

            values[metric] = sums[0].Sum;
        }

        return (values, contradictions);
    }

    private static Reading ReadingOf(DateOnly day, Dictionary<Metric, double> values, List<VisitTable> totals, List<VisitTable> sliced, AccountRef account, SourceDays days)
    {
        var origins = sliced.Where(table => table.HasOrigin && !table.IsIncomplete(day)).Select(table => table.RowsOf(day).ToList()).FirstOrDefault(rows => rows.Count > 0);
        TrafficSlice[] slices = [.. (origins ?? []).Select(row => row.Slice! with
        {
            Sessions = row.Values.GetValueOrDefault(Metrics.Sessions),
            Conversions = row.Values.TryGetValue(Metrics.Conversions, out var conversions) ? conversions : null,
            Revenue = row.Values.TryGetValue(Metrics.Revenue, out var revenue) ? revenue : null,
        })];
        var currencies = totals.Concat(sliced).SelectMany(table => table.RowsOf(day)).Select(row => row.Currency).OfType<string>().Distinct().ToList();
        var reading = GoogleAnalyticsMapping.ReadingOf(account, day, values, slices, currencies is [var one] ? one : null, days);
        return slices.Length > 0 ? reading : reading with { Traffic = null };
    }

    private static string? ObstacleOf(Section section, ExportColumns? columns, DateOnly? start)
    {
        if (columns is { } known && known["day"] is null && known["other-time"] is { } other)
            return $"is told by \"{known.Header[other]}\", and figures are kept by day: export it with \"Date\"";
        if (columns is null || (columns["day"] ?? columns["nth-day"]) is null)
            return "is a table without a date, and cannot be told apart by day: add \"Date\" as a dimension, and export it again";
        if (columns["day"] is null && start is null)
            return "counts days from a start that no comment line names: keep the lines with \"#\", or export with \"Date\"";
        if (section.Table.Rows == 0)
            return "has a header and no lines: choose a range that has figures";
        if (columns.Metrics.Count == 0)
            return "has none of the figures that are kept: sessions, active users, key events, total revenue";
        return (columns["dimension"] is { } dimension ? columns.Header[dimension] : OtherDimensionOf(section, columns)) is { } apart
            ? $"is told apart by \"{PostText.Excerpt(apart, 60)}\", which would count visits more than once: export it by date, or by date, source / medium and channel group"
            : null;
    }

    /// <summary>A column of words that is none of the known dimensions: figures are numbers in every line.</summary>
    private static string? OtherDimensionOf(Section section, ExportColumns columns)
    {
        var day = (columns["day"] ?? columns["nth-day"])!.Value;
        var unknown = columns.Unknown.ToHashSet();
        foreach (var line in section.Table.Lines)
        {
            if (unknown.Count == 0) break;
            if (VisitTable.IsTotal(Visits, line, day)) continue;
            foreach (var column in unknown)
                if (line[column].Any(char.IsLetter) && !Cells.IsAbsent(line[column])) return columns.Header[column];
        }

        return null;
    }

    /// <summary>Whose visits the tables of a file count: a report with comparisons has a table for each.</summary>
    private sealed class Audiences
    {
        private static readonly IReadOnlySet<string> Everybody = ExportHeadings.Words("ga4", "all-users");
        private readonly Dictionary<Section, string?> names = [];
        private readonly List<string> distinct;
        private readonly bool hasEverybody;

        public Audiences(IEnumerable<Section> sections)
        {
            string? last = null;
            foreach (var section in sections)
            {
                if (section.Above.Any(comment => FileRange.StartOf(comment) is not null)) last = NameIn(section.Above);
                names[section] = last;
            }

            distinct = [.. names.Values.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
            hasEverybody = distinct.Exists(IsEverybody);
        }

        public IEnumerable<string> Notes => distinct is [var only] && !IsEverybody(only) ? [$"the figures are those of \"{PostText.Excerpt(only, 60)}\", as the export says: look whether that is everybody"] : [];

        public string? NoteOn(Section section) => hasEverybody && names[section] is { } name && !IsEverybody(name)
            ? $"{section.File}:{section.Line}: \"{PostText.Excerpt(name, 60)}\" is a comparison, and passed over: the figures of all users are taken"
            : null;

        public string? ObstacleOf(Section section) => !hasEverybody && distinct.Count > 1 && names[section] is { } name
            ? $"counts the visits of \"{PostText.Excerpt(name, 60)}\", beside those of {FileColumns.Named([.. distinct.Where(other => other != name)])}, and none of them says that it is all users: export the report without comparisons"
            : null;

        private static bool IsEverybody(string name) => Everybody.Contains(Heading.Plain(name));

        /// <summary>The line before the start date, unless it is one of the report's own, which have a colon.</summary>
        private static string? NameIn(IReadOnlyList<string> above)
        {
            var start = above.ToList().FindIndex(comment => FileRange.StartOf(comment) is not null);
            return start > 0 && above[start - 1].Trim() is { Length: > 0 } name && !name.Contains(':', StringComparison.Ordinal) && name.Any(char.IsLetterOrDigit) ? name : null;
        }
    }
}
