using System.Globalization;
using System.Text;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>What a heading of an export means.</summary>
/// <param name="Field">The pipeline's word: a metric's key, or a part of a post, a day or a visit.</param>
/// <param name="English">The headings in an English interface.</param>
/// <param name="French">The headings in a French one.</param>
internal sealed record Heading(string Field, string[] English, string[] French);

/// <summary>An export that people make in a platform's own interface, told by its headings. Data about the platform.</summary>
internal sealed record KnownExport
{
    /// <summary>As verdicts name it.</summary>
    public required string Name { get; init; }

    public required ExportKind Kind { get; init; }

    /// <summary>What tells it: of each group one field has to be there.</summary>
    public required IReadOnlyList<string[]> Needs { get; init; }

    /// <summary>Where several headings give a field, the first that the file has counts.</summary>
    public required IReadOnlyList<Heading> Headings { get; init; }

    /// <summary>The order of its dates with slashes in the English interface, where no date shows it.</summary>
    public SlashOrder EnglishDates { get; init; }

    /// <summary>Its columns in a file; null where the file is another export.</summary>
    public ExportColumns? Match(IReadOnlyList<string> header)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = header.Count - 1; i >= 0; i--) places[Plain(header[i])] = i;

        var fields = new Dictionary<string, int>(StringComparer.Ordinal);
        var french = false;
        foreach (var heading in Headings.Where(heading => !fields.ContainsKey(heading.Field)))
        {
            foreach (var name in heading.English.Concat(heading.French).Where(name => places.ContainsKey(Plain(name))))
            {
                if (!fields.TryAdd(heading.Field, places[Plain(name)])) break;
                french |= !heading.English.Contains(name);
            }
        }

        return Needs.All(group => group.Any(fields.ContainsKey)) ? new(this, fields, french, header) : null;
    }

    private const string Accented = "àáâäçèéêëíîïñóôöùúûü";
    private const string Bare = "aaaaceeeeiiinooouuuu";

    /// <summary>A heading without what interfaces and spreadsheets change in passing: case, accents, spaces, apostrophes.</summary>
    internal static string Plain(string heading)
    {
        var plain = new StringBuilder(heading.Length);
        foreach (var letter in heading)
        {
            // Not by normalizing: that does nothing where the runtime goes without the tables of all languages.
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            var c = letter == '’' ? '\'' : char.ToLowerInvariant(letter);
            if (!char.IsWhiteSpace(c)) plain.Append(Accented.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Bare[at] : c);
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
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
internal sealed record ExportColumns(KnownExport Export, IReadOnlyDictionary<string, int> Fields, bool IsFrench, IReadOnlyList<string> Header)
{
    /// <summary>The order of dates with slashes where no date shows it: the platform's, where the language is the one that it is known for.</summary>
    public SlashOrder Dates => IsFrench ? SlashOrder.Unknown : Export.EnglishDates;

    public int? this[string field] => Fields.TryGetValue(field, out var index) ? index : null;

    /// <summary>The columns of metrics.</summary>
    public IReadOnlyList<MetricColumn> Metrics =>
    [
        .. Fields.Where(known => Readings.Metrics.ByKey.ContainsKey(known.Key))
            .Select(known => new MetricColumn(Readings.Metrics.ByKey[known.Key], Header[known.Value], known.Value))
            .OrderBy(column => column.Index),
    ];
}
