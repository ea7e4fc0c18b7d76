using AngleSharp.Dom;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>A digest's mail, its text and its page: three forms of the same words.</summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryFigureTests(GalleryFixture gallery)
{
    [Fact]
    public void Each_row_of_the_mail_leads_to_its_part_of_the_page_which_has_the_same_figures() => gallery.Faults(item => IsOwn(item) ? [] : FiguresDiffer(item)).ShouldBeEmpty();

    [Fact]
    public void The_text_part_has_the_words_of_each_row_of_the_mail() => gallery.Faults(item => IsOwn(item) ? [] : MissingInText(item)).ShouldBeEmpty();

    [Fact]
    public void The_page_has_the_mails_headline_and_what_to_do() => gallery.Faults(item => IsOwn(item) ? [] : MissingOnPage(item)).ShouldBeEmpty();

    [Fact]
    public void A_template_of_an_agencys_own_shows_the_same_figures() => gallery.Faults(item => IsOwn(item) ? OwnDiffers(item) : []).ShouldBeEmpty();

    /// <summary>Each row of the mail leads to the page's part of the same objective, and has its figures.</summary>
    private static IEnumerable<string> FiguresDiffer(GalleryItem item)
    {
        var page = Plain.Parse(item.Digest.Page);
        foreach (var row in Rows(item))
        {
            var part = page.GetElementById(row.QuerySelector("h2 a")!.GetAttribute("href")!.Split('#')[^1]);
            if (part is null) yield return $"no part of the page for {Plain.WordsOf(row.QuerySelector("h2")!)}";
            else
                foreach (var figure in row.QuerySelectorAll(".figure, b").Select(Plain.WordsOf))
                    if (!Plain.WordsOf(part).Contains(figure, StringComparison.Ordinal)) yield return $"not on the page: {figure}";
        }
    }

    /// <summary>The text has the words of each row.</summary>
    private static IEnumerable<string> MissingInText(GalleryItem item)
    {
        var text = Plain.Words(item.Digest.Text);
        return Rows(item).SelectMany(row => row.QuerySelectorAll("h2, p, .context")).Select(Plain.WordsOf).Where(words => !text.Contains(Plain.InText(words), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The headline and what to do stand on the page as well.</summary>
    private static IEnumerable<string> MissingOnPage(GalleryItem item)
    {
        var page = Plain.WordsOf(Plain.Parse(item.Digest.Page).Body!);
        return Plain.Parse(item.Digest.Html).QuerySelectorAll("h1, .lede").Select(Plain.WordsOf).Where(words => !page.Contains(words, StringComparison.Ordinal));
    }

    private static IEnumerable<IElement> Rows(GalleryItem item) => Plain.Parse(item.Digest.Html).QuerySelectorAll("[data-objective]");

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

    private static bool IsOwn(GalleryItem item) => item.Theme.Name == GalleryFixture.Own;

    private sealed record Section(string Heading, List<IReadOnlyList<string>> Blocks);
}
