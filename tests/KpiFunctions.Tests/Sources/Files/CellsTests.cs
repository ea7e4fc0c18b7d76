using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Tests.Sources.Files;

public sealed class CellsTests
{
    /// <summary>Of a file whose cells are parted by commas.</summary>
    private static readonly Cells Commas = CellsOf(',', GivenFile.Paris);

    /// <summary>An amount, which may have a fraction.</summary>
    private static readonly MetricColumn Amount = new(Metrics.Revenue, "revenue", 1);

    /// <summary>Of a file whose cells are parted by semicolons or tabs.</summary>
    private static readonly Cells Others = CellsOf(';', GivenFile.Paris);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("1234", 1234)]
    [InlineData("0012", 12)]
    [InlineData("+12", 12)]
    [InlineData("12.5", 12.5)]
    [InlineData("1 234", 1234)]
    [InlineData("1\u00A0234\u00A0567", 1_234_567)]
    [InlineData("1\u202F234", 1234)]
    [InlineData("1'234.50", 1234.5)]
    [InlineData("12,345,678", 12_345_678)]
    [InlineData("1,234.5", 1234.5)]
    public void A_number_is_read_in_the_one_way_that_it_can_be(string cell, double number)
    {
        Commas.Number(cell, Amount).ShouldBe((number, null));
        Others.Number(cell, Amount).ShouldBe((number, null));
        double.IsNegative(Commas.Number(cell, Amount).Number!.Value).ShouldBeFalse();
    }

    [Theory]
    [InlineData("12,5", 12.5)]
    [InlineData("1\u202F234,5", 1234.5)]
    [InlineData("1.234,56", 1234.56)]
    [InlineData("1.234.567", 1_234_567)]
    public void Where_a_comma_parts_no_cells_it_may_be_the_decimal_sign(string cell, double number)
    {
        Others.Number(cell, Amount).ShouldBe((number, null));
        Commas.Number(cell, Amount).ShouldBe((number, null), "there it is in quotes");
    }

    [Theory]
    [InlineData("1,234")]
    [InlineData("12.345")]
    [InlineData("999,999")]
    public void Thousands_or_thousandths_is_not_guessed(string cell) => Others.Number(cell, Amount).Problem.ShouldBe("can be read in more than one way: write it without thousands separators");

    [Fact]
    public void In_a_file_of_commas_a_quoted_comma_parts_thousands_and_a_lone_point_is_not_guessed_at()
    {
        Commas.Number("1,234", Amount).Number.ShouldBe(1234);
        Commas.Number("12.345", Amount).Problem.ShouldBe("can be read in more than one way: write it without thousands separators");
    }

    [Fact]
    public void What_counts_people_or_events_is_whole() =>
        Commas.Number("12.5", new(Metrics.Reach, "reach", 1)).Problem.ShouldStartWith("is not whole, and this figure counts people or events");

    [Theory]
    [InlineData("12 34")]
    [InlineData("1 2")]
    [InlineData("1,23,456")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("1e400")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("twelve")]
    [InlineData("=1+1")]
    public void What_is_no_number_is_refused_with_the_way_to_write_one(string cell)
    {
        Commas.Number(cell, Amount).Problem.ShouldBe("is not a number: write 1234 or 1234.5, or leave the cell empty where the figure is not known");
        Others.Number(cell, Amount).Number.ShouldBeNull();
    }

    [Fact]
    public void A_number_beyond_all_numbers_is_none() => Commas.Number(new string('9', 400), Amount).Problem.ShouldStartWith("is not a number");

    [Theory]
    [InlineData("-1")]
    [InlineData("-1,234,567")]
    [InlineData("-0.5")]
    public void A_negative_figure_is_refused(string cell) => Others.Number(cell, Amount).Problem.ShouldStartWith("is negative");

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("—")]
    [InlineData("N/A")]
    [InlineData("null")]
    public void Some_words_say_that_there_is_no_figure(string cell) => Cells.IsAbsent(cell).ShouldBeTrue();

    [Theory]
    [InlineData("2026-11-15", "2026-11-14T23:00:00Z")]
    [InlineData("2026-11-15T09:30", "2026-11-15T08:30:00Z")]
    [InlineData("2026-11-15 09:30:10", "2026-11-15T08:30:10Z")]
    [InlineData("2026-07-15T09:30:00", "2026-07-15T07:30:00Z")]
    [InlineData("2026-11-15T09:30:00Z", "2026-11-15T09:30:00Z")]
    [InlineData("2026-11-15T09:30:00.250+0200", "2026-11-15T07:30:00.250Z")]
    [InlineData("2026-11-15 09:30:00-05:00", "2026-11-15T14:30:00Z")]
    public void A_time_without_an_offset_was_in_the_clients_zone(string cell, string instant) =>
        Commas.Moment(cell).Moment!.Value.Instant.ShouldBe(DateTimeOffset.Parse(instant));

    [Theory]
    // On 29 March 2026 clocks go from two to three; on 25 October from three back to two.
    [InlineData("2026-03-29T01:59:59", "2026-03-29T00:59:59Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-29T03:00:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T03:00:00", "2026-10-25T02:00:00Z")]
    public void Around_a_clock_change_a_time_that_was_skipped_is_later_and_one_that_was_twice_is_the_first(string cell, string instant) =>
        Commas.Moment(cell).Moment!.Value.Instant.ShouldBe(DateTimeOffset.Parse(instant));

    [Theory]
    [InlineData("2026-11-14T23:30:00Z", "2026-11-14")]
    [InlineData("2026-11-14T23:30:00-08:00", "2026-11-14")]
    [InlineData("2026-11-15T00:10:00+09:00", "2026-11-15")]
    public void The_day_is_the_one_that_the_file_shows(string cell, string day) => Commas.Moment(cell).Moment!.Value.Day.ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData("2025/10/31", "2025-10-31")]
    [InlineData("20261115", "2026-11-15")]
    [InlineData("15.11.2026", "2026-11-15")]
    [InlineData("11-15-2026", "2026-11-15")]
    [InlineData("15-11-2026", "2026-11-15")]
    [InlineData("Jul 6, 2023", "2023-07-06")]
    [InlineData("Tue, Aug 25, 2026", "2026-08-25")]
    [InlineData("6 juil. 2023", "2023-07-06")]
    [InlineData("1er août 2023", "2023-08-01")]
    [InlineData("6. März 2023", "2023-03-06")]
    [InlineData("6 de septiembre de 2023", "2023-09-06")]
    [InlineData("6 out. 2023", "2023-10-06")]
    [InlineData("06-Jul-2023", "2023-07-06")]
    [InlineData("46341", "2026-11-15")]
    public void Dates_are_read_as_exports_and_spreadsheets_write_them(string cell, string day) => Commas.Moment(cell).Moment!.Value.Day.ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData("2026-10-30 16:00 +0000", "2026-10-30T16:00:00Z")]
    [InlineData("46341.5", "2026-11-15T11:00:00Z")]
    [InlineData("Nov 14, 2026, 9:30 PM", "2026-11-14T20:30:00Z")]
    [InlineData("14 novembre 2026 à 21:30", "2026-11-14T20:30:00Z")]
    public void So_are_times(string cell, string instant) => Commas.Moment(cell).Moment!.Value.Instant.ShouldBe(DateTimeOffset.Parse(instant));

    [Theory]
    [InlineData("2026-13-01", "is no day of the calendar")]
    [InlineData("2026-02-30", "is no day of the calendar")]
    [InlineData("Feb 30, 2026", "is no day of the calendar")]
    [InlineData("February 28", "has no year, and a year is not guessed")]
    [InlineData("8 de marzo", "has no year, and a year is not guessed")]
    [InlineData("19 avril", "has no year, and a year is not guessed")]
    [InlineData("15/11/26", "is not a date: write year-month-day")]
    [InlineData("Tag 15, 2026", "is not a date: write year-month-day")]
    [InlineData("12345", "is not a date: write year-month-day")]
    [InlineData("last Tuesday", "is not a date: write year-month-day")]
    [InlineData("", "is not a date: write year-month-day")]
    public void What_is_no_date_is_not_guessed_at(string cell, string problem) => Commas.Moment(cell).Problem.ShouldStartWith(problem);

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2003-12-31")]
    public void Dates_before_any_network_are_refused(string cell) => Commas.Moment(cell).Problem.ShouldStartWith("is before 2004");

    [Theory]
    [InlineData("2026-11-17")]
    [InlineData("2026-11-17T00:00:00")]
    [InlineData("2026-11-16T23:30:00-08:00")]
    [InlineData("2126-11-15")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Days_that_have_not_come_are_refused(string cell) => Commas.Moment(cell).Problem.ShouldStartWith("lies in the future");

    [Fact]
    public void The_day_of_the_import_is_possible() => Commas.Moment("2026-11-16T23:59:59").Moment.ShouldNotBeNull();

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Kiritimati")]
    public void The_ends_of_the_calendar_are_refused_in_every_zone(string zone)
    {
        var cells = CellsOf(',', Zone.Find(zone)!);
        foreach (var cell in (string[])["0001-01-01", "0001-01-01T00:00", "9999-12-31", "9999-12-31T23:59:59"]) cells.Moment(cell).Problem.ShouldNotBeNull();
    }

    private static Cells CellsOf(char delimiter, Zone zone)
    {
        var table = CsvTable.Read("export.csv", System.Text.Encoding.UTF8.GetBytes($"day{delimiter}revenue\n"), TestContext.Current.CancellationToken).Table!;
        return new(TableScan.Of(table, [0], [], DateOrder.Unknown, TestContext.Current.CancellationToken), zone, zone, new(2026, 11, 16));
    }
}
