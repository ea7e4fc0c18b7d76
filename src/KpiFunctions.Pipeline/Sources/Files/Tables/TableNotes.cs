using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What a table's verdict says beyond its lines.</summary>
internal static class TableNotes
{
    /// <param name="usesLast">Whether the last column is one that is taken.</param>
    /// <param name="date">The column of its dates.</param>
    /// <param name="times">Where its times were.</param>
    public static ImportResult With(ImportResult result, Section section, TableScan scan, bool usesLast, int date, Zone times)
    {
        List<string> notes = [.. result.Notes, .. Always(section)];
        foreach (var twice in Enumerable.Range(0, section.Table.Header.Count).Where(scan.IsContradicted).Select(column => section.Table.Header[column]).Distinct(StringComparer.OrdinalIgnoreCase))
            if (!result.Refused.Any(line => line.Line == section.Line && line.Column is { } column && Heading.Plain(column) == Heading.Plain(twice))) notes.Add($"{section.File}:{section.Line}: \"{twice}\" stands above two columns that differ: the first of them is read");
        if (scan.HasLocalTimes && result.Posts.Count > 0) notes.Add($"{section.Table.Header[date]}: times of the file are taken as times in {times.Id}: the file names no zone");
        if (scan.HasSerials) notes.Add($"{section.File}:{section.Line}: dates are a spreadsheet's day numbers, and are read as such");
        return result with { Notes = [.. notes, .. End(section, usesLast)] };
    }

    /// <summary>Whether the table's end may be missing.</summary>
    public static IEnumerable<string> End(Section section, bool usesLast) =>
        usesLast && section.Table.EndsOpenAt is { } last ? [$"{section.File}:{last}: the file ends here without a line break: if it was cut off, the last cell is not whole; look at it"] : [];

    /// <summary>The columns that were passed over.</summary>
    public static IEnumerable<string> Unknown(Section section, IReadOnlyList<int> columns) =>
        columns.Count > 0 ? [$"{section.File}:{section.Line}: columns that are not known were passed over: {FileColumns.Named([.. columns.Select(column => section.Table.Header[column])])}"] : [];

    /// <summary>What a verdict says of any table.</summary>
    public static IEnumerable<string> Always(Section section)
    {
        if (section.Skipped is [var first, ..] skipped)
            yield return $"{section.File}:{first}: {skipped.Count} {(skipped.Count == 1 ? "line" : "lines")} above the table, with several cells, {(skipped.Count == 1 ? "was" : "were")} passed over: if a table is meant, its headings are not known";
        if (section.Announced is { } line) yield return $"{section.File}:{line}: the file ends with comments, and no table below them: if it was cut off, export it again";
    }
}
