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
    public void Some_numbers_show_their_decimal_sign(string cell, object sign) => Cells.SignOf([cell]).ShouldBe((DecimalSign)sign);

    [Fact]
    public void One_number_that_is_clear_explains_the_others_of_its_column()
    {
        Import("id;published;reach;views\np1;2026-11-10;1,234;1,234\np2;2026-11-10;12,5;1,234,567\n").Posts[0].ShouldSatisfyAllConditions(
            post => post[Metrics.Reach].ShouldBe(1.234),
            post => post[Metrics.Views].ShouldBe(1234));
        Import("id,published,reach\np1,2026-11-10,\"1,234\"\np2,2026-11-10,\"12,5\"\n").Posts[0][Metrics.Reach].ShouldBe(1.234);
    }

    [Fact]
    public void A_column_that_shows_both_signs_is_read_where_a_cell_alone_is_clear()
    {
        var result = Import("id;published;reach\np1;2026-11-10;1,234\np2;2026-11-10;12,5\np3;2026-11-10;12.5\n");

        result.Told().ShouldHaveSingleItem().ShouldStartWith("export.csv:2: reach: \"1,234\" can be read in more than one way");
        result.Posts.Select(post => post[Metrics.Reach]).ShouldBe([12.5, 12.5]);
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
            var lines = hundredths.Select((number, i) => $"p{i}{separator}2026-11-10{separator}\"{(number / 100.0).ToString("#,##0.##", format)}\"\n");
            var result = Import($"id{separator}published{separator}views\n" + string.Concat(lines));

            foreach (var post in result.Posts)
            {
                var meant = hundredths[int.Parse(post.Id.AsSpan(1), CultureInfo.InvariantCulture)] / 100.0;

                // Where commas part the cells a lone 1,234 is a thousand and more, as in every English file.
                if (separator == "," && comma) continue;
                post[Metrics.Views].ShouldBe(meant);
            }

            (result.Posts.Count + result.Refused.Count).ShouldBe(hundredths.Length);
        }, iter: 1000);
}
