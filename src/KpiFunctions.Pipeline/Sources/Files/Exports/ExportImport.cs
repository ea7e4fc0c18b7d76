using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>Reads the tables of known exports into readings and posts. Pure.</summary>
/// <param name="range">What the file says that it covers; null where it says nothing.</param>
internal sealed class ExportImport(SourceConfig source, Zone zone, DateTimeOffset now, ExportRange? range)
{
    /// <summary>Reads a file's tables.</summary>
    public ImportResult Read(IReadOnlyList<Section> sections, CancellationToken cancellationToken)
    {
        var tables = sections.Select(section => (Section: section, Columns: KnownExports.Match(section))).ToList();
        var visits = tables.Where(table => table.Columns is null or { Export.Kind: ExportKind.Visits }).Select(table => (table.Section, table.Columns)).ToList();
        var series = tables.Where(table => table.Columns is { Export.Kind: ExportKind.Series }).Select(table => (table.Section, Columns: table.Columns!)).ToList();
        var others = tables.Where(table => table.Columns is { Export.Kind: ExportKind.Posts or ExportKind.Days }).Select(table => (table.Section, Columns: table.Columns!)).ToList();
        List<ImportResult> results =
        [
            .. others.Select(table => ReadTable(table.Section, table.Columns, cancellationToken)),
            .. series.Count > 0 ? ReadSeries(series, cancellationToken) : [],
            .. visits.Count > 0 ? [GoogleAnalyticsExport.Read(visits, source.Ref, zone, now, cancellationToken)] : Array.Empty<ImportResult>(),
        ];
        return ImportResult.Of(results) with { Export = string.Join("; ", tables.Select(table => table.Columns?.Export.Name).OfType<string>().Distinct()) is { Length: > 0 } names ? names : null };
    }

    /// <summary>The tables of one figure each, which may be of two networks: one is never taken for the other.</summary>
    private IEnumerable<ImportResult> ReadSeries(List<(Section Section, ExportColumns Columns)> tables, CancellationToken cancellationToken)
    {
        var networks = tables.SelectMany(table => table.Section.Above).Select(MetaExports.NetworkOf).OfType<string>().Distinct().ToList();
        var wanted = source.Files?.Network;
        if (wanted is null && networks.Count > 1)
        {
            yield return ImportResult.Nothing(new(
                tables[0].Section.File, tables[0].Section.Line, null, null,
                $"the file has figures of {string.Join(" and of ", networks)}: which one is \"{source.Account}\"? Write \"network\": \"{networks[0]}\" or \"network\": \"{networks[1]}\" into this source of the config, and drop the file again"));
            yield break;
        }

        foreach (var (section, columns) in tables)
        {
            var network = MetaExports.NetworkOf(TitleOf(section));
            if (wanted is not null && network is not null && ExportNetworks.ByName[network] != wanted)
                yield return ImportResult.Noted(section.Table.Count, $"{section.File}:{section.Line}: \"{TitleOf(section)}\" is of {network}, and the config asks for another network: passed over");
            else
                yield return ReadSeries(section, columns, cancellationToken);
        }
    }

    private ImportResult ReadSeries(Section section, ExportColumns columns, CancellationToken cancellationToken)
    {
        if (MetaExports.FigureOf(TitleOf(section)) is not var (metric, series))
        {
            return ImportResult.Nothing(new(
                section.File, section.Line, null, TitleOf(section), $"is no figure that is kept here, or no name stands above the table; known are {MetaExports.FigureNames}"));
        }

        var value = columns["value"]!.Value;
        return ReadDays(section, columns, [new(metric, $"{TitleOf(section)} ({columns.Header[value]})", value) { Series = series }], cancellationToken);
    }

    private ImportResult ReadTable(Section section, ExportColumns columns, CancellationToken cancellationToken)
    {
        if (columns.Export.Kind == ExportKind.Days)
        {
            return (columns["dimension"] ?? columns["id"]) is { } parts
                ? ImportResult.Nothing(new(section.File, section.Line, columns.Header[parts], null, $"tells several lines of a day apart: {columns.Export.Instead ?? "export the figures by day alone"}"))
                : ReadDays(section, columns, columns.Metrics, cancellationToken);
        }

        return ReadPosts(section, columns, cancellationToken);
    }

    private ImportResult ReadDays(Section section, ExportColumns columns, IReadOnlyList<MetricColumn> figures, CancellationToken cancellationToken)
    {
        var day = columns["day"]!.Value;
        var scan = TableScan.Of(section.Table, [day], [], columns.Dates, cancellationToken);
        if (TwinColumns.In(section, [day], scan) is { } twin) return ImportResult.Nothing(twin);
        var (kept, refused) = TwinColumns.Without(section, figures, scan);
        var days = new DayLines(section.File, section.Line, new(day, null, kept, columns.Header), new(scan, zone, zone, zone.DayAt(now)), source.Ref, columns.Unknown);
        return Finish(section, columns, scan, TableImport.Read(section.File, section.Table, null, days, zone, now, cancellationToken), refused);
    }

    private ImportResult ReadPosts(Section section, ExportColumns columns, CancellationToken cancellationToken)
    {
        var (id, published) = (columns["id"]!.Value, columns["published"]!.Value);
        var accounts = columns.All("network").ToList();
        var scan = TableScan.Of(section.Table, [published], accounts, columns.Dates, cancellationToken);
        if (TwinColumns.In(section, [id, published], scan) is { } twin) return ImportResult.Nothing(twin);
        if (accounts.Where(account => scan.ValuesOf(account).Count > 1).Cast<int?>().FirstOrDefault() is { } several)
        {
            return ImportResult.Nothing(new(
                section.File, section.Line, columns.Header[several], null,
                $"names several accounts ({string.Join(", ", scan.ValuesOf(several).Select(name => PostText.Excerpt(name, 40)))}): export one at a time, each for a source of its own"));
        }

        var (kept, refused) = TwinColumns.Without(section, columns.Metrics, scan);
        var times = columns.Export.Times ?? zone;
        var posts = new PostLines(
            section.File, section.Table, new(id, published, columns["type"], columns["text"], columns["link"], kept, columns.Header), new(scan, times, zone, zone.DayAt(now)), source.Ref, now);
        var result = TableImport.Read(
            section.File, section.Table, posts, null, zone, now, cancellationToken, line => ObstacleOf(section, columns, line), line => IsTotal(columns, line));
        if (columns.Export.CountsRangeOnly) result = OfRangeOnly(columns.Export, result);
        return Finish(section, columns, scan, result, refused);
    }

    /// <summary>Leaves the figures of a chosen range to the posts that have none before it.</summary>
    private ImportResult OfRangeOnly(KnownExport export, ImportResult result)
    {
        bool IsWithin(Post post) => range is not null && zone.DayAt(post.Published) >= range.First;
        var before = result.Posts.Count(post => !IsWithin(post) && post.Values.Count > 0);
        return before == 0 ? result : result with
        {
            Posts = [.. result.Posts.Select(post => IsWithin(post) ? post : post with { Values = new Dictionary<Metric, double>() })],
            Notes =
            [
                .. result.Notes,
                $"{export.Name}: the figures are those of the range that was chosen, and not since publication: {before} {(before == 1 ? "post is" : "posts are")} kept without figures"
                + (range is null ? "; keep the two dates in the file's name, so that the posts published since the first one have theirs" : $", published before {range.First:yyyy-MM-dd}"),
            ],
        };
    }

    private ImportResult Finish(Section section, ExportColumns columns, TableScan scan, ImportResult result, IReadOnlyList<RefusedLine> refused)
    {
        List<string> notes = [.. result.Notes];
        if (section.Table.Rows == 0) refused = [.. refused, new(section.File, section.Line, null, null, $"is an export that is known ({columns.Export.Name}), and has a header and no lines: choose a range that has figures")];
        notes.AddRange(TableNotes.Unknown(section, columns.Unknown));
        return TableNotes.With(result with { Notes = notes, Refused = [.. refused, .. result.Refused] }, section, scan, columns.UsesLast, (columns["published"] ?? columns["day"])!.Value, columns.Export.Times ?? zone);
    }

    private static RefusedLine? ObstacleOf(Section section, ExportColumns columns, CsvLine line) =>
        columns["span"] is { } span && MetaExports.ObstacleOf(line[span]) is { } obstacle ? new(section.File, line.Number, columns.Header[span], line[span], obstacle) : null;

    /// <summary>Whether a line is a sum over the others.</summary>
    private static bool IsTotal(ExportColumns columns, CsvLine line) => columns.Export.TotalWords is { Count: > 0 } words && words.Contains(Heading.Plain(line[columns["id"]!.Value]));

    private static string? TitleOf(Section section) => section.Above.Count > 0 ? section.Above[^1] : null;
}
