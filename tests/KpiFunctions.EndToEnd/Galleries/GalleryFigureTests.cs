using AngleSharp.Dom;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>A digest's mail, its text and its page: three forms of the same words, also by templates of an agency's own.</summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryFigureTests(GalleryFixture gallery)
{
    [Fact]
    public void Each_row_of_the_mail_leads_to_its_part_of_the_page_which_has_the_same_figures() => gallery.Faults(FiguresDiffer).ShouldBeEmpty();

    [Fact]
    public void The_text_part_has_the_words_of_each_row_of_the_mail() => gallery.Faults(MissingInText).ShouldBeEmpty();

    [Fact]
    public void The_page_has_the_mails_headline_and_what_to_do() => gallery.Faults(MissingOnPage).ShouldBeEmpty();

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
}
