using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>What every mail of the gallery has, whoever wrote its template.</summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryMailTests(GalleryFixture gallery)
{
    [Fact]
    public void Gmail_clips_none() => gallery.Faults(item =>
        Encoding.UTF8.GetByteCount(item.Digest.Html) is var bytes and > DigestRenderer.LargestHtml ? [$"{bytes} bytes"] : []).ShouldBeEmpty();

    [Fact]
    public void A_mail_keeps_the_rules_for_templates() => gallery.Faults(item => MailRules.Check(item.Digest.Html)).ShouldBeEmpty();

    [Fact]
    public void It_says_its_language_and_its_subject() => gallery.Faults(item =>
    {
        var mail = Parse(item.Digest.Html);
        return Broken(
            (mail.DocumentElement.GetAttribute("lang") == item.Language, "another language"),
            (mail.Title == item.Digest.Subject.Replace('\u00a0', ' ') || mail.Title == item.Digest.Subject, $"the title is '{mail.Title}'"),
            (mail.QuerySelectorAll("h1").Length == 1, "not one h1"));
    }).ShouldBeEmpty();

    [Fact]
    public void Every_picture_has_words() => gallery.Faults(item => Parse(item.Digest.Html).Images
        .Where(image => string.IsNullOrWhiteSpace(image.AlternativeText))
        .Select(image => image.OuterHtml)).ShouldBeEmpty();

    [Fact]
    public void A_table_of_figures_has_a_caption_and_headings_and_any_other_is_a_box() => gallery.Faults(item =>
        from table in Parse(item.Digest.Html).QuerySelectorAll<IHtmlTableElement>("table")
        let heads = table.Rows.SelectMany(row => row.Cells).Where(cell => cell.LocalName == "th").ToList()
        let isWell = table.GetAttribute("role") == "presentation"
            ? table.Caption is null && heads.Count == 0
            : !string.IsNullOrWhiteSpace(table.Caption?.TextContent) && heads.Exists(head => head.GetAttribute("scope") == "col") && heads.TrueForAll(head => head.GetAttribute("scope") is "col" or "row")
        where !isWell
        select table.OuterHtml[..Math.Min(200, table.OuterHtml.Length)]).ShouldBeEmpty();

    [Fact]
    public void An_inbox_shows_a_line_that_the_mail_hides() => gallery.Faults(item =>
    {
        var first = Parse(item.Digest.Html).Body!.FirstElementChild!;
        var style = (first.GetAttribute("style") ?? "").Replace(" ", "", StringComparison.Ordinal);
        return Broken(
            (!string.IsNullOrWhiteSpace(first.TextContent), "it is empty"),
            (first.ChildElementCount == 0 && style.Contains("display:none", StringComparison.Ordinal), $"it is not hidden: {first.OuterHtml}"));
    }).ShouldBeEmpty();

    [Fact]
    public void A_reader_can_end_the_digest_and_see_all_of_it() => gallery.Faults(item =>
    {
        var links = Parse(item.Digest.Html).Links.OfType<IHtmlAnchorElement>().Where(link => !string.IsNullOrWhiteSpace(link.TextContent)).Select(link => link.Href).ToList();
        return Broken(
            (links.Exists(link => link.Contains("/unsubscribe/", StringComparison.Ordinal)), "no link to end it"),
            (links.Contains(item.SampleWeek.Edition.Page!.AbsoluteUri), "no link to its page"),
            (links.TrueForAll(link => link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal)), "a link that is neither https nor mailto"));
    }).ShouldBeEmpty();

    [Fact]
    public void No_two_are_alike()
    {
        gallery.Items.Select(item => item.Digest.Html).Distinct(StringComparer.Ordinal).Count().ShouldBe(gallery.Items.Count);
        foreach (var face in gallery.Items.GroupBy(item => item.Theme.Name))
            face.Select(item => item.Digest.Text).Distinct(StringComparer.Ordinal).Count().ShouldBe(face.Count());
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static IEnumerable<string> Broken(params IEnumerable<(bool IsWell, string Fault)> checks) =>
        checks.Where(check => !check.IsWell).Select(check => check.Fault);
}
