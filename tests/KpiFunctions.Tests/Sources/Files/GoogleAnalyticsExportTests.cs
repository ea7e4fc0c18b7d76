using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>What the CSV of a Google Analytics report says of a day, and what it does not.</summary>
public sealed class GoogleAnalyticsExportTests
{
    [Fact]
    public void Without_comment_lines_the_headings_alone_tell_it()
    {
        var result = Import("Date,Sessions,Active users\n20261101,360,310\n");

        result.Export.ShouldBe("Google Analytics 4");
        result.Readings.ShouldHaveSingleItem().Values.Select(value => (value.Key.Key, value.Value)).ShouldBe([("sessions", 360), ("users", 310)], ignoreOrder: true);
        result.Readings[0].Traffic.ShouldBeNull("the table does not tell where visits came from");
    }

    [Fact]
    public void People_are_never_added_up_over_origins()
    {
        var result = Import("Date,Session source / medium,Session default channel group,Sessions,Active users\n20261101,google / organic,Organic Search,5,4\n20261101,bing / organic,Organic Search,3,3\n");

        result.Readings.ShouldHaveSingleItem()[Metrics.Users].ShouldBeNull();
        result.Readings[0][Metrics.Sessions].ShouldBe(8);
        result.Readings[0].Traffic!.Select(slice => (slice.Channel, slice.Source, slice.Medium, slice.Sessions)).ShouldBe(
            [(Channel.OrganicSearch, "google", "organic", 5), (Channel.OrganicSearch, "bing", "organic", 3)]);
        result.Notes.ShouldContain(note => note.Contains("\"Active users\" is not added up"));
    }

    [Theory]
    [InlineData("Date,Session default channel group,Sessions\n20261101,Organic Search,5\n20261101,Direct,3\n")]
    [InlineData("Date,Session source / medium,Sessions\n20261101,google / organic,5\n20261101,(direct) / (none),3\n")]
    public void Half_an_origin_is_none_as_the_other_half_would_count_as_nobody(string text)
    {
        var result = Import(text);

        result.Readings.ShouldHaveSingleItem()[Metrics.Sessions].ShouldBe(8);
        result.Readings[0].Traffic.ShouldBeNull();
        result.Notes.ShouldContain(note => note.Contains("their origin is not kept"));
    }

    [Fact]
    public void Two_tables_of_the_same_visits_are_not_added_to_each_other()
    {
        var result = Import("""
            # Start date: 20261101
            Date,Session default channel group,Sessions
            20261101,Direct,8

            # Start date: 20261101
            Date,Session source / medium,Session default channel group,Sessions
            20261101,google / organic,Organic Search,5
            20261101,(direct) / (none),Direct,2

            # Start date: 20261101
            Date,Total users
            20261101,6
            """);

        var day = result.Readings.ShouldHaveSingleItem();
        (day[Metrics.Sessions], day[Metrics.Users], day.Traffic!.Count).ShouldBe((7, 6, 2));
    }

    [Theory]
    [InlineData("Session default channel group,Sessions\nDirect,8\n", "export.csv:1: \"Session default channel group, Sessions\" is a table without a date")]
    [InlineData("Nth day,Sessions\n0000,8\n", "counts days from a start that no comment line names")]
    [InlineData("Date,Country,Sessions\n20261101,France,8\n", "is told apart by \"Country\"")]
    [InlineData("# Start date: 20261101\nDate,Views\n20261101,8\n", "has none of the figures that are kept")]
    [InlineData("Nth week,Sessions\n0000,8\n", "is told by \"Nth week\"")]
    public void A_table_that_gives_no_figure_of_a_day_is_named_with_the_mend(string text, string told)
    {
        var result = Import(text);

        result.Told().ShouldHaveSingleItem().ShouldContain(told);
        result.Readings.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_named_and_the_rest_is_taken()
    {
        var result = Import("Date,Sessions\n20261101,8\n20261399,1\n(other),2\n20261102,many\n20261103,9\n20261118,4\n20261103,7\nGrand total,24\n");

        result.Readings.ShouldHaveSingleItem()[Metrics.Sessions].ShouldBe(8);
        result.Told().ShouldBe(
        [
            "export.csv:3: Date: \"20261399\" is no day of the calendar: look at the cell",
            "export.csv:4: Date: \"(other)\" is not a day: write 20260115 or 2026-01-15",
            "export.csv:5: Sessions: \"many\" is not a number: write 1234 or 1234.5, or leave the cell empty where the figure is not known",
            "export.csv:7: Date: \"20261118\" lies in the future: drop the file again when the day has come",
            "export.csv:8: sessions: \"7\" differs from line 6, which says 9 of the same day, 2026-11-03: neither is taken; keep the line that is right",
        ]);
        result.Notes.ShouldBe(["export.csv:1: 1 line of totals passed over"]);
    }

    [Fact]
    public void A_sender_of_the_name_Total_is_no_line_of_totals_and_a_time_in_words_is_no_origin()
    {
        var result = Import("""
            Date,Session source,Session medium,Session default channel group,Sessions,Average engagement time per session
            20261101,total,cpc,Paid Search,5,1m 20s
            ,,,,5,1m 20s,Grand total
            """);

        result.Refused.ShouldBeEmpty();
        result.Readings.ShouldHaveSingleItem().Traffic!.ShouldHaveSingleItem().Source.ShouldBe("total");
    }

    [Fact]
    public void Quotes_in_a_comment_take_in_no_line_below() =>
        Import("# Property: 27\" screens\n# Start date: 20261101\n\nNth day,Sessions\n0000,8\n0001,9\n").Readings.Select(day => (day.Day.Day, day[Metrics.Sessions])).ShouldBe([(1, 8), (2, 9)]);

    [Fact]
    public void A_file_of_a_consultants_own_may_have_comments() =>
        Import("# my notes\nday,followers\n2026-11-10,5\n").Readings.ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(5);
}
