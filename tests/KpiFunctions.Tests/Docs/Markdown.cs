namespace KpiFunctions.Tests.Docs;

/// <summary>Markdown of tables.</summary>
internal static class Markdown
{
    /// <summary>A table; no cell has a line break, and none a bar of its own.</summary>
    public static string Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        string.Concat(rows.Prepend([.. headings.Select(_ => "---")]).Prepend(headings).Select((cells, i) => i == 1 ? $"|{string.Concat(cells.Select(cell => cell + "|"))}\n" : $"| {string.Join(" | ", cells)} |\n"));

    public static string Code(string text) => $"`{text}`";

    public static string Codes(IEnumerable<string> texts) => string.Join(", ", texts.Select(Code));

    /// <summary>Text that is no Markdown yet.</summary>
    public static string Plain(string text) => Escaped(text).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    /// <summary>Markdown within a cell.</summary>
    public static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
