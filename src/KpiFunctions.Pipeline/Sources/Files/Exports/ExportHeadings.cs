using CsvHelper;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>What a heading of an export means.</summary>
/// <param name="Field">The pipeline's word: a metric's key, or a part of a post, a day or a visit; <c>other</c> for a figure that is not kept, <c>dimension</c> for what tells lines of a day apart.</param>
/// <param name="Language">The interface's, as ISO 639-1.</param>
/// <param name="Series">Which definition of the metric it counts by, where several are about; null for the usual one.</param>
/// <param name="Source">Where it was seen in public.</param>
internal sealed record ExportHeading(string Export, string Field, string Language, string Name, string? Series, string Source)
{
    /// <inheritdoc cref="Heading.Plain"/>
    public string Plain { get; } = Heading.Plain(Name);
}

/// <summary>The headings of the known exports, which stand as data in <c>headings.csv</c> beside this file.</summary>
internal static class ExportHeadings
{
    /// <summary>Every heading; within a field of an export in order of preference.</summary>
    public static IReadOnlyList<ExportHeading> All { get; } = Read();

    /// <summary>Fields that are words of an export, and no headings.</summary>
    private static readonly HashSet<string> WordFields = new(["total", "lifetime", "start-date", "end-date", "all-users", "utc"], StringComparer.Ordinal);

    private static readonly ILookup<string, ExportHeading> ByExport = All.ToLookup(heading => heading.Export, StringComparer.Ordinal);

    /// <summary>The headings of an export.</summary>
    public static IReadOnlyList<ExportHeading> Of(string export) => [.. ByExport[export].Where(heading => !WordFields.Contains(heading.Field))];

    /// <summary>Words of an export that are no headings, such as those for a total.</summary>
    public static IReadOnlySet<string> Words(string export, string field) => ByExport[export].Where(heading => heading.Field == field).Select(heading => heading.Plain).ToHashSet(StringComparer.Ordinal);

    private static List<ExportHeading> Read()
    {
        using var stream = typeof(ExportHeadings).Assembly.GetManifestResourceStream("headings.csv")!;
        using var text = new StreamReader(stream);
        using var csv = CsvReader.FromText(text.ReadToEnd(), new CsvReaderOptions());
        csv.ReadHeader();
        var headings = new List<ExportHeading>();
        while (csv.Read())
            headings.Add(new(csv.GetString(0), csv.GetString(1), csv.GetString(2), csv.GetString(3), csv.GetString(4) is { Length: > 0 } series ? series : null, csv.GetString(5)));
        return headings;
    }
}
