using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>An export that people make in a platform's own interface, told by its headings. Data about the platform.</summary>
internal sealed record KnownExport
{
    /// <summary>Its name in <c>headings.csv</c>.</summary>
    public required string Key { get; init; }

    /// <summary>As verdicts name it.</summary>
    public required string Name { get; init; }

    public required ExportKind Kind { get; init; }

    /// <summary>What tells it: of each group one field has to be there.</summary>
    public required IReadOnlyList<string[]> Needs { get; init; }

    /// <summary>The languages of the interface in which its dates with slashes are known to have the month first, where no date shows it.</summary>
    public IReadOnlyList<string> MonthFirst { get; init; } = [];

    /// <summary>Where its times without an offset were; null where they are the client's.</summary>
    public Zone? Times { get; init; }

    /// <summary>Whether a post's figures are those of the range that was chosen, and not those since its publication.</summary>
    public bool CountsRangeOnly { get; init; }

    /// <summary>Another export whose headings it has too; null where it shares none.</summary>
    public string? AlsoOf { get; init; }

    /// <summary>What to drop instead, where a table holds parts of days.</summary>
    public string? Instead { get; init; }

    /// <summary>Where several headings give a field, the first that the file has counts.</summary>
    public IReadOnlyList<ExportHeading> Headings => headings ??= [.. ExportHeadings.Of(Key), .. AlsoOf is null ? [] : ExportHeadings.Of(AlsoOf)];

    /// <summary>What a line of totals is called in the column that tells lines apart.</summary>
    public IReadOnlySet<string> TotalWords => totalWords ??= ExportHeadings.Words(Key, "total");

    private IReadOnlyList<ExportHeading>? headings;
    private IReadOnlySet<string>? totalWords;

    /// <summary>Its columns in a file; null where the file is another export.</summary>
    public ExportColumns? Match(IReadOnlyList<string> header)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = header.Count - 1; i >= 0; i--) places[Heading.Plain(header[i])] = i;

        var fields = new Dictionary<string, (int Index, ExportHeading Heading)>(StringComparer.Ordinal);
        var known = new Dictionary<int, string>();
        var languages = Headings.Select(heading => heading.Language).ToHashSet(StringComparer.Ordinal);
        foreach (var heading in Headings)
        {
            if (!places.TryGetValue(heading.Plain, out var index)) continue;
            known.TryAdd(index, heading.Field);
            fields.TryAdd(heading.Field, (index, heading));
        }

        if (!Needs.All(group => group.Any(fields.ContainsKey))) return null;
        foreach (var (_, heading) in fields.Values)
            if (Headings.Where(other => other.Plain == heading.Plain).Select(other => other.Language).ToHashSet() is var spoken && languages.Overlaps(spoken)) languages.IntersectWith(spoken);
        return new(this, fields, known, languages, header);
    }
}

/// <summary>What the lines of an export are.</summary>
internal enum ExportKind
{
    Posts,
    Days,

    /// <summary>Days of one figure, which stands above the table.</summary>
    Series,

    /// <summary>Visits by day and origin.</summary>
    Visits,
}

/// <summary>Where a file has a known export's fields.</summary>
/// <param name="Fields">Each field's column, and the heading that tells it.</param>
/// <param name="Known">What each known column is.</param>
/// <param name="Languages">The languages whose headings they are: one, as a rule.</param>
internal sealed record ExportColumns(
    KnownExport Export, IReadOnlyDictionary<string, (int Index, ExportHeading Heading)> Fields, IReadOnlyDictionary<int, string> Known, IReadOnlySet<string> Languages,
    IReadOnlyList<string> Header)
{
    /// <summary>The order of dates with slashes where no date shows it: the platform's, in a language that it is known for.</summary>
    public DateOrder Dates => Languages.Count > 0 && Languages.All(Export.MonthFirst.Contains) ? DateOrder.MonthFirst : DateOrder.Unknown;

    public int? this[string field] => Fields.TryGetValue(field, out var found) ? found.Index : null;

    /// <summary>The columns of metrics.</summary>
    public IReadOnlyList<MetricColumn> Metrics =>
    [
        .. Fields.Where(known => Readings.Metrics.ByKey.ContainsKey(known.Key))
            .Select(known => new MetricColumn(Readings.Metrics.ByKey[known.Key], Header[known.Value.Index], known.Value.Index) { Series = known.Value.Heading.Series })
            .OrderBy(column => column.Index),
    ];

    /// <summary>Columns that nothing is known of; one with the same heading as a known column is no such one.</summary>
    public IReadOnlyList<int> Unknown => unknown ??= UnknownIn();

    private IReadOnlyList<int>? unknown;

    /// <summary>Whether the last column is known.</summary>
    public bool UsesLast => Known.ContainsKey(Header.Count - 1);

    public IEnumerable<int> All(string field) => Known.Where(column => column.Value == field).Select(column => column.Key).Order();

    private List<int> UnknownIn()
    {
        var known = Known.Keys.Select(column => Heading.Plain(Header[column])).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Header.Count).Where(column => Header[column].Length > 0 && !known.Contains(Heading.Plain(Header[column])))];
    }
}
