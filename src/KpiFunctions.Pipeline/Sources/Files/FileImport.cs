using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files.Exports;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>
/// Reads an export into readings and posts: by the client's column map where the config has one, else as one of the known
/// exports, else by the pipeline's own names. A line that cannot be read is named, and the rest is taken. Pure.
/// </summary>
public static class FileImport
{
    /// <summary>Bytes of a file above which it is not read.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">Its name, for messages.</param>
    /// <param name="source">The client's file source.</param>
    /// <param name="zone">The client's zone: a time without an offset was there.</param>
    public static ImportResult Read(
        string fileName, ReadOnlyMemory<byte> content, SourceConfig source, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (content.Length > LargestFile)
            return ImportResult.Nothing(new(fileName, 1, null, null, $"the file has {content.Length:N0} bytes, and at most {LargestFile:N0} are read: split it"));

        var isMapped = source.Files is { Posts: not null } or { Readings: not null };
        if (FileText.IsWorkbook(content.Span)) return ReadWorkbook(fileName, content, isMapped, source, zone, now, cancellationToken);

        var (text, note, unreadable) = FileText.Read(fileName, content);
        if (text is null) return ImportResult.Nothing(unreadable!);
        var result = ReadText(fileName, text, isMapped, source, zone, now, cancellationToken);
        return note is null ? result : result with { Notes = [.. result.Notes, note] };
    }

    private static ImportResult ReadText(string file, string text, bool isMapped, SourceConfig source, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!isMapped)
        {
            var (sections, obstacle) = Sections.Of(file, text, cancellationToken);
            if (obstacle is not null) return ImportResult.Nothing(obstacle);
            if (sections.Count > 0) return ExportImport.Read(sections, source.Ref, zone, now, cancellationToken);
        }

        var (table, problem) = CsvTable.Read(file, text, cancellationToken);
        if (table is null) return ImportResult.Nothing(problem!);

        var postColumns = PostColumns.Find(table.Header, source, FileSource.Traits);
        var dayColumns = DayColumns.Find(table.Header, source, FileSource.Traits, postColumns is not null);
        if (postColumns is null && dayColumns is null) return ImportResult.Nothing(Unrecognised(file, table.Header, isMapped, source));

        var cells = Cells.Of(
            table,
            new[] { postColumns?.Published, dayColumns?.Day }.OfType<int>(),
            [.. postColumns?.Metrics ?? [], .. dayColumns?.Metrics ?? []],
            zone, zone.DayAt(now));
        var posts = postColumns is null ? null : new PostLines(file, postColumns, cells, source.Ref, now);
        var days = dayColumns is null ? null : new DayLines(file, dayColumns, cells, source.Ref);
        var result = TableImport.Read(file, table, posts, days, zone, now, cancellationToken);
        return result with { Notes = [.. result.Notes, .. MissingColumns(table.Header, source, postColumns, dayColumns)] };
    }

    private static ImportResult ReadWorkbook(
        string file, ReadOnlyMemory<byte> content, bool isMapped, SourceConfig source, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (isMapped) return ImportResult.Nothing(new(file, 1, null, null, "the file is a workbook, and the config maps the columns of a CSV: export it as CSV, or take \"posts\" and \"readings\" out of the config"));
        var (sections, others, problem) = Workbook.Read(file, content, cancellationToken);
        if (problem is not null) return ImportResult.Nothing(problem);
        if (sections.Count == 0)
            return ImportResult.Nothing(new(file, 1, null, null, $"the workbook has no sheet of a known export ({KnownExports.Names}); its sheets are {FileColumns.Named(others)}: export it as CSV"));
        var result = ExportImport.Read(sections, source.Ref, zone, now, cancellationToken);
        return others.Count == 0 ? result : result with { Notes = [.. result.Notes, $"sheets that hold no figures by day or post were passed over: {FileColumns.Named(others)}"] };
    }

    private static IEnumerable<string> MissingColumns(IReadOnlyList<string> header, SourceConfig source, PostColumns? posts, DayColumns? days)
    {
        string[] missing = [.. FileColumns.Missing(header, source.Files?.Posts).Concat(FileColumns.Missing(header, source.Files?.Readings)).Distinct()];
        var taken = (posts, days) switch { (_, null) => "posts", (null, _) => "days", _ => "posts and days" };
        if (missing.Length > 0) yield return $"taken as {taken}, without columns that the config names: {string.Join(", ", missing)}; the file has {FileColumns.Named(header)}";
    }

    private static RefusedLine Unrecognised(string file, IReadOnlyList<string> header, bool isMapped, SourceConfig source)
    {
        string Wanted(IReadOnlyDictionary<string, string>? map, params string[] fields) => string.Join(" and ", fields.Select(field => $"\"{map?.GetValueOrDefault(field) ?? field}\""));
        string[] kinds =
        [
            .. PostColumns.MayBeIn(source) ? [$"a list of posts (it needs the columns {Wanted(source.Files?.Posts, "id", "published")})"] : Array.Empty<string>(),
            .. DayColumns.MayBeIn(source) ? [$"one of days (it needs {Wanted(source.Files?.Readings, "day")} and a metric)"] : Array.Empty<string>(),
            .. isMapped ? Array.Empty<string>() : [$"a known export ({KnownExports.Names})"],
        ];
        return new(
            file, 1, null, null,
            $"the file is {(kinds.Length == 1 ? "not" : "neither")} {string.Join(" nor ", kinds)}; it has {FileColumns.Named(header)}: "
            + (isMapped ? "name its columns in the config's \"posts\" or \"readings\"" : "export it again in English or French without changing its headings, or name its columns in the config's \"posts\" or \"readings\""));
    }
}
