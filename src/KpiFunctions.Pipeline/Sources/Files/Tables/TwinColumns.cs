namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>Columns with the same heading and other cells: neither is taken for the other.</summary>
internal static class TwinColumns
{
    /// <summary>Why a table cannot be read, where a column that it needs has a twin.</summary>
    public static RefusedLine? In(Section section, IEnumerable<int> needed, TableScan scan) =>
        needed.Where(scan.IsContradicted).Select(column => Refused(section, section.Table.Header[column])).FirstOrDefault();

    /// <summary>Figures without those that have a twin.</summary>
    public static (IReadOnlyList<MetricColumn> Kept, IReadOnlyList<RefusedLine> Refused) Without(Section section, IReadOnlyList<MetricColumn> figures, TableScan scan) => (
        [.. figures.Where(figure => !scan.IsContradicted(figure.Index))],
        [.. figures.Where(figure => scan.IsContradicted(figure.Index)).Select(figure => Refused(section, section.Table.Header[figure.Index]))]);

    private static RefusedLine Refused(Section section, string heading) =>
        new(section.File, section.Line, heading, null, "stands above two columns that differ: neither is taken; delete the wrong one");
}
