using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>The pages of links by which consultants act, on a phone and on a desk, by day and by night.</summary>
[Collection(BrowserTests.Name)]
public sealed class ActionPageTests(BrowserFixture browser)
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");

    public static TheoryData<string, int> Views => new(from language in new[] { "fr", "en" } from width in new[] { 390, 1280 } select (language, width));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Every_action_has_a_page_that_fits_and_breaks_no_rule(string language, int width)
    {
        foreach (var action in DeclaredAction.All.Where(action => action is { IsInLinks: true, IsChange: true }))
        {
            var html = Page(language, action);
            (await new Overflow(browser.Chromium).HtmlAsync(html, width, Token)).ShouldBeEmpty(action.Name);
            (await new AxeCheck(browser.Chromium).HtmlAsync(html, HtmlKind.Page, width, Token)).ShouldBeEmpty(action.Name);
        }
    }

    private static string Page(string language, DeclaredAction action)
    {
        var words = ActionWords.Of(language, Zone.Find("Europe/Paris")!);
        var run = new Run("shop", Week.Plus(1), new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), RunState.Drafted, [], default) { HoldUntil = new(2026, 11, 24, 10, 30, 0, TimeSpan.Zero) };
        var page = new ActionPage(
            language,
            words.QuestionOf(action),
            [(words.Plain("fact.client"), "Établissements Saint-Barthélemy-d’Anjou-sur-Loire & Fils"), (words.Plain("fact.week"), words.Days(Week)), (words.Plain("fact.state"), words.StateOf(run))],
            [words.WillOf(action), words.Plain("nothing-yet")])
        {
            Button = words.ButtonOf(action),
            Token = new string('x', 400),
            Open = (words.Plain("open"), new Uri("https://kpi.example/api/digests/token")),
        };
        return new ActionPageRenderer().Render(page, new AgencyBranding("Studio Belvédère", "#ffcc00", null, new("conseil@studio.example", "Studio Belvédère"), null));
    }
}
