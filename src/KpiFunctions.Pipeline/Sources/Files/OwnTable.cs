using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>A table whose columns the config maps, or that uses the pipeline's own names.</summary>
internal static class OwnTable
{
    /// <summary>Whether the config maps columns.</summary>
    public static bool IsMapped(SourceConfig source) => source.Files is { Posts: not null } or { Readings: not null };

    /// <summary>The table's columns; null where it is none of posts and none of days.</summary>
    public static (PostColumns? Posts, DayColumns? Days)? Find(IReadOnlyList<string> header, SourceConfig source)
    {
        var posts = PostColumns.Find(header, source, FileSource.Traits);
        var days = DayColumns.Find(header, source, FileSource.Traits, posts is not null);
        return posts is null && days is null ? null : (posts, days);
    }

    public static ImportResult Read(Section section, SourceConfig source, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (file, table) = (section.File, section.Table);
        var (posts, days) = Find(table.Header, source)!.Value;
        int[] dates = [.. new[] { posts?.Published, days?.Day }.OfType<int>()];
        int[] needed = [.. dates, .. new[] { posts?.Id }.OfType<int>()];
        MetricColumn[] figures = [.. posts?.Metrics ?? [], .. days?.Metrics ?? []];
        var scan = TableScan.Of(table, dates, [], DateOrder.Unknown, cancellationToken);
        if (TwinColumns.In(section, needed, scan) is { } twin) return ImportResult.Nothing(twin);
        if (table.Rows == 0) return ImportResult.Nothing(new(file, section.Line, null, null, "has a header and no lines: export a range that has figures"));

        var (keptOfPosts, refusedOfPosts) = TwinColumns.Without(section, posts?.Metrics ?? [], scan);
        var (keptOfDays, refusedOfDays) = TwinColumns.Without(section, days?.Metrics ?? [], scan);
        var cells = new Cells(scan, zone, zone, zone.DayAt(now));
        var postLines = posts is null ? null : new PostLines(file, table, posts with { Metrics = keptOfPosts }, cells, source.Ref, now);

        // The lines of a file of posts differ in all that tells a post; those of days in nothing but figures.
        int[] others = posts is not null ? [] : [.. Enumerable.Range(0, table.Header.Count).Where(i => table.Header[i].Length > 0 && i != days!.Day && i != days.Account && !figures.Any(figure => figure.Index == i))];
        var dayLines = days is null ? null : new DayLines(file, section.Line, days with { Metrics = keptOfDays }, cells, source.Ref, others);
        var result = TableImport.Read(file, table, postLines, dayLines, zone, now, cancellationToken);
        var last = table.Header.Count - 1;
        return TableNotes.With(
            result with { Refused = [.. refusedOfPosts, .. refusedOfDays, .. result.Refused], Notes = [.. result.Notes, .. MissingColumns(table.Header, source, posts, days)] },
            section, scan, needed.Contains(last) || figures.Any(figure => figure.Index == last), dates[0], zone);
    }

    private static IEnumerable<string> MissingColumns(IReadOnlyList<string> header, SourceConfig source, PostColumns? posts, DayColumns? days)
    {
        string[] missing = [.. FileColumns.Missing(header, source.Files?.Posts).Concat(FileColumns.Missing(header, source.Files?.Readings)).Distinct()];
        var taken = (posts, days) switch { (_, null) => "posts", (null, _) => "days", _ => "posts and days" };
        if (missing.Length > 0) yield return $"taken as {taken}, without columns that the config names: {string.Join(", ", missing)}; the file has {FileColumns.Named(header)}";
        if (IsMapped(source)) yield break;
        string[] unknown = [.. header.Where(name => name.Length > 0 && !IsOwn(name))];
        if (unknown.Length > 0) yield return $"columns that are not known were passed over: {FileColumns.Named(unknown)}";
    }

    private static bool IsOwn(string heading) =>
        Heading.Plain(heading) is var plain && (plain is "id" or "published" or "type" or "text" or "link" or "day" or "account" || Readings.Metrics.ByKey.ContainsKey(plain));
}
