using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

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

        var posts = PostColumns.Find(table.Header, source);
        var days = DayColumns.Find(table.Header, source);
        if (posts is null && days is null) return ImportResult.Nothing(Unrecognised(fileName, table.Header, source));

        var cells = new Cells(table.Delimiter != ',', zone, now.AddDays(1));
        var (readPosts, readDays) = (new PostLines(source.Ref, now), new DayLines(source.Ref, now));
        List<RefusedLine> refused = [.. table.Malformed.Select(line => new RefusedLine(fileName, line, null, null, "has a quote that is never closed, or text behind a closing one: put the whole cell into quotes"))];
        foreach (var line in table.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var obstacle = line.Cells.Count > table.Header.Count ? TooManyCells(fileName, line, table.Header.Count) : null;
            obstacle ??= posts is null ? null : readPosts.Take(fileName, line, posts, cells);
            obstacle ??= days is null ? null : readDays.Take(fileName, line, days, cells);
            if (obstacle is not null) refused.Add(obstacle);
        }

        return new(table.Lines.Count + table.Malformed.Count, readDays.Readings, readPosts.Posts, refused, [.. readPosts.Notes]);
    }

    private static RefusedLine TooManyCells(string file, CsvLine line, int columns) =>
        new(file, line.Number, null, null, $"has {line.Cells.Count} cells, and the header {columns}: a separator within a cell needs quotes around the cell");

    private static RefusedLine Unrecognised(string file, IReadOnlyList<string> header, SourceConfig source)
    {
        string Wanted(IReadOnlyDictionary<string, string>? map, params string[] fields) => string.Join(" and ", fields.Select(field => $"\"{map?.GetValueOrDefault(field) ?? field}\""));
        return new(
            file, 1, null, string.Join(", ", header),
            $"is neither a list of posts (it needs the columns {Wanted(source.Files?.Posts, "id", "published")}) nor one of days (it needs {Wanted(source.Files?.Readings, "day")} and a metric): name the file's columns in the config's \"posts\" or \"readings\"");
    }
}
