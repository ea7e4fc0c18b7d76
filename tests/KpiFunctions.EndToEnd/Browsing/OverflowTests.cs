namespace KpiFunctions.EndToEnd.Browsing;

[Collection(BrowserTests.Name)]
public sealed class OverflowTests(BrowserFixture browser)
{
    private const string Wide = """<div id="wide" style="width:400px">Reach</div>""";

    [Fact]
    public async Task What_is_400_px_wide_does_not_fit_into_320()
    {
        (await CheckAsync(Wide, 320)).ShouldBe(["html: 400 px wide", "#wide: ends at 400 px"]);
        (await CheckAsync(Wide, 400)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_leaves_on_the_left_is_found_though_nothing_scrolls_there() =>
        (await CheckAsync("""<p><span style="position:relative;left:-20px">Reach</span></p>""", 320)).ShouldBe(["body > p > span: begins at -20 px"]);

    [Fact]
    public async Task What_is_clipped_away_takes_no_room() =>
        (await CheckAsync($"""<div style="overflow:hidden">{Wide}</div>""", 320)).ShouldBeEmpty();

    private Task<IReadOnlyList<string>> CheckAsync(string body, int width) =>
        new Overflow(browser.Chromium).HtmlAsync(Given.Page(body), width, TestContext.Current.CancellationToken);
}
