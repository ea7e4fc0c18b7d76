using System.Globalization;
using CsCheck;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Numbers that only their column explains.</summary>
public sealed class NumberColumnTests
{
    [Theory]
    [InlineData("12,5", DecimalSign.Comma)]
    [InlineData("1.234.567", DecimalSign.Comma)]
    [InlineData("12.5", DecimalSign.Point)]
    [InlineData("1,234,567", DecimalSign.Point)]
    [InlineData("1,234.50 €", DecimalSign.Point)]
    [InlineData("1,234", DecimalSign.Unknown)]
    [InlineData("1 234", DecimalSign.Unknown)]
    [InlineData("--", DecimalSign.Unknown)]
    public void Some_numbers_show_their_decimal_sign(string cell, object sign) => Cells.SignOf(cell).ShouldBe((DecimalSign)sign);

    [Fact]
    public void One_number_that_is_clear_explains_the_others_of_its_column()
    {
        Import("day;revenue;views\n2026-11-10;1,234;1,234\n2026-11-11;12,5;1,234,567\n").Readings[0].ShouldSatisfyAllConditions(
            day => day[Metrics.Revenue].ShouldBe(1.234),
            day => day[Metrics.Views].ShouldBe(1234));
        Import("day,revenue\n2026-11-10,\"1,234\"\n2026-11-11,\"12,5\"\n").Readings[0][Metrics.Revenue].ShouldBe(1.234);
    }

    [Fact]
    public void A_column_that_shows_nothing_is_read_as_the_others_of_the_file()
    {
        Import("day;views;revenue\n2026-11-10;1.234;12,5\n").Readings.ShouldHaveSingleItem()[Metrics.Views].ShouldBe(1234);
        Import("day;views;rate\n2026-11-10;1.234;4,92 %\n").Readings.ShouldHaveSingleItem()[Metrics.Views].ShouldBe(1234);
        Import("day;views;rate\n2026-11-10;1.234;4.92\n").Told().ShouldHaveSingleItem().ShouldContain("is not whole");
    }

    [Fact]
    public void A_column_that_shows_both_signs_is_read_where_a_cell_alone_is_clear()
    {
        var result = Import("day;revenue\n2026-11-10;1,234\n2026-11-11;12,5\n2026-11-12;12.5\n");

        result.Told().ShouldHaveSingleItem().ShouldStartWith("export.csv:2: revenue: \"1,234\" can be read in more than one way");
        result.Readings.Select(day => day[Metrics.Revenue]).ShouldBe([12.5, 12.5]);
    }

    [Theory]
    [InlineData("€1,234.50")]
    [InlineData("1 234,50 €")]
    [InlineData("1\u202F234,50\u00A0€")]
    [InlineData("EUR 1234.50")]
    [InlineData("$1234.50")]
    public void An_amount_may_have_its_currency(string cell) =>
        Import($"day;revenue\n2026-11-10;{cell}\n").Readings.ShouldHaveSingleItem()[Metrics.Revenue].ShouldBe(1234.5);

    [Fact]
    public void A_currency_or_a_share_is_no_count()
    {
        Import("day;clicks\n2026-11-10;12 €\n").Told().ShouldHaveSingleItem().ShouldContain("is not a number");
        Import("day;clicks\n2026-11-10;12 %\n").Told().ShouldHaveSingleItem().ShouldContain("is not a number of people or events, but a share");
    }

    [Fact]
    public void Numbers_come_back_in_both_conventions_and_never_as_other_numbers() =>
        Gen.Select(Gen.Int[0, 50_000_000].Array[1, 20], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool).Sample((hundredths, thousands, delimiter, comma) =>
        {
            var separator = delimiter switch { 0 => ";", 1 => "\t", _ => "," };
            var format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
            (format.NumberDecimalSeparator, format.NumberGroupSeparator) = (comma ? "," : ".", thousands switch { 0 => comma ? "." : ",", 1 => "\u202F", 2 => "'", _ => "" });
            var lines = hundredths.Select((number, i) => $"{new DateOnly(2026, 11, 15).AddDays(-i):yyyy-MM-dd}{separator}\"{(number / 100.0).ToString("#,##0.##", format)}\"\n");
            var result = Import($"day{separator}revenue\n" + string.Concat(lines));

            foreach (var day in result.Readings)
            {
                var meant = hundredths[new DateOnly(2026, 11, 15).DayNumber - day.Day.DayNumber] / 100.0;

                // Where commas part the cells a lone 1,234 is a thousand and more, as in every English file.
                if (separator == "," && comma) continue;
                day[Metrics.Revenue].ShouldBe(meant);
            }

            (result.Readings.Count + result.Refused.Count).ShouldBe(hundredths.Length);
        }, iter: 1000);
}
