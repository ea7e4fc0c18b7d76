using KpiFunctions.Cli.Browsing;

namespace KpiFunctions.EndToEnd.Browsing;

[Collection(BrowserTests.Name)]
public sealed class TextContrastTests(BrowserFixture browser)
{
    private const string Paper = "body { background-color: #ffffff; color: #1c2730; } ";

    [Fact]
    public async Task Dark_text_on_white_stands_out() => (await CheckAsync("<h1>Digest</h1><p>Reach rose.</p>", Paper)).ShouldBeEmpty();

    [Fact]
    public async Task Grey_on_white_is_found_with_its_ratio_at_any_size() =>
        (await CheckAsync("""<p style="color:#808080;font-size:40px">Reach rose.</p>""", Paper)).ShouldBe(["3.95: p.: Reach rose."]);

    [Fact]
    public async Task What_shines_through_transparent_parents_counts()
    {
        const string body = """<div style="background-color:#000000"><div style="background-color:rgba(255,255,255,0.1)"><p>Reach rose.</p></div></div>""";
        (await CheckAsync(body, Paper)).ShouldHaveSingleItem().ShouldEndWith("p.: Reach rose.");
        (await CheckAsync(body, Paper + "p { color: #ffffff; }")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Transparent_ink_is_as_faint_as_it_looks() =>
        (await CheckAsync("""<p style="color:rgba(28,39,48,0.3)">Reach rose.</p>""", Paper)).ShouldHaveSingleItem();

    [Fact]
    public async Task The_night_is_looked_at_by_night()
    {
        const string night = Paper + "@media (prefers-color-scheme: dark) { body { background-color: #12161b; } }";
        (await CheckAsync("<p>Reach rose.</p>", night)).ShouldBeEmpty();
        (await CheckAsync("<p>Reach rose.</p>", night, new(600, Dark: true))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_drawings_words_are_held_against_what_is_drawn_under_them()
    {
        const string drawing = """<svg width="200" height="40" viewBox="0 0 200 40"><rect width="100" height="40" fill="#555555"></rect><text x="{0}" y="25" fill="#1c2730">46</text></svg>""";
        (await CheckAsync(drawing.Replace("{0}", "10", StringComparison.Ordinal), Paper)).ShouldHaveSingleItem().ShouldEndWith("text.: 46");
        (await CheckAsync(drawing.Replace("{0}", "150", StringComparison.Ordinal), Paper)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_words_of_a_picture_count_and_what_is_hidden_does_not() =>
        (await CheckAsync("""<p style="color:#dddddd"><img src="data:," alt="Agency"></p><p style="color:#dddddd;display:none">Reach rose.</p>""", Paper))
            .ShouldHaveSingleItem().ShouldEndWith("img.: Agency");

    [Fact]
    public async Task Without_a_background_nobody_knows()
    {
        (await CheckAsync("<p>Reach rose.</p>", "")).ShouldBe(["no background: p.: Reach rose."]);
        (await CheckAsync("<p>Reach rose.</p>", Paper + "p { background-image: linear-gradient(#ffffff, #000000); }")).ShouldBe(["background that cannot be computed: p.: Reach rose."]);
    }

    private Task<IReadOnlyList<string>> CheckAsync(string body, string style, View? view = null) =>
        new TextContrast(browser.Chromium).HtmlAsync(Given.Page(body, style), view ?? new(600), TestContext.Current.CancellationToken);
}
