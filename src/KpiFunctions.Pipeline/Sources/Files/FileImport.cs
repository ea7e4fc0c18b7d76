using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Exports;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>
/// Reads an export into readings and posts: by the client's column map where the config has one, else as one of the known
/// exports, else by the pipeline's own names. What cannot be read is named, and the rest is taken. Pure.
/// </summary>
public static class FileImport
{
    /// <summary>Bytes of a file above which it is not read.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">Its name, for messages, and since it may tell the range.</param>
    /// <param name="source">The client's file source.</param>
    /// <param name="zone">The client's zone: a time without an offset was there, unless the export has a zone of its own.</param>
    /// <param name="now">When it was dropped.</param>
    public static ImportResult Read(
        string fileName, ReadOnlyMemory<byte> content, SourceConfig source, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (content.Length > LargestFile)
            return ImportResult.Nothing(new(fileName, 1, null, null, $"the file has {content.Length:N0} bytes, and at most {LargestFile:N0} are read: split it"));
        if (FileKind.ObstacleOf(content) is { } obstacle) return ImportResult.Nothing(new(fileName, 1, null, null, obstacle));
        return FileKind.IsWorkbook(content.Span)
            ? ReadWorkbook(fileName, content, new(source, zone, now), cancellationToken)
            : ReadText(fileName, content, new(source, zone, now), cancellationToken);
    }

    private static ImportResult ReadText(string file, ReadOnlyMemory<byte> content, Reader reader, CancellationToken cancellationToken)
    {
        var (text, note, unreadable) = FileText.Read(file, content);
        if (text is not { } table) return ImportResult.Nothing(unreadable!);
        var (sections, problem) = Sections.Of(file, table, reader.IsHeader, cancellationToken);
        if (problem is not null) return ImportResult.Nothing(problem);
        if (!reader.CanRead(sections)) return ImportResult.Nothing(CsvTable.Read(file, table, cancellationToken).Problem ?? Unrecognised.In(file, table, reader.Source));
        var result = reader.Read(file, sections, cancellationToken);
        return note is null ? result : result with { Notes = [.. result.Notes, note] };
    }

    private static ImportResult ReadWorkbook(string file, ReadOnlyMemory<byte> content, Reader reader, CancellationToken cancellationToken)
    {
        var (sheets, unreadable) = Workbook.Read(file, content, cancellationToken);
        if (unreadable is not null) return ImportResult.Nothing(unreadable);
        var sections = new List<Section>();
        var others = new List<string>();
        foreach (var (name, text) in sheets)
        {
            var (found, problem) = Sections.Of($"{file} ({name})", text, reader.IsHeader, cancellationToken);
            if (problem is not null) return ImportResult.Nothing(problem);
            if (reader.CanRead(found)) sections.AddRange(found);
            else others.Add(name);
        }

        if (sections.Count == 0)
        {
            return sheets is [var only]
                ? ImportResult.Nothing(Unrecognised.In($"{file} ({only.Name})", only.Text, reader.Source))
                : ImportResult.Nothing(new(file, 1, null, null, $"the workbook has no sheet of a known export ({KnownExports.Names}); its sheets are {FileColumns.Named(others)}: {Unrecognised.MendOf(reader.Source)}"));
        }

        var result = reader.Read(file, sections, cancellationToken);
        return others.Count == 0 ? result : result with { Notes = [.. result.Notes, $"sheets that hold no figures by day or post were passed over: {FileColumns.Named(others)}"] };
    }

    /// <summary>Reads the tables of one file for one source.</summary>
    private sealed class Reader(SourceConfig source, Zone zone, DateTimeOffset now)
    {
        public SourceConfig Source => source;

        /// <summary>With a map in the config nothing is recognised by itself.</summary>
        public bool IsHeader(IReadOnlyList<string> header) => OwnTable.Find(header, source) is not null || (!OwnTable.IsMapped(source) && KnownExports.Match(header) is not null);

        /// <summary>Whether a file's tables are known; those of Google Analytics by their comments, so that each can be told what it lacks.</summary>
        public bool CanRead(IReadOnlyList<Section> sections) =>
            sections.Any(section => section.IsKnown) || (!OwnTable.IsMapped(source) && sections.Any(section => section.Above.Any(comment => FileRange.StartOf(comment) is not null)));

        public ImportResult Read(string file, IReadOnlyList<Section> sections, CancellationToken cancellationToken)
        {
            var own = sections.Where(section => OwnTable.Find(section.Table.Header, source) is not null).ToList();
            var known = OwnTable.IsMapped(source) ? [] : sections.Except(own).ToList();
            var range = FileRange.Of(file, sections.SelectMany(section => section.Above), zone.DayAt(now));
            List<ImportResult> parts =
            [
                .. own.Select(section => OwnTable.Read(section, source, zone, now, cancellationToken)),
                .. known.Count > 0 ? [new ExportImport(source, zone, now, range).Read(known, cancellationToken)] : Array.Empty<ImportResult>(),
            ];
            var result = parts is [var only] ? only : ImportResult.Of(parts);
            return Covering(Plausible(result), range);
        }

        /// <summary>With what the file says that it covers; a file whose lines lie beyond that has been given another's name.</summary>
        private ImportResult Covering(ImportResult result, ExportRange? range)
        {
            if (range is null || result.TakenIn(zone) is not { First: var first, Last: var last }) return result with { Range = range };

            // The platform's day may be another one than the client's.
            if (first >= range.First.AddDays(-1) && last <= range.Last.AddDays(1)) return result with { Range = range };
            return result with { Notes = [.. result.Notes, $"{range.Where} {(range.Where == "its comments" ? "say" : "says")} {range.First:yyyy-MM-dd} to {range.Last:yyyy-MM-dd}, and lines are of {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: the lines count"] };
        }

        /// <summary>Without what cannot be true, and with a note on it.</summary>
        private static ImportResult Plausible(ImportResult result)
        {
            List<Reading> readings = [.. result.Readings.Select(Plausibility.Of)];
            List<Post> posts = [.. result.Posts.Select(Plausibility.Of)];
            var days = readings.Zip(result.Readings).SelectMany(pair => Found(pair.First.Impossible, pair.Second.Values, "day"));
            var notes = posts.Zip(result.Posts).SelectMany(pair => Found(pair.First.Impossible, pair.Second.Values, "post")).Concat(days)
                .GroupBy(found => found).Select(same => $"{same.Key.Metric} of {same.Count()} {same.Key.Of}{(same.Count() == 1 ? "" : "s")} cannot be true ({same.Key.Reason}): unknown there, and replaces nothing");
            return result with { Readings = readings, Posts = posts, Notes = [.. result.Notes, .. notes] };
        }

        private static IEnumerable<(Metric Metric, string Of, string Reason)> Found(IReadOnlyDictionary<Metric, double>? impossible, IReadOnlyDictionary<Metric, double> given, string of) =>
            (impossible ?? new Dictionary<Metric, double>()).Keys.Select(metric => (metric, of, Plausibility.ReasonOf(given, metric)));
    }
}
