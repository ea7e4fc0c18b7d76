using System.Net;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>What an export covers is known, and nothing else.</summary>
public sealed class ExportCoverageTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 7, 0, 0, TimeSpan.Zero);
    private static readonly AccountRef Page = new("files", "page");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weeks_after_the_end_of_an_export_are_unknown_however_late_it_was_dropped()
    {
        await using var test = await StartAsync();
        await DropPostsAsync(test, "old.csv", "2026-08-31", "2026-09-21", "2026-10-11");

        (await PostsOfAsync(test, "2026-W37")).ShouldBe((0, null));
        (await PostsOfAsync(test, "2026-W41")).ShouldBe((1, null));
        foreach (var week in (string[])["2026-W42", "2026-W45", "2026-W47"]) (await PostsOfAsync(test, week)).ShouldBe((null, Gap.NotExported), week);

        var text = (await BuildAsync(test, "2026-W48")).Rendered.Text;
        text.ShouldNotContain("Aucune publication");
        text.ShouldNotContain("Rien n'a été publié");
        (await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Imports, "shop/old.csv")))
            .ShouldContain("it covers 2026-08-31 to 2026-10-11, from its first to its last line, and what happened outside of that stays unknown");
    }

    [Fact]
    public async Task Days_between_two_exports_are_unknown_until_one_covers_them()
    {
        await using var test = await StartAsync();
        await DropPostsAsync(test, "late.csv", "2026-10-26", "2026-11-22");
        await DropPostsAsync(test, "early.csv", "2026-08-31", "2026-09-27");
        (await PostsOfAsync(test, "2026-W38")).ShouldBe((0, null));
        (await PostsOfAsync(test, "2026-W41")).ShouldBe((null, Gap.NotExported));
        (await PostsOfAsync(test, "2026-W45")).ShouldBe((0, null));

        await DropPostsAsync(test, "between.csv", "2026-09-20", "2026-10-30");
        (await PostsOfAsync(test, "2026-W41")).ShouldBe((0, null));
        (await test.Get<CursorTable>().FindAsync("shop", Page, Token)).PostsCovered.ShouldBe([new(new(2026, 8, 31), new(2026, 11, 22))]);
    }

    [Fact]
    public async Task An_export_of_days_says_nothing_of_posts()
    {
        await using var test = await StartAsync();
        await DropPostsAsync(test, "posts.csv", "2026-08-31", "2026-10-11");
        await test.DropAsync(ContainerNames.Imports, "shop/days.csv", "day,followers\n2026-10-01,10\n2026-11-22,20\n");

        (await PostsOfAsync(test, "2026-W45")).ShouldBe((null, Gap.NotExported));
        (await test.Get<CursorTable>().FindAsync("shop", Page, Token)).AnsweredThrough.ShouldBe(new(2026, 11, 22));
    }

    [Fact]
    public async Task What_an_earlier_release_knew_reaches_to_the_last_line_and_stays_known()
    {
        await using var test = await StartAsync();
        Post Published(string id, string day) => new() { Account = Page, Id = id, Published = DateTimeOffset.Parse($"{day}T10:00:00Z"), Values = new Dictionary<Metric, double> { [Metrics.Reach] = 5 }, FetchedAt = Monday.AddDays(-10) };
        await test.Get<PostTable>().StoreAsync("shop", [Published("p1", "2026-09-28"), Published("p2", "2026-10-25")], Token);
        await test.Get<CursorTable>().WriteAsync("shop", new() { Account = Page, AnsweredThrough = new(2026, 10, 25), LastSuccess = Monday.AddDays(-2) }, Token);
        (await PostsOfAsync(test, "2026-W42")).ShouldBe((0, null));
        (await PostsOfAsync(test, "2026-W45")).ShouldBe((null, Gap.NotExported), "the file was dropped after it, and ended before");

        await DropPostsAsync(test, "new.csv", "2026-11-16", "2026-11-22");
        (await PostsOfAsync(test, "2026-W42")).ShouldBe((0, null));
        (await PostsOfAsync(test, "2026-W45")).ShouldBe((null, Gap.NotExported));
        (await PostsOfAsync(test, "2026-W47")).ShouldBe((2, null));
    }

    [Fact]
    public async Task A_source_that_has_fallen_silent_is_named_with_the_day_of_its_last_export_until_the_next_one()
    {
        await using var test = await StartAsync(Monday.AddDays(-56));
        foreach (var back in (int[])[56, 49, 42])
        {
            await test.LeapToAsync(Monday.AddDays(-back));
            await DropPostsAsync(test, $"{back}.csv", "2026-08-31", DateOnly.FromDateTime(Monday.AddDays(-back - 1).Date).ToString("yyyy-MM-dd"));
        }

        await test.LeapToAsync(Monday.AddDays(-42 + 14).AddHours(3));
        (await AlertAsync(test)).ShouldBeNull();
        await test.LeapToAsync(Monday.AddDays(-42 + 16).AddHours(3));
        (await AlertAsync(test))!.Reason.ShouldStartWith("No export of page has been dropped since 2026-10-19, ");
        (await BuildAsync(test, "2026-W45")).Report.Notes.OfType<DataCaveat.ExportsSilent>().ShouldBe([new(Page, new(2026, 10, 19))]);
        string.Join(' ', WebUtility.HtmlDecode((await BuildAsync(test, "2026-W45")).Rendered.Page).Split()).ShouldContain("aucun export n’a été reçu depuis le lundi 19 octobre");

        await DropPostsAsync(test, "again.csv", "2026-08-31", "2026-11-01");
        (await AlertAsync(test)).ShouldBeNull();
        (await BuildAsync(test, "2026-W45")).Report.Notes.OfType<DataCaveat.ExportsSilent>().ShouldBeEmpty();
    }

    private static Task<TestPipeline> StartAsync(DateTimeOffset? start = null) => FileClient.StartAsync(start ?? Monday, "image", "offers");

    private static Task DropPostsAsync(TestPipeline test, string name, params string[] days) => test.DropAsync(
        ContainerNames.Imports, $"shop/{name}", "id,published,reach,comments\n" + string.Concat(days.Select(day => $"{day},{day}T12:00:00,100,1\n")));

    private static Task<Alert?> AlertAsync(TestPipeline test) => test.Get<AlertTable>().FindAsync("shop", AlertKinds.ExportsSilent, "files:page", Token);

    private static async Task<BuiltDigest> BuildAsync(TestPipeline test, string week) =>
        await test.Get<DigestBuilder>().BuildAsync((await test.Get<ClientDirectory>().FindAsync("shop", Token))!.Config, IsoWeek.Parse(week), Token);

    private static async Task<(double? Value, Gap? Gap)> PostsOfAsync(TestPipeline test, string week)
    {
        var kpis = (await BuildAsync(test, week)).Report;
        var posts = kpis.Objectives.SelectMany(objective => objective.Primary.Concat(objective.Explaining)).First(kpi => kpi.Traits.Name == "posts");
        return (posts.Value.Value, posts.Value.Gap);
    }
}
