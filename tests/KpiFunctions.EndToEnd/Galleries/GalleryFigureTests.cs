using AngleSharp.Dom;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>A digest's mail, its text and its page: three forms of the same words.</summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryFigureTests(GalleryFixture gallery)
{
    [Fact]
    public void The_mail_shows_its_figures_as_the_page_has_them() => gallery.Faults(item => IsOwn(item) ? [] : FiguresDiffer(item)).ShouldBeEmpty();

    [Fact]
    public void The_text_part_has_each_figure_of_the_mail_with_its_verdict_and_what_is_usual() => gallery.Faults(item => IsOwn(item) ? [] : MissingInText(item)).ShouldBeEmpty();

    [Fact]
    public void The_page_has_all_that_the_mail_has() => gallery.Faults(item => IsOwn(item) ? [] : MissingOnPage(item)).ShouldBeEmpty();

    [Fact]
    public void A_template_of_an_agencys_own_shows_the_same_figures() => gallery.Faults(item => IsOwn(item) ? OwnDiffers(item) : []).ShouldBeEmpty();

    /// <summary>Each block of the mail has the words of the page's block at the same place, and none of its own.</summary>
    private static IEnumerable<string> FiguresDiffer(GalleryItem item)
    {
        var (mail, page) = (Sections(item.Digest.Html), Sections(item.Digest.Page));
        if (mail.Count == 0 || mail.Count > page.Count) yield return $"{mail.Count} objectives in the mail, {page.Count} on the page";
        foreach (var (inMail, onPage) in mail.Zip(page))
        {
            if (inMail.Heading != onPage.Heading) yield return $"'{inMail.Heading}', on the page '{onPage.Heading}'";
            if (inMail.Blocks.Count == 0 || inMail.Blocks.Count > onPage.Blocks.Count) yield return $"{inMail.Heading}: {inMail.Blocks.Count} figures in the mail, {onPage.Blocks.Count} on the page";
            foreach (var (block, whole) in inMail.Blocks.Zip(onPage.Blocks))
                foreach (var line in block.Except(whole, StringComparer.Ordinal).Where(line => line.Length > 0)) yield return $"{inMail.Heading}: not on the page: {line}";
        }
    }

    /// <summary>The text's paragraphs come in the order of the mail's blocks, and hold the words of each.</summary>
    private static IEnumerable<string> MissingInText(GalleryItem item)
    {
        var paragraphs = item.Digest.Text.Split("\n\n").Select(Plain.Words).ToList();
        var at = 0;
        foreach (var section in Sections(item.Digest.Html))
        {
            if (!Find([section.Heading])) yield return $"not in the text: {section.Heading}";
            foreach (var block in section.Blocks)
                if (!Find(block)) yield return $"{section.Heading}: in no paragraph of the text: {string.Join(" / ", block)}";
        }

        bool Find(IReadOnlyList<string> words)
        {
            var found = paragraphs.FindIndex(at, paragraph => words.All(line => paragraph.Contains(Plain.InText(line), StringComparison.OrdinalIgnoreCase)));
            if (found >= 0) at = found + 1;
            return found >= 0;
        }
    }

    /// <summary>All its lines, but those that say how much more the page has and those that lead there.</summary>
    private static IEnumerable<string> MissingOnPage(GalleryItem item)
    {
        var page = Plain.Parse(item.Digest.Page).Body!;
        var onPage = page.QuerySelectorAll("p, h1, h2, h3, th, td, caption").SelectMany(Plain.LinesOf).ToHashSet(StringComparer.Ordinal);
        var mail = Plain.Parse(item.Digest.Html).Body!;
        var unsubscribe = mail.QuerySelector("a[href*='/unsubscribe/']")!.ParentElement;
        return mail.QuerySelectorAll("p, h1, h2, h3, th, td, caption")
            .Where(element => element != unsubscribe && !element.Children.Any(child => child.Matches("table, p, h1, h2, h3, div")) && element.QuerySelector($"a[href='{item.SampleWeek.Edition.Page}']") is null)
            .SelectMany(Plain.LinesOf)
            .Where(words => words.Length > 0 && !onPage.Contains(words) && !IsMore(item, words))
            .Distinct(StringComparer.Ordinal);
    }

    private IEnumerable<string> OwnDiffers(GalleryItem item)
    {
        var told = gallery.ToldBy(item).Page;
        var mail = Plain.Parse(item.Digest.Html);
        var (text, page) = (Plain.Words(item.Digest.Text), Sections(item.Digest.Page));
        var headline = Plain.WordsOf(mail.QuerySelector("h1")!);
        if (headline != Plain.Words(told.Headline)) yield return $"another headline: {headline}";
        var figures = told.Objectives.SelectMany((objective, i) => objective.Primary.Items.Select((kpi, k) => (Kpi: kpi, Block: page[i].Blocks[k]))).ToList();
        var lines = mail.QuerySelectorAll("b").Select(Plain.WordsOf).ToList();
        if (lines.Count == 0) yield return "no figure";
        foreach (var line in lines)
        {
            if (!figures.Exists(figure => Plain.Words(figure.Kpi.Line) == line && HasFigure(figure.Block, figure.Kpi))) yield return $"not on the page: {line}";
        }

        foreach (var words in mail.QuerySelectorAll("h1, h2, b, td.block > p.small").Select(Plain.WordsOf))
            if (!text.Contains(Plain.InText(words), StringComparison.Ordinal)) yield return $"not in the text: {words}";
    }

    private static bool HasFigure(IReadOnlyList<string> block, KpiModel kpi) =>
        block.Contains(Plain.Words($"{kpi.Figure} {kpi.Noun}"), StringComparer.Ordinal)
        && new[] { kpi.Label, kpi.Verdict?.Words, kpi.Usual, kpi.Previous }.OfType<string>().All(line => block.Contains(Plain.Words(line), StringComparer.Ordinal));

    /// <summary>Each objective's heading, and the lines of each of its figures.</summary>
    private static List<Section> Sections(string html)
    {
        List<Section> sections = [];
        foreach (var element in Plain.Parse(html).QuerySelectorAll("h2.good, h2.bad, h2.mixed, h2.calm, .figure"))
        {
            if (element.LocalName == "h2") sections.Add(new(Plain.WordsOf(element), []));
            else sections[^1].Blocks.Add([.. element.ParentElement!.ParentElement!.Children.Where(child => child.LocalName == "p").Select(Plain.WordsOf)]);
        }

        return sections;
    }

    private static bool IsMore(GalleryItem item, string words)
    {
        var language = Language.Of(item.Language);
        return Enumerable.Range(1, 500).Select(n => language.Text("more.page", ("more", language.Count("more", n)))).Any(more => Plain.Words(more) == words);
    }

    private static bool IsOwn(GalleryItem item) => item.Theme.Name == GalleryFixture.Own;

    private sealed record Section(string Heading, List<IReadOnlyList<string>> Blocks);
}
