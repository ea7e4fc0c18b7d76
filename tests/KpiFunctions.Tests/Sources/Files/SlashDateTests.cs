using CsCheck;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Dates with slashes: one that only reads in one way speaks for all of its file.</summary>
public sealed class SlashDateTests
{
    [Fact]
    public void A_date_after_the_12th_shows_the_order_for_the_whole_file()
    {
        Import("id,published\np1,03/11/2026\np2,14/11/2026\n").Posts.Select(post => Paris.DayAt(post.Published)).ShouldBe([new(2026, 11, 3), new(2026, 11, 14)]);
        Import("id,published\np1,11/03/2026\np2,11/14/2026\n").Posts.Select(post => Paris.DayAt(post.Published)).ShouldBe([new(2026, 11, 3), new(2026, 11, 14)]);
    }

    [Fact]
    public void Where_nothing_shows_the_order_the_lines_are_refused_with_the_mend_and_the_others_are_taken()
    {
        var result = Import("id,published\np1,03/04/2026\np2,2026-11-14\np3,05/05/2026\n");

        result.Told().ShouldHaveSingleItem().ShouldBe(
            "export.csv:2: published: \"03/04/2026\" is 4 March with the month first, or 3 April with the day first, and no date of the file shows which: write year-month-day, or export more days, with one after the 12th");
        result.Posts.Select(post => post.Id).ShouldBe(["p2", "p3"], "the fifth of May is the same either way");
    }

    [Fact]
    public void A_file_that_shows_both_orders_is_not_guessed_at()
    {
        var result = Import("id,published\np1,14/11/2026\np2,11/13/2026\np3,01/02/2026\n");

        result.Posts.ShouldBeEmpty();
        result.Told().ShouldAllBe(told => told.Contains("some dates of the file have the day first, and some the month"));
    }

    [Theory]
    [InlineData("14/11/2026 09:30", "2026-11-14T08:30:00Z")]
    [InlineData("11/14/2026 09:30", "2026-11-14T08:30:00Z")]
    [InlineData("11/14/2026, 9:30 PM", "2026-11-14T20:30:00Z")]
    [InlineData("11/14/2026 9:30:15 am", "2026-11-14T08:30:15Z")]
    public void A_time_may_follow(string cell, string instant) =>
        Import($"id,published\np1,\"{cell}\"\n").Posts.ShouldHaveSingleItem().Published.ShouldBe(DateTimeOffset.Parse(instant));

    [Theory]
    [InlineData("31/02/2026", "is no day of the calendar")]
    [InlineData("00/13/2026", "is no day of the calendar")]
    [InlineData("14/11/2026 25:00", "is no day of the calendar")]
    [InlineData("14/11/26", "is not a date")]
    [InlineData("14/11/2126", "lies in the future")]
    public void What_is_no_date_is_refused(string cell, string problem) => Import($"id,published\np1,{cell}\n").Told().ShouldHaveSingleItem().ShouldContain(problem);

    [Fact]
    public void An_export_in_English_has_the_month_first_and_one_in_another_language_has_to_show_it()
    {
        const string english = "Date,Organic followers,Total followers\n11/09/2026,2,3\n";
        const string french = "Date,Abonnés organiques,Total des abonnés\n09/11/2026,2,3\n";

        Import(english).Readings.ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 9));
        Import(english + "14/11/2026,2,3\n").Readings.Select(day => day.Day).ShouldBe([new(2026, 9, 11), new(2026, 11, 14)], "what the file itself shows counts for more");
        Import(french).Told().ShouldHaveSingleItem().ShouldContain("with the month first, or 9 November with the day first, and no date of the file shows which");
        Import(french + "14/11/2026,2,3\n").Readings.Select(day => day.Day).ShouldBe([new(2026, 11, 9), new(2026, 11, 14)]);
    }

    [Fact]
    public void Days_come_back_in_both_conventions_and_never_as_another_day() =>
        Gen.Select(Gen.Int[0, 300].Array[1, 20], Gen.Bool, Gen.Bool).Sample((ages, dayFirst, padded) =>
        {
            var days = ages.Select(age => new DateOnly(2026, 11, 15).AddDays(-age)).Distinct().ToList();
            var form = (dayFirst, padded) switch { (true, true) => "dd/MM/yyyy", (true, _) => "d/M/yyyy", (_, true) => "MM/dd/yyyy", _ => "M/d/yyyy" };
            var result = Import("day,followers\n" + string.Concat(days.Select(day => $"{day.ToString(form, System.Globalization.CultureInfo.InvariantCulture)},{day.DayNumber}\n")));

            // Each line tells its own day: whatever is taken has to be right.
            result.Readings.ShouldAllBe(reading => reading[Pipeline.Readings.Metrics.Followers] == reading.Day.DayNumber);
            if (days.Exists(day => day.Day > 12)) result.Readings.Count.ShouldBe(days.Count);
            (result.Readings.Count + result.Refused.Count).ShouldBe(days.Count);
        }, iter: 500);
}
