using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Docs;

/// <summary>
/// Parts of the docs that are written from declarations in code. A page takes one by its name, between
/// <c>&lt;!-- generated: name --&gt;</c> and <c>&lt;!-- end --&gt;</c>; a new one is a line here.
/// </summary>
internal static partial class GeneratedBlocks
{
    /// <summary>What writes each block.</summary>
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>(
    [
        new("objectives", FieldTables.Objectives),
        new("figures by objective", FigureTables.ByObjective),
        new("figures", FigureTables.All),
        new("sources", SourceTable.Markdown),
        new("commands", CommandTables.All),
        new("alerts", AlertTables.Kinds),
        new("standstills", StandstillTable.All),
        new("actions", ActionTables.InEnglish),
        new("actions in french", ActionTables.InFrench),
        new("alerts in french", AlertTables.InFrench),
        new("special days", CalendarTable.All),
        .. Each("fields of", FieldTables.All),
        .. Each("options of", CommandTables.Options),
    ]);

    /// <summary>The names of the blocks of a page.</summary>
    public static IEnumerable<string> NamesIn(string page) => Block().Matches(page).Select(match => match.Groups["name"].Value);

    /// <summary>A page with its blocks written anew.</summary>
    public static string Written(string page) => Block().Replace(
        page, match => All.TryGetValue(match.Groups["name"].Value, out var write) ? $"{match.Groups["start"].Value}\n{write()}\n{match.Groups["end"].Value}" : match.Value);

    private static IEnumerable<KeyValuePair<string, Func<string>>> Each(string prefix, IEnumerable<KeyValuePair<string, Func<string>>> blocks) =>
        blocks.Select(block => KeyValuePair.Create($"{prefix} {block.Key}", block.Value));

    [GeneratedRegex("(?<start><!-- generated: (?<name>[a-z ]+) -->\n).*?(?<end><!-- end -->)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 60_000)]
    private static partial Regex Block();
}
