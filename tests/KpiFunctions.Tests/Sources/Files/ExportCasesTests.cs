using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Runs.Intake;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Real public exports, made small: what each gives, for a client in Paris who drops it on 28 November 2026.</summary>
public sealed class ExportCasesTests
{
    private static readonly DateTimeOffset Dropped = DateTimeOffset.Parse("2026-11-28T08:00:00Z");

    [Fact]
    public void Case_01_Metas_times_are_those_of_California()
    {
        var result = Read("01-meta-publish-time-is-pacific.csv");

        result.Posts.Select(post => post.Published).ShouldBe([DateTimeOffset.Parse("2026-11-16T07:30:00Z"), DateTimeOffset.Parse("2026-11-17T17:00:00Z")]);
        result.Notes.ShouldContain("Publish time: times of the file are taken as times in America/Los_Angeles: the file names no zone");
    }

    [Fact]
    public void Case_02_of_two_networks_in_one_file_none_is_taken_for_the_other()
    {
        var result = Read("02-meta-reach-two-networks.csv");

        result.Readings.ShouldBeEmpty();
        result.Told().ShouldHaveSingleItem().ShouldContain("the file has figures of facebook and of instagram: which one is \"page\"? Write \"network\": \"facebook\" or \"network\": \"instagram\"");
        Read("02-meta-reach-two-networks.csv", Of(ExportNetwork.Instagram)).Readings.Select(day => day[Metrics.Reach]).ShouldBe([20, 18]);
        Read("02-meta-reach-two-networks.csv", Of(ExportNetwork.Facebook)).Readings.Select(day => day[Metrics.Reach]).ShouldBe([2768, 2467]);
    }

    [Fact]
    public void Case_03_a_number_in_scientific_notation_is_no_identifier()
    {
        var result = Read("03-meta-post-id-scientific.csv");

        result.Posts.ShouldBeEmpty();
        result.Refused.Count.ShouldBe(6);
        result.Told().ShouldAllBe(told => told.Contains("Post ID: \"1,222E+17\" is a number that a spreadsheet has rounded") && told.Contains("without opening it in a spreadsheet"));
    }

    [Fact]
    public void Case_04_no_views_beside_reach_are_unknown()
    {
        Read("04a-meta-posts-default-columns.csv").Posts.Select(post => post[Metrics.Views]).ShouldBe([64, 39]);

        var second = Read("04b-meta-posts-views-twice-and-zero.csv");
        second.Posts.Select(post => (post[Metrics.Views], post[Metrics.Reach])).ShouldBe([(null, 37), (null, 17)]);
        second.Notes.ShouldContain("views of 2 posts cannot be true (people saw something, so it was displayed): unknown there, and replaces nothing");
    }

    [Fact]
    public void Case_05_a_column_of_digits_tells_lines_apart_too()
    {
        var result = Read("05-ga4-date-and-hour.csv");

        result.Readings.ShouldBeEmpty();
        result.Told().ShouldHaveSingleItem().ShouldContain("is told apart by \"Hour\"");
    }

    [Fact]
    public void Case_06_a_comparison_is_not_taken_for_all_users()
    {
        var result = Read("06-ga4-comparison-before-all-users.csv");

        result.Readings.Select(day => (day.Day, day[Metrics.Sessions])).ShouldBe([(new(2026, 11, 2), 300), (new(2026, 11, 3), 310)]);
        result.Notes.ShouldContain(note => note.Contains("\"Mobile traffic\" is a comparison, and passed over"));
    }

    [Fact]
    public void Case_07_a_report_of_Google_Analytics_without_a_date_is_told_to_add_it() =>
        Read("07-ga4-events-without-date.csv").Told().ShouldHaveSingleItem().ShouldContain("is a table without a date, and cannot be told apart by day: add \"Date\" as a dimension");

    [Fact]
    public void Case_08_the_old_heading_of_users_is_known() =>
        Read("08-ga4-nth-day-users.csv").Readings.Select(day => (day.Day, day[Metrics.Users])).ShouldBe([(new(2026, 11, 2), 10), (new(2026, 11, 3), 11)]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_09_days_of_X(bool mapped)
    {
        var result = Read("09-x-account-overview.csv", mapped ? Mapped(null, new() { ["day"] = "Date", ["views"] = "Impressions" }) : null);

        result.Readings.Select(day => (day.Day, day[Metrics.Views])).ShouldBe([(new(2026, 8, 24), 8893), (new(2026, 8, 25), 444)]);
        if (!mapped) result.Readings.Select(day => (day[Metrics.FollowersGained], day[Metrics.FollowersLost], day[Metrics.Reactions])).ShouldBe([(5, 0, 19), (1, 0, 4)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_10_posts_of_X(bool mapped)
    {
        var result = Read("10-x-tweet-activity.csv", mapped ? Mapped(new() { ["id"] = "Tweet id", ["published"] = "time", ["views"] = "impressions" }) : null);

        var post = result.Posts.ShouldHaveSingleItem();
        (post.Id, post.Published, post[Metrics.Views]).ShouldBe(("1465712230054000001", DateTimeOffset.Parse("2026-10-30T16:00:00Z"), 1777));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_11_days_of_TikTok(bool mapped)
    {
        var result = Read("11-tiktok-business-days.csv", mapped ? Mapped(null, new() { ["day"] = "Date", ["views"] = "Video views", ["reach"] = "Reached audience" }) : null);

        result.Readings.Select(day => (day.Day, day[Metrics.Views], day[Metrics.Reach])).ShouldBe([(new(2026, 10, 31), 715, null), (new(2026, 11, 1), 75155, 75134)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_12_days_whose_lines_contradict_each_other_give_nothing(bool mapped)
    {
        var result = Read("12-youtube-chart-data.csv", mapped ? Mapped(null, new() { ["day"] = "Date", ["views"] = "Views" }) : null);

        result.Readings.ShouldBeEmpty();
        result.Told().ShouldHaveSingleItem().ShouldContain(mapped ? "Video: tells several lines of a day apart (\"aaaaaaaaaaa\" and \"bbbbbbbbbbb\" on 2026-11-02)" : "drop \"Totals.csv\" of the same zip");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_13_invisible_hyphens_of_a_heading_do_not_matter(bool mapped) =>
        Read("13-youtube-totals-german-soft-hyphens.csv", mapped ? Mapped(null, new() { ["day"] = "Datum", ["views"] = "Aufrufe" }) : null)
            .Readings.Select(day => day[Metrics.Views]).ShouldBe([1607, 1773]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Case_14_lines_above_the_header_are_skipped_with_a_map_too(bool mapped) =>
        Read("14-meta-series-portuguese-mapped.csv", mapped ? Mapped(null, new() { ["day"] = "Data", ["reach"] = "Primary" }) : null)
            .Readings.Select(day => day[Metrics.Reach]).ShouldBe([287, 3555]);

    [Theory]
    [InlineData("15a-reach-newer.csv", "15b-reach-older.csv")]
    [InlineData("15b-reach-older.csv", "15a-reach-newer.csv")]
    public async Task Case_15_an_export_that_ends_earlier_fills_in_the_past_only(params string[] order)
    {
        await using var test = await StartAsync();
        foreach (var file in order) await DropAsync(test, file);

        (await test.Get<ReadingTable>().ReadAsync("shop", new(new(2026, 11, 1), new(2026, 11, 27)), TestContext.Current.CancellationToken))
            .Select(day => (day.Day.Day, day[Metrics.Reach])).ShouldBe([(19, 90), (20, 100), (21, 200), (22, 150)]);
        if (order[0].StartsWith("15a", StringComparison.Ordinal))
            (await VerdictAsync(test, order[1])).ShouldContain("not taken, because a newer export tells otherwise: reach of 2 days (2026-11-20 95, 100 stays, 2026-11-21 40, 200 stays)");
    }

    [Fact]
    public async Task Case_16_the_files_name_says_how_far_it_knows()
    {
        const string file = "16-Aug-31-2026_Oct-11-2026_123.csv";
        Read(file).Range.ShouldBe(new(new(2026, 8, 31), new(2026, 10, 11), "its name"));

        await using var test = await StartAsync();
        await DropAsync(test, file);
        (await test.Get<CursorTable>().FindAsync("shop", Plain.Ref, TestContext.Current.CancellationToken)).PostsCovered.ShouldBe([new(new(2026, 8, 31), new(2026, 10, 11))]);
        (await VerdictAsync(test, file)).ShouldContain("it covers 2026-08-31 to 2026-10-11, as its name says, and what happened outside of that stays unknown");
        var digest = await test.Get<DigestBuilder>().BuildAsync((await test.Get<ClientDirectory>().FindAsync("shop", TestContext.Current.CancellationToken))!.Config, IsoWeek.Parse("2026-W47"), TestContext.Current.CancellationToken);
        digest.Rendered.Text.ShouldNotContain("Rien n’a été publié");
        digest.Report.Objectives.SelectMany(objective => objective.Primary.Concat(objective.Explaining)).First(kpi => kpi.Traits.Name == "posts").Value.Gap.ShouldBe(Gap.NotExported);
    }

    [Fact]
    public void Case_17_a_header_alone_is_named() =>
        Read("17-header-only.csv").Told().ShouldHaveSingleItem().ShouldContain("has a header and no lines");

    [Fact]
    public void Case_18_an_XML_workbook_is_named() =>
        Read("18-facebook-insights-posts.xls").Told().ShouldHaveSingleItem().ShouldContain("is an XML workbook of Excel 2003, whatever its name ends in: open it, and save it as xlsx or CSV UTF-8");

    [Fact]
    public void Case_19_a_spreadsheets_day_numbers_are_days()
    {
        var result = Read("19-linkedin-created-date-serial.xls");

        result.Refused.ShouldBeEmpty();
        result.Posts.Select(post => Paris.DayAt(post.Published)).ShouldBe([new(2026, 11, 15), new(2026, 11, 14)]);
        result.Notes.ShouldNotContain(note => note.Contains("names no zone"));
        result.Notes.ShouldContain(note => note.Contains("a spreadsheet's day numbers"));
    }

    [Fact]
    public void Case_20_a_zip_is_to_be_unpacked() =>
        Read("20-youtube-export.zip").Told().ShouldHaveSingleItem().ShouldContain("is a zip: unpack it, and drop what is in it");

    private static Task<TestPipeline> StartAsync() => FileClient.StartAsync(Dropped, "image", "offers");

    private static Task DropAsync(TestPipeline test, string file) => test.DropAsync(ContainerNames.Imports, $"shop/{file}", new BinaryData(BytesOf(file)));

    private static Task<string> VerdictAsync(TestPipeline test, string file) => test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Imports, $"shop/{file}"));

    private static byte[] BytesOf(string file) => File.ReadAllBytes(Repository.PathOf("tests", "KpiFunctions.Tests", "Sources", "Files", "Cases", file));

    private static SourceConfig Of(ExportNetwork network) => Plain with { Files = new(null, null, network) };

    private static ImportResult Read(string file, SourceConfig? source = null) => FileImport.Read(
        file, BytesOf(file), source ?? Plain, Paris, Dropped, TestContext.Current.CancellationToken);
}
