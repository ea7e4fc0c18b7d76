using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

public sealed class DayFileTests
{
    [Fact]
    public void A_day_has_what_its_line_says()
    {
        var reading = Import("day,account,reach_7d,followers,views\n2026-11-15,page,900,1000,1500\n").Readings.ShouldHaveSingleItem();

        (reading.Account, reading.Day, reading.Settled, reading.FetchedAt).ShouldBe((new("files", "page"), new(2026, 11, 15), true, Now));
        reading.Values.OrderBy(value => value.Value).Select(value => (value.Key.Key, value.Value)).ShouldBe([("reach_7d", 900), ("followers", 1000), ("views", 1500)]);
    }

    [Fact]
    public void A_day_that_is_not_over_may_still_change() =>
        Import("day,views\n2026-11-15,10\n2026-11-16,3\n").Readings.Select(reading => reading.Settled).ShouldBe([true, false]);

    [Fact]
    public void Days_come_in_order_whatever_the_files_order_is() =>
        Import("day,views\n2026-11-12,3\n2026-11-10,1\n2026-11-11,2\n").Readings.Select(reading => reading[Metrics.Views]).ShouldBe([1, 2, 3]);

    [Fact]
    public void An_empty_cell_stays_unknown_and_a_day_without_a_figure_is_no_reading()
    {
        var result = Import("day,views,followers\n2026-11-10,,1000\n2026-11-11,,\n");

        var reading = result.Readings.ShouldHaveSingleItem();
        (reading[Metrics.Views], reading[Metrics.Followers]).ShouldBe((null, 1000));
        result.Notes.ShouldBe(["views: empty on 2 lines; unknown there, and not 0", "followers: empty on 1 line; unknown there, and not 0"]);
    }

    [Fact]
    public void Where_lines_of_a_day_differ_the_day_gives_no_such_figure()
    {
        var result = Import("day,views,clicks,followers\n2026-11-10,5,1,7\n2026-11-10,5,1,7\n2026-11-10,6,1,8\n2026-11-11,6,1,7\n");

        result.Readings.Select(day => (day[Metrics.Views], day[Metrics.Clicks], day[Metrics.Followers])).ShouldBe([(null, 1, null), (6, 1, 7)]);
        result.Told().ShouldBe(
        [
            "export.csv:4: views: \"6\" differs from line 2, which says 5 of the same day, 2026-11-10: neither is taken; keep the line that is right",
            "export.csv:4: followers: \"8\" differs from line 2, which says 7 of the same day, 2026-11-10: neither is taken; keep the line that is right",
        ]);
    }

    [Theory]
    [InlineData("Hour", "00", "08")]
    [InlineData("Uhrzeit", "0", "8")]
    [InlineData("時間帯", "朝", "夜")]
    [InlineData("Campaign", "organic", "sponsored")]
    [InlineData("", "x", "y")]
    public void A_column_that_tells_lines_of_a_day_apart_makes_them_parts_whatever_it_holds(string heading, string one, string other)
    {
        var result = Import($"day,{heading},views\n2026-11-10,{one},5\n2026-11-10,{other},5\n2026-11-11,{one},4\n2026-11-11,{other},9\n2026-11-12,{one},4\n");

        if (heading.Length == 0)
        {
            result.Readings.Select(day => (day.Day.Day, day[Metrics.Views])).ShouldBe([(10, 5), (12, 4)]);
            return;
        }

        result.Readings.ShouldBeEmpty();
        result.Told().ShouldBe([$"export.csv:1: {heading}: tells several lines of a day apart (\"{one}\" and \"{other}\" on 2026-11-10), and nothing in the file says that they add up: no day is taken; export the figures by day alone"]);
    }

    [Fact]
    public void One_day_of_many_that_was_entered_twice_costs_only_itself() =>
        Import("day,remark,views\n2026-11-10,a,5\n2026-11-10,b,6\n2026-11-11,c,4\n").Readings.ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 11));

    [Theory]
    [InlineData("2026-11-10T09:00:00,1001\n2026-11-10T18:00:00,1002\n")]
    [InlineData("2026-11-10T18:00:00,1002\n2026-11-10T09:00:00,1001\n")]
    [InlineData("2026-11-10T09:00:00,1001\n2026-11-10T18:00:00,1002\n2026-11-10T20:00:00,\n")]
    public void The_days_level_is_that_of_its_latest_time_in_whatever_order_the_lines_stand(string lines) =>
        Import("day,followers\n" + lines).Readings.ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(1002);

    [Fact]
    public void Another_accounts_lines_are_refused() =>
        Import("day,account,views\n2026-11-10,page,1\n2026-11-10,,1\n2026-11-10,other,9\n").Told()
            .ShouldBe(["export.csv:4: account: \"other\" is another account than the config's, \"page\": export that account alone"]);

    [Fact]
    public void A_line_is_taken_whole_or_not_at_all()
    {
        var source = Mapped(new() { ["id"] = "id", ["published"] = "published", ["reach"] = "reach" }, new() { ["day"] = "published", ["followers"] = "fans" });

        var result = Import("id,published,reach,fans\np1,2026-11-10,100,many\np2,2026-11-11,?,1000\np3,2026-11-12,120,1010\n", source);

        result.Refused.Select(line => (line.Line, line.Column)).ShouldBe([(2, "fans"), (3, "reach")]);
        result.Posts.ShouldHaveSingleItem().Id.ShouldBe("p3");
        result.Readings.ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(1010);
    }
}
