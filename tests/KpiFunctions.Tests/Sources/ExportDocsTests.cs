using System.Globalization;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Exports;

namespace KpiFunctions.Tests.Sources;

/// <summary>The page of the known exports and their headings, written from what the code reads them by.</summary>
public sealed class ExportDocsTests
{
    private const string Titles = "meta-series-title";

    /// <summary>As the page names the languages of interfaces, in the order of its columns.</summary>
    private static readonly IReadOnlyDictionary<string, string> Languages =
        new Dictionary<string, string> { ["en"] = "English", ["fr"] = "French", ["de"] = "German", ["es"] = "Spanish", ["pt"] = "Portuguese" };

    /// <summary>Fields that are no figures and no parts of a post or a visit: their headings are known, and their cells are not read.</summary>
    private static readonly string[] PassedOver = ["other", "promoted", "kind"];

    /// <summary>What a field that is no metric is.</summary>
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["id"] = "what tells posts apart",
        ["published"] = "when the post was published",
        ["type"] = "the kind of post",
        ["text"] = "its text",
        ["link"] = "its address",
        ["network"] = "the account that the post is of: several in a file are refused",
        ["span"] = "a day, or a word for the whole life of the post: a line of a day is refused",
        ["day"] = "the day",
        ["nth-day"] = "the day, counted from the start date of the comments",
        ["other-time"] = "a time that is no day: refused without a column of the day",
        ["value"] = "the figure that the title above the table names",
        ["channel"] = "the channel group of the visits",
        ["source-medium"] = "who sent them, and by what",
        ["source"] = "who sent them",
        ["medium"] = "by what",
        ["campaign"] = "the campaign of the link",
        ["dimension"] = "tells lines of a day apart: the table is refused",
    };

    /// <summary>What the cells of words that are no headings say.</summary>
    private static readonly (string Field, string Meaning)[] Words =
    [
        ("lifetime", "the whole life of a post"), ("total", "a line of totals, passed over"), ("all-users", "everybody, beside comparisons"), ("start-date", "the first day, in a comment"),
        ("end-date", "the last day, in a comment"),
    ];

    [Fact]
    public void The_page_has_every_export_and_heading() =>
        GoldenFile.CheckSection("/docs/sources/export-headings.md", "exports", "\n" + string.Join('\n', KnownExports.All.Select(SectionOf)) + "\n");

    [Fact]
    public void Every_field_is_a_metric_or_explained() => ExportHeadings.All
        .Select(heading => heading.Field).Distinct()
        .Where(field => field != "utc" && !Metrics.ByKey.ContainsKey(field) && !Meanings.ContainsKey(field) && !PassedOver.Contains(field) && !Words.Any(word => word.Field == field))
        .ShouldBeEmpty();

    [Fact]
    public void Every_language_has_its_column() => ExportHeadings.All.Select(heading => heading.Language).Distinct().Except(Languages.Keys).ShouldBeEmpty();

    [Fact]
    public void The_page_of_files_names_every_export()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "sources", "files.md"));
        foreach (var export in KnownExports.All) page.ShouldContain($"\n| {export.Name} | ");
    }

    [Fact]
    public void The_French_guide_explains_messages_that_verdicts_on_exports_have()
    {
        var code = string.Concat(new[] { "Sources/Files", "Runs/Intake" }.SelectMany(folder => Repository.Sources(["src", "KpiFunctions.Pipeline", .. folder.Split('/')])).Select(File.ReadAllText));
        var chapter = File.ReadAllText(Repository.PathOf("docs", "fr", "guide-consultant.md")).Split("\n### 6. ")[1].Split("\n### ")[0];
        string[] messages = [.. chapter.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1])];
        messages.Length.ShouldBeGreaterThan(20);
        messages.Where(message => !code.Contains(message, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not verified", "?")]
    [InlineData("public code: test of a GA4 export", "†")]
    [InlineData("owner/name: lib/ga4.js", "†")]
    [InlineData("owner/name: okr/admin/youtube.py", "†")]
    [InlineData("owner/name: Table data.csv", "")]
    [InlineData("owner/name: analytics/Q1.xls", "")]
    [InlineData("owner/name: Content 2024-06-02_2025-06-02 Channel.zip", "")]
    public void Evidence_is_told_by_its_source(string source, string mark) => MarkOf(source).ShouldBe(mark);

    private static string SectionOf(KnownExport export)
    {
        // Of an export from which nothing is taken, only what tells it.
        var headings = export.Headings.Where(heading => export.Instead is null || export.Needs.Any(group => group.Contains(heading.Field))).ToList();
        List<string> lines =
        [
            $"## {export.Name}",
            "",
            $"- {LinesOf(export)}",
            $"- Recognised by a column for {string.Join(", and one for ", export.Needs.Select(group => string.Join(" or ", group.Select(NeedOf))))}.",
            $"- Dates with slashes, where none of them shows the order: {(export.MonthFirst.Count == 0 ? "refused" : $"month first in {NamesOf(export.MonthFirst)}; refused in any other language")}.",
        ];
        if (export.Kind == ExportKind.Posts) lines.Add($"- Times without an offset: {(export.Times is { } zone ? $"those of `{zone.Id}`" : "those of the client's zone")}.");
        if (export.CountsRangeOnly) lines.Add("- The figures are those of the range that was chosen: posts from before it are kept without figures.");
        if (export.Instead is { } instead) lines.Add($"- Nothing is taken from it: {instead}.");
        lines.AddRange(["", .. TableOf("field", headings)]);
        if (export.Kind == ExportKind.Series) lines.AddRange(["", "Titles, which stand on the line above a table and name its figure:", "", .. TableOf("figure", ExportHeadings.Of(Titles))]);

        string[] words = [.. Words.Where(word => ExportHeadings.All.Any(heading => heading.Export == export.Key && heading.Field == word.Field))
            .Select(word => $"{word.Meaning}: {string.Join(" · ", ExportHeadings.All.Where(heading => heading.Export == export.Key && heading.Field == word.Field).Select(heading => heading.Name).Distinct().Select(Quoted))}")];
        if (words.Length > 0) lines.AddRange(["", $"Words that are no headings: {string.Join("; ", words)}."]);
        var (what, all) = export.Kind == ExportKind.Series ? ("Titles of figures", [.. ExportHeadings.Of(Titles)]) : ("Headings", headings);
        var passed = all.Where(heading => PassedOver.Contains(heading.Field)).ToList();
        if (passed.Count > 0) lines.AddRange(["", $"{what} that are known and not taken, {Count(passed.Count)} in all; in English: {EnglishOf(passed)}."]);
        lines.Add("");
        return string.Join('\n', lines);
    }

    private static string NeedOf(string field) => field == "other" ? "a figure that is known and not taken" : $"`{field}`";

    private static string LinesOf(KnownExport export) => export.Kind switch
    {
        ExportKind.Posts => "One line for each post.",
        ExportKind.Days => "One line for each day.",
        ExportKind.Series => "One line for each day, and one figure, which the title above the table names.",
        _ => "One line for each day, or one for each day and origin of visits.",
    };

    /// <summary>A row for each field; parts of a post or a visit first, in the order of the data, then figures.</summary>
    private static IEnumerable<string> TableOf(string what, IReadOnlyList<ExportHeading> headings)
    {
        var shown = headings.Where(heading => !PassedOver.Contains(heading.Field) && heading.Field != "dimension").ToList();
        string[] languages = [.. Languages.Keys.Where(language => shown.Exists(heading => heading.Language == language))];
        yield return $"| {what} | {string.Join(" | ", languages.Select(language => Languages[language]))} |";
        yield return $"|---|{string.Concat(languages.Select(_ => "---|"))}";
        foreach (var field in shown.GroupBy(heading => heading.Field).OrderBy(field => Metrics.ByKey.ContainsKey(field.Key)))
            yield return $"| `{field.Key}`{(Meanings.TryGetValue(field.Key, out var meaning) ? $": {meaning}" : "")} | {string.Join(" | ", languages.Select(language => CellOf(field.Where(heading => heading.Language == language))))} |";
        var dimensions = headings.Where(heading => heading.Field == "dimension").ToList();
        if (dimensions.Count > 0)
            yield return $"| `dimension`: {Meanings["dimension"]} | {string.Join(" | ", languages.Select(language => CellOf(dimensions.Where(heading => heading.Language == language))))} |";
    }

    private static string CellOf(IEnumerable<ExportHeading> headings) => string.Join(" · ", headings
        .GroupBy(heading => (heading.Plain, heading.Series))
        .Select(same => Escaped(same.First().Name) + MarkOf(same) + (same.Key.Series is { } series ? $" [{series}]" : "")));

    /// <summary>The best evidence of a heading that several sources show.</summary>
    private static string MarkOf(IEnumerable<ExportHeading> headings) => headings.Select(heading => MarkOf(heading.Source)).MinBy(mark => mark switch { "" => 0, "†" => 1, _ => 2 })!;

    /// <summary>Nothing for a real export, <c>†</c> for code that reads or describes such exports, <c>?</c> for neither.</summary>
    private static string MarkOf(string source)
    {
        if (source.StartsWith("not verified", StringComparison.Ordinal)) return "?";
        return source.StartsWith("public code:", StringComparison.Ordinal) || Path.GetExtension(source) is ".py" or ".js" or ".ts" ? "†" : "";
    }

    private static string EnglishOf(IEnumerable<ExportHeading> headings) => string.Join(" · ", headings.Where(heading => heading.Language == "en").DistinctBy(heading => heading.Plain).Select(heading => Escaped(heading.Name)));

    private static string NamesOf(IReadOnlyList<string> languages)
    {
        string[] names = [.. Languages.Where(language => languages.Contains(language.Key)).Select(language => language.Value)];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string word) => $"“{Escaped(word)}”";

    private static string Escaped(string heading) => heading.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
