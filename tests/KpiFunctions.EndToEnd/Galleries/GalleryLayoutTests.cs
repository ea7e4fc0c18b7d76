using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>What readers see of mails and pages: on a phone and on a desk, by day, by night and on paper.</summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryLayoutTests(BrowserFixture browser, GalleryFixture gallery)
{
    [Fact]
    public async Task Every_text_stands_out_by_day_and_by_night() =>
        (await FaultsAsync(seen => seen.Faint)).ShouldBeEmpty();

    [Fact]
    public async Task Nothing_has_to_be_scrolled_sideways_and_nothing_is_cut_off() =>
        (await FaultsAsync(seen => seen.Misplaced)).ShouldBeEmpty();

    [Fact]
    public async Task On_paper_nothing_that_opens_is_shown_and_all_stands_on_white() =>
        (await FaultsAsync(seen => seen.Printed.Select(fault => $"{seen.File}: {fault}"))).ShouldBeEmpty();

    /// <summary>The same of the whole gallery: about three minutes.</summary>
    [LongFact]
    public async Task Nothing_in_the_whole_gallery_is_faint_or_misplaced() =>
        (await Viewer.SeeAsync(browser.Chromium, gallery, gallery.Items, TestContext.Current.CancellationToken))
            .SelectMany(seen => (string[])[.. seen.Faint, .. seen.Misplaced, .. seen.Printed]).ShouldBeEmpty();

    private async Task<IReadOnlyList<string>> FaultsAsync(Func<Seen, IEnumerable<string>> of) =>
        [.. (await gallery.SeenAsync(browser.Chromium, TestContext.Current.CancellationToken)).SelectMany(of)];
}
