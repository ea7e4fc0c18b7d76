using System.Net;
using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>Exports that are dropped, from the blob to the digest.</summary>
public sealed class ImportTests
{
    /// <summary>Monday 15 December 2014: the week before had posts, and the one before that had none.</summary>
    private static readonly DateTimeOffset Monday = new(2014, 12, 15, 7, 0, 0, TimeSpan.Zero);
    private static readonly DayRange Days = new(new(2014, 9, 1), new(2014, 12, 14));
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_week_without_a_post_is_told_in_words_and_followers_do_not_fall_to_zero()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts.csv", Export(exceptWeek: IsoWeek.Parse("2014-W49")));
        await test.LeapToAsync(Monday.AddHours(2));

        var digest = (await test.Get<DigestArchive>().FindAsync("cosmetics", IsoWeek.Parse("2014-W50"), null, Token))!;
        WebUtility.HtmlDecode(digest.Page).ShouldContain("Aucune publication");
        foreach (var text in new[] { digest.Text, digest.Page })
        {
            text.ShouldNotContain("∞");
            text.ShouldNotContain("NaN");
            text.ShouldNotContain("-100");
        }

        var growth = (await test.Get<KpiArchive>().ReadAsync("cosmetics", IsoWeek.Parse("2014-W50"), Token)).Single(kpi => kpi.Kpi == "follower-growth");
        growth.Value.ShouldBe(14 * 10);
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts.csv", Export());
        var before = await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token);
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts-again.csv", Export());

        var after = await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token);
        after.Select(post => (post.Id, post.Published, post[Metrics.Reach])).ShouldBe(before.Select(post => (post.Id, post.Published, post[Metrics.Reach])));
    }

    [Fact]
    public async Task A_file_that_lies_there_is_not_read_again()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts.csv", Export());

        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("post_id,published\nold,2014-08-01T10:00:00\n")]
    public async Task Weeks_that_nobody_has_exported_are_unknown_and_no_zeros(string? fileFromBefore)
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts.csv", Export());
        await test.LeapToAsync(Monday.AddDays(7).AddHours(-1));
        if (fileFromBefore is not null) await test.DropAsync(ContainerNames.Imports, "cosmetics/before.csv", fileFromBefore);
        await test.LeapToAsync(Monday.AddDays(8).AddHours(2));

        var week = await test.Get<KpiArchive>().ReadAsync("cosmetics", IsoWeek.Parse("2014-W51"), Token);
        week.Where(kpi => kpi.Kpi is "posts" or "discussions").Select(kpi => (kpi.Value, kpi.Gap)).Distinct().ShouldBe([(null, "NotExported")]);
    }

    [Fact]
    public async Task An_export_that_came_before_its_config_is_read_when_that_is_there_and_knows_nothing_of_the_days_between()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts.csv", Export());
        await test.LeapToAsync(Monday.AddDays(7).AddHours(-2));
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));

        // A digest without any figure is held for a day.
        await test.LeapToAsync(Monday.AddDays(8).AddHours(2));

        (await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token)).Count.ShouldBe(Days.Count);
        var week = await test.Get<KpiArchive>().ReadAsync("cosmetics", IsoWeek.Parse("2014-W51"), Token);
        week.Where(kpi => kpi.Kpi is "posts" or "discussions").Select(kpi => (kpi.Value, kpi.Gap)).Distinct().ShouldBe([(null, "NotExported")]);
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_named_and_the_rest_is_taken()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));
        var export = Export().Replace("2014-10-06T10:00:00", "some day", StringComparison.Ordinal);
        await test.DropAsync(ContainerNames.Imports, "cosmetics/posts.csv", export);

        var status = await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Imports, "cosmetics/posts.csv"));
        JsonDocument.Parse(status).RootElement.ToString().ShouldContain("some day");
        (await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token)).Count.ShouldBe(Days.Count - 1);
    }

    [Theory]
    [InlineData("nobody/posts.csv", "nobody")]
    [InlineData("cosmetics/other-page/posts.csv", "other-page")]
    [InlineData("posts.csv", "posts.csv")]
    public async Task A_file_that_belongs_to_nobody_is_refused_with_the_place_where_it_should_lie(string name, string named)
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Given.FilesClient("cosmetics"));
        await test.DropAsync(ContainerNames.Imports, name, Export());

        var status = await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Imports, name));
        status.ShouldContain(named);
        (await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token)).ShouldBeEmpty();
    }

    /// <summary>A post a day, and ten followers more each day.</summary>
    private static string Export(IsoWeek? exceptWeek = null)
    {
        var csv = new StringBuilder("post_id,published,type,paid,page_likes_at_publication,reach,impressions,engaged_users,clicks,comments,likes,shares\n");
        foreach (var day in Days.Each().Where(day => IsoWeek.Of(day) != exceptWeek))
        {
            var i = day.DayNumber - Days.First.DayNumber;
            csv.Append($"p{i},{day:yyyy-MM-dd}T10:00:00,photo,0,{80_000 + 10 * i},{3000 + 10 * (i % 7)},{6000 + i},{500 + i},{40 + i % 5},{i % 4},{90 + i % 9},{10 + i % 3}\n");
        }

        return csv.ToString();
    }
}
