namespace KpiFunctions.EndToEnd.Browsing;

[Collection(BrowserTests.Name)]
public sealed class CutsTests(BrowserFixture browser)
{
    [Fact]
    public async Task What_is_clipped_at_its_end_is_found()
    {
        const string body = """<div style="width:100px;overflow:hidden"><p style="white-space:nowrap">More people than usual were reached.</p></div>""";
        (await CheckAsync(body)).ShouldBe(["p.: More people than usual were reached."]);
        (await CheckAsync(body.Replace("nowrap", "normal", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_box_that_is_too_low_cuts_and_one_that_lets_out_does_not()
    {
        (await CheckAsync("""<p style="width:100px;height:20px;overflow:hidden">More people than usual were reached.</p>""")).ShouldHaveSingleItem();
        (await CheckAsync("""<p style="width:100px;height:20px">More people than usual were reached.</p>""")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_drawing_cuts_at_its_edge() =>
        (await CheckAsync("""<svg width="100" height="40" viewBox="0 0 100 40"><text x="90" y="25">week 46</text><text x="10" y="25">45</text></svg>""")).ShouldBe(["text.: week 46"]);

    [Fact]
    public async Task What_is_hidden_altogether_is_not_cut() =>
        (await CheckAsync("""<div style="display:none;max-height:0;overflow:hidden">More people than usual were reached.</div>""")).ShouldBeEmpty();

    private Task<IReadOnlyList<string>> CheckAsync(string body) =>
        new Cuts(browser.Chromium).HtmlAsync(Given.Page(body), 320, TestContext.Current.CancellationToken);
}
