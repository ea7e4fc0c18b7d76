using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Tests.Architecture;

namespace KpiFunctions.Tests.Kpis;

public sealed class DocumentationTests
{
    private static readonly string[] Others = ["README", "verdicts", "targets", "advice", "work", "recomputation", "calendar"];

    [Fact]
    public void Every_figure_has_a_page_and_every_page_a_figure() =>
        Pages().Except(Others).Order(StringComparer.Ordinal)
            .ShouldBe(Objectives.Figures.Keys.Append("custom").Order(StringComparer.Ordinal));

    [Fact]
    public void The_overview_leads_to_every_page()
    {
        var overview = File.ReadAllText(Path.Combine(Folder.FullName, "README.md"));
        Pages().Where(page => page != "README" && !overview.Contains($"]({page}.md)", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_says_how_the_figure_is_taken_and_when_there_is_none() =>
        Pages().Except(Others).Select(page => (page, text: File.ReadAllText(Path.Combine(Folder.FullName, page + ".md"))))
            .Where(p => !p.text.StartsWith($"# `{p.page}`", StringComparison.Ordinal)
                || new[] { "## How it is taken", "## When there is no figure", "## Compared" }.Any(part => !p.text.Contains(part, StringComparison.Ordinal)))
            .Select(p => p.page).ShouldBeEmpty();

    private static DirectoryInfo Folder => Repository.Folder("docs", "kpis");

    private static IEnumerable<string> Pages() => Folder.GetFiles("*.md").Select(file => Path.GetFileNameWithoutExtension(file.Name));
}
