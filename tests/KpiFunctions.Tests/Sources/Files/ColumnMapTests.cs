using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Whose columns are meant: the config's, or the pipeline's own names.</summary>
public sealed class ColumnMapTests
{
    private static readonly Dictionary<string, string> PostMap = new() { ["id"] = "post_id", ["published"] = "Publié le", ["reach"] = " Portée ", ["views"] = "impressions" };
    private static readonly Dictionary<string, string> DayMap = new() { ["day"] = "Publié le", ["followers"] = "fans" };

    [Fact]
    public void One_file_feeds_posts_and_the_accounts_levels()
    {
        var result = Import("post_id,PUBLIÉ LE,portée,impressions,fans\np1,2026-11-10T09:00:00,100,150,1000\np2,2026-11-10T18:00:00,90,140,1003\n", Mapped(PostMap, DayMap));

        result.Posts.Select(post => post[Metrics.Reach]).ShouldBe([100, 90]);
        var reading = result.Readings.ShouldHaveSingleItem();
        (reading.Day, reading[Metrics.Followers], reading.Values.Count).ShouldBe((new(2026, 11, 10), 1003, 1));
        result.Notes.ShouldBe(["PUBLIÉ LE: times of the file are taken as times in Europe/Paris: the file names no zone"]);
    }

    [Fact]
    public void A_posts_day_is_the_clients_and_a_levels_day_the_files()
    {
        // Late on the 10th in New York is the 11th in Paris.
        var result = Import("post_id,Publié le,fans\np1,2026-11-10T20:00:00-05:00,1000\n", Mapped(PostMap, DayMap));

        Paris.DayAt(result.Posts.ShouldHaveSingleItem().Published).ShouldBe(new DateOnly(2026, 11, 11));
        result.Readings.ShouldHaveSingleItem().Day.ShouldBe(new DateOnly(2026, 11, 10));
    }

    [Fact]
    public void A_source_that_maps_only_days_takes_no_posts_and_the_other_way_round()
    {
        const string text = "id,published,day,views,followers\np1,2026-11-10,2026-11-10,5,1000\n";

        Import(text, Mapped(null, new() { ["day"] = "day", ["followers"] = "followers" })).Posts.ShouldBeEmpty();
        Import(text, Mapped(new() { ["id"] = "id", ["published"] = "published" })).Readings.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_map_a_posts_figures_are_not_the_accounts()
    {
        var result = Import("id,published,day,reach,followers\np1,2026-11-10,2026-11-10,100,1000\np2,2026-11-10,2026-11-10,90,1000\n");

        result.Posts.Count.ShouldBe(2);
        result.Readings.ShouldHaveSingleItem().Values.Keys.ShouldBe([Metrics.Followers]);
        result.Refused.ShouldBeEmpty();
    }

    [Fact]
    public void A_map_may_leave_out_the_names_that_are_the_pipelines_own() =>
        Import("id,published,Portée\np1,2026-11-10,100\n", Mapped(new() { ["reach"] = "Portée" })).Posts.ShouldHaveSingleItem()[Metrics.Reach].ShouldBe(100);

    [Fact]
    public void A_figure_that_the_map_does_not_name_is_not_taken() =>
        Import("post_id,Publié le,comments\np1,2026-11-10,9\n", Mapped(PostMap)).Posts.ShouldHaveSingleItem().Values.ShouldBeEmpty();

    [Fact]
    public void Columns_that_the_file_lacks_are_named_with_those_that_it_has()
    {
        var result = Import("post_id,Publié le,Vu par\np1,2026-11-10,100\n", Mapped(PostMap, DayMap));

        result.Posts.ShouldHaveSingleItem().Values.ShouldBeEmpty();
        result.Notes.ShouldBe(["taken as posts, without columns that the config names: \" Portée \" (reach), \"impressions\" (views), \"fans\" (followers); the file has post_id, Publié le, Vu par"]);
    }

    [Theory]
    [InlineData(true, true, "the file is neither a list of posts (it needs the columns \"post_id\" and \"Publié le\") nor one of days (it needs \"Publié le\" and a metric); it has Identifiant, Date, J’aime")]
    [InlineData(true, false, "the file is not a list of posts (it needs the columns \"post_id\" and \"Publié le\"); it has Identifiant, Date, J’aime")]
    [InlineData(false, true, "the file is not one of days (it needs \"Publié le\" and a metric); it has Identifiant, Date, J’aime")]
    public void A_file_that_fits_no_map_is_refused_with_what_it_needs_and_what_it_has(bool posts, bool days, string message)
    {
        var result = Import("Identifiant;Date;;J’aime\np1;2026-11-10;;4\n", Mapped(posts ? PostMap : null, days ? DayMap : null));

        result.Told().ShouldBe([$"export.csv:1: {message}: name its columns in the config's \"posts\" or \"readings\""]);
    }
}
