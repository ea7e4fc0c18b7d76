using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>
/// Reads an export into readings and posts, by the client's column map. A line that cannot be read is named, and the
/// rest is taken. Pure.
/// </summary>
public static class FileImport
{
    private const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">Its name, for messages.</param>
    /// <param name="source">The client's file source.</param>
    /// <param name="zone">The client's zone: a time without an offset was there.</param>
    public static ImportResult Read(
        string fileName, ReadOnlyMemory<byte> content, SourceConfig source, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (content.Length > LargestFile)
            return ImportResult.Nothing(new(fileName, 1, null, null, $"the file has {content.Length:N0} bytes, and at most {LargestFile:N0} are read: split it"));

        var (table, problem) = CsvTable.Read(fileName, content, cancellationToken);
        if (table is null) return ImportResult.Nothing(problem!);

        var postColumns = PostColumns.Find(table.Header, source);
        var dayColumns = DayColumns.Find(table.Header, source, postColumns is not null);
        if (postColumns is null && dayColumns is null) return ImportResult.Nothing(Unrecognised(fileName, table.Header, source));

        var cells = new Cells(table.Delimiter != ',', zone, zone.DayAt(now));
        var posts = postColumns is null ? null : new PostLines(fileName, postColumns, cells, source.Ref, now);
        var days = dayColumns is null ? null : new DayLines(fileName, dayColumns, cells, source.Ref);
        List<RefusedLine> refused = [.. table.Malformed.Select(line => new RefusedLine(fileName, line, null, null, "has a quote that is never closed, or text behind a closing one: put the whole cell into quotes"))];
        foreach (var line in table.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Take(line, fileName, table.Header.Count, posts, days) is { } obstacle) refused.Add(obstacle);
        }

        return new(
            table.Lines.Count + table.Malformed.Count,
            days?.ReadingsAt(new(zone, now, TimeSpan.Zero)) ?? [],
            posts?.Posts ?? [],
            [.. refused.OrderBy(line => line.Line)],
            [.. posts?.Notes ?? [], .. days?.Notes ?? [], .. MissingColumns(table.Header, source, postColumns, dayColumns)]);
    }

    /// <summary>Takes a line whole or not at all.</summary>
    private static RefusedLine? Take(CsvLine line, string file, int columns, PostLines? posts, DayLines? days)
    {
        if (line.Cells.Skip(columns).Any(cell => cell.Length > 0))
            return new(file, line.Number, null, null, $"has {line.Cells.Count} cells, and the header {columns}: a separator within a cell needs quotes around the cell");
        var (post, obstacle) = posts?.Read(line) ?? default;
        if (obstacle is not null) return obstacle;
        var (day, other) = days?.Read(line) ?? default;
        if (other is not null) return other;

        if (post is not null) posts!.Add(post, line.Number);
        if (day is not null) days!.Add(day);
        return null;
    }

    private static IEnumerable<string> MissingColumns(IReadOnlyList<string> header, SourceConfig source, PostColumns? posts, DayColumns? days)
    {
        string[] missing = [.. FileColumns.Missing(header, source.Files?.Posts).Concat(FileColumns.Missing(header, source.Files?.Readings)).Distinct()];
        var taken = (posts, days) switch { (_, null) => "posts", (null, _) => "days", _ => "posts and days" };
        if (missing.Length > 0) yield return $"taken as {taken}, without columns that the config names: {string.Join(", ", missing)}; the file has {FileColumns.Named(header)}";
    }

    private static RefusedLine Unrecognised(string file, IReadOnlyList<string> header, SourceConfig source)
    {
        string Wanted(IReadOnlyDictionary<string, string>? map, params string[] fields) => string.Join(" and ", fields.Select(field => $"\"{map?.GetValueOrDefault(field) ?? field}\""));
        string[] kinds =
        [
            .. PostColumns.MayBeIn(source) ? [$"a list of posts (it needs the columns {Wanted(source.Files?.Posts, "id", "published")})"] : Array.Empty<string>(),
            .. DayColumns.MayBeIn(source) ? [$"one of days (it needs {Wanted(source.Files?.Readings, "day")} and a metric)"] : Array.Empty<string>(),
        ];
        return new(
            file, 1, null, null,
            $"the file is {(kinds.Length == 1 ? "not" : "neither")} {string.Join(" nor ", kinds)}; it has {FileColumns.Named(header)}: name its columns in the config's \"posts\" or \"readings\"");
    }
}
