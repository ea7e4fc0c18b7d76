namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>What mails may use, and what becomes of it in each client: the tables of <c>docs/mail-support.md</c>.</summary>
internal sealed class MailSupport
{
    private static readonly string[] Marks = ["yes", "partly", "no", "not known"];

    private readonly IReadOnlyList<Row> rows;

    private MailSupport(IReadOnlyList<Row> rows) => this.rows = rows;

    /// <param name="page">Markdown: each table whose second column is <c>Gmail</c> is one of ours.</param>
    /// <exception cref="FormatException">A row is not complete: the message names it.</exception>
    public static MailSupport Read(string page)
    {
        List<Row> rows = [];
        var ours = false;
        foreach (var cells in page.Split('\n').Select(CellsOf))
        {
            if (cells.Count == 0) ours = false;
            else if (cells.Count > 1 && cells[1] == "Gmail") ours = true;
            else if (ours && !cells[0].StartsWith('-')) rows.Add(RowOf(cells));
        }

        return rows.GroupBy(row => row.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FormatException($"'{twice.Key}' has two rows.")
            : new(rows);
    }

    /// <summary>What a mail uses that no row is about.</summary>
    /// <returns>As a row would name it; with its value where rows are about other values of the same.</returns>
    public IReadOnlyList<string> UnknownIn(string html) =>
        [.. MailFeatures.Of(html).Where(feature => !rows.Any(row => IsAbout(row, feature))).Select(NameOf).Distinct(StringComparer.Ordinal)];

    /// <summary>Rows about what none of the mails uses.</summary>
    public IReadOnlyList<string> UnusedBy(IEnumerable<string> mails)
    {
        var used = mails.SelectMany(MailFeatures.Of).ToHashSet();
        return [.. rows.Where(row => !used.Any(feature => IsAbout(row, feature))).Select(row => row.Name)];
    }

    private string NameOf(MailFeature feature) =>
        rows.Any(row => row.Name.StartsWith(feature.Name + ": ", StringComparison.Ordinal) || row.Name.StartsWith(feature.Name.TrimEnd(']') + "=", StringComparison.Ordinal)) ? feature.Exact : feature.Name;

    private static bool IsAbout(Row row, MailFeature feature) => row.Name == feature.Name || row.Name == feature.Exact;

    private static Row RowOf(List<string> cells)
    {
        if (cells.Count != 7) throw new FormatException($"The row of '{cells[0]}' has {cells.Count} cells, and 7 are wanted.");
        var clients = cells.Skip(1).Take(5).ToList();
        if (clients.Except(Marks, StringComparer.Ordinal).FirstOrDefault() is { } other) throw new FormatException($"The row of '{cells[0]}' says '{other}', and may say {string.Join(", ", Marks)}.");
        if (cells[6].Length == 0 && clients.Exists(mark => mark != "yes")) throw new FormatException($"The row of '{cells[0]}' does not say what happens without it.");
        return new(cells[0]);
    }

    private static List<string> CellsOf(string line) =>
        line.StartsWith('|') ? [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim())] : [];

    private sealed record Row(string Name);
}
