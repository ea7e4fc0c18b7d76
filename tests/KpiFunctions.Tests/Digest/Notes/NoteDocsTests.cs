using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Tests.Digest.Notes;

/// <summary>What pages say of notes is what they do.</summary>
public sealed partial class NoteDocsTests
{
    private static string Page => File.ReadAllText(Repository.PathOf("docs", "notes.md"));

    private static string Guide => File.ReadAllText(Repository.PathOf("docs", "fr", "guide-consultant.md"));

    [Fact]
    public void Notes_that_people_will_copy_are_taken_without_a_word()
    {
        foreach (var page in new[] { Page, Guide })
        {
            var verdict = Given.Parse(NotePattern().Match(page).Groups["note"].Value);
            verdict.Problems.Select(problem => problem.ToString()).ShouldBeEmpty();
            verdict.Note!.Blocks.Select(block => block.Kind).Distinct().Count().ShouldBeGreaterThan(2);
            verdict.Note.Blocks.SelectMany(block => block.Spans).ShouldContain(span => span.Link != null);
        }
    }

    [Fact]
    public void The_limits_are_those_that_hold()
    {
        foreach (var limit in new[] { NoteParser.LargestFile, NoteLimits.MostCharacters, NoteLimits.MostBlocks, NoteLimits.DeepestNesting }) Page.ShouldContain($"\n| {limit} |");
        Guide.ShouldContain($"**{NoteLimits.MostCharacters} caractères au plus, et {NoteLimits.MostBlocks} paragraphes**");
    }

    [Fact]
    public void The_problems_shown_are_told()
    {
        var shown = Page.Split('\n').Where(line => line.StartsWith(Given.File + ":", StringComparison.Ordinal)).ToList();
        shown.Count.ShouldBe(2);
        Given.Parse("Bravo <b>to all</b>!\n\nSee [our page](http://shop.example/).").Problems.Select(problem => problem.ToString()).ShouldBe(shown);
    }

    [Fact]
    public void Messages_that_are_explained_are_told()
    {
        var code = string.Concat(Repository.Sources("src", "KpiFunctions.Pipeline", "Digest", "Notes").Concat(Repository.Sources("src", "KpiFunctions.Pipeline", "Runs")).Select(File.ReadAllText));
        foreach (var (page, chapter, fewest) in new[] { (Page, "## The verdict", 6), (Guide, "## Écrire un mot", 10) })
        {
            var messages = Rows(page, chapter).SelectMany(row => MessagePattern().Matches(row.Split('|')[1]).Select(match => match.Groups["message"].Value.Split('…')[0].Trim())).ToList();
            messages.Count.ShouldBeGreaterThan(fewest);
            messages.Where(message => !code.Contains(message, StringComparison.Ordinal)).ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> Rows(string page, string chapter) => page.Split('\n')
        .SkipWhile(line => !line.StartsWith(chapter, StringComparison.Ordinal)).Skip(1)
        .SkipWhile(line => !line.StartsWith("| the verdict says", StringComparison.Ordinal) && !line.StartsWith("| Message", StringComparison.Ordinal))
        .TakeWhile(line => line.StartsWith('|'));

    [GeneratedRegex("^```markdown\n(?<note>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex NotePattern();

    [GeneratedRegex("`(?<message>[a-z][^`]* [^`]*)`", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex MessagePattern();
}
