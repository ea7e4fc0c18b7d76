namespace KpiFunctions.EndToEnd.Browsing;

[Collection(BrowserTests.Name)]
public sealed class AxeCheckTests(BrowserFixture browser)
{
    [Fact]
    public async Task Faint_text_by_night_is_found_by_night_only()
    {
        var faults = await CheckAsync(Given.Page(
            """<main><h1>Weekly digest</h1><p class="faint">Reach rose.</p></main>""",
            "@media (prefers-color-scheme: dark) { body { background-color: #12161b; color: #eef2f5; } .faint { color: #2a3138; } }"));
        faults.ShouldHaveSingleItem().ShouldBe("""dark: color-contrast (serious): p: <p class="faint">Reach rose.</p>""");
    }

    [Fact]
    public async Task A_page_that_is_well_has_no_faults() =>
        (await CheckAsync(Given.Page("<main><h1>Weekly digest</h1><p>Reach rose.</p></main>"))).ShouldBeEmpty();

    [Fact]
    public async Task A_picture_without_words_is_found_in_both_schemes() =>
        (await CheckAsync(Given.Page("""<main><h1>Weekly digest</h1><img src="data:,"></main>"""))).Select(fault => fault.Split(' ')[1]).ShouldBe(["image-alt", "image-alt"]);

    [Fact]
    public async Task Landmarks_are_asked_of_pages_and_not_of_mails()
    {
        var html = Given.Page("<h1>Weekly digest</h1><p>Reach rose.</p>");
        (await CheckAsync(html, HtmlKind.Mail)).ShouldBeEmpty();
        (await CheckAsync(html)).Select(fault => fault.Split(' ')[1]).Distinct(StringComparer.Ordinal).ShouldBe(["landmark-one-main", "region"]);
    }

    private Task<IReadOnlyList<string>> CheckAsync(string html, HtmlKind kind = HtmlKind.Page) =>
        new AxeCheck(browser.Chromium).HtmlAsync(html, kind, 600, TestContext.Current.CancellationToken);
}
