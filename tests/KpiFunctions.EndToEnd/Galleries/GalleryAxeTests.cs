using System.Text.RegularExpressions;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>axe on the gallery by day and by night.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class GalleryAxeTests(BrowserFixture browser, GalleryFixture gallery)
{
    private const int Width = 600;

    private readonly AxeCheck axe = new(browser.Chromium);

    [Fact]
    public async Task No_mail_breaks_a_rule() =>
        (await CheckAsync(gallery.Usual, GalleryWriter.MailOf, path => axe.FileWithColoursByNightAsync(path, HtmlKind.Mail, Width, TestContext.Current.CancellationToken))).ShouldBeEmpty();

    /// <summary>A face changes a page's logo and accent, and nothing else: <see cref="GalleryLayoutTests"/> looks at those.</summary>
    [Fact]
    public async Task No_page_breaks_a_rule() =>
        (await CheckAsync(
            gallery.Usual.Where(item => item.Theme.Name == GalleryFixture.Plain), GalleryWriter.PageOf,
            path => axe.FileWithColoursByNightAsync(path, HtmlKind.Page, Width, TestContext.Current.CancellationToken))).ShouldBeEmpty();

    /// <summary>So that by night nothing but colours has to be looked at.</summary>
    [Fact]
    public void The_night_changes_nothing_but_colours() => gallery.Faults(item =>
        from html in new[] { item.Digest.Html, item.Digest.Page }
        from Match night in Night().Matches(html)
        from Match declaration in Declaration().Matches(night.Groups["rules"].Value)
        let property = declaration.Groups["property"].Value
        where !property.EndsWith("color", StringComparison.Ordinal) && !property.StartsWith("--", StringComparison.Ordinal)
        select property).ShouldBeEmpty();

    /// <summary>Every digest with every face in every language, but those that a default run looks at.</summary>
    [LongFact]
    public async Task Nothing_in_the_whole_gallery_breaks_a_rule()
    {
        var token = TestContext.Current.CancellationToken;
        var further = gallery.Items.Except(gallery.Usual).ToList();
        (await CheckAsync(further, GalleryWriter.MailOf, path => axe.FileWithColoursByNightAsync(path, HtmlKind.Mail, Width, token))).ShouldBeEmpty();
        (await CheckAsync(further, GalleryWriter.PageOf, path => axe.FileWithColoursByNightAsync(path, HtmlKind.Page, Width, token))).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<GalleryItem> items, Func<GalleryItem, string> fileOf, Func<string, Task<IReadOnlyList<string>>> look)
    {
        var folder = await gallery.WrittenAsync(TestContext.Current.CancellationToken);
        List<string> faults = [];
        foreach (var file in items.Select(fileOf)) faults.AddRange((await look(Path.Combine(folder, file))).Select(fault => $"{file}: {fault}"));
        return faults;
    }

    [GeneratedRegex(@"^@media \(prefers-color-scheme: dark\) \{(?<rules>.*?)^\}", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Night();

    [GeneratedRegex(@"(?<=[{;]\s*)(?<property>[a-z-]+):", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Declaration();
}
