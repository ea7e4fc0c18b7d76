using CsCheck;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Tests.Digest.Truth;

namespace KpiFunctions.Tests.Digest;

/// <summary>What rounding may not do: show a figure on the other side of its usual range.</summary>
public sealed class KpiFormatTests
{
    private static readonly Language English = Language.Of("en");

    [Theory]
    [InlineData(16_288.7, 18_400, "18,400", "16,200")]
    [InlineData(18_399.6, 18_400, "18,400", "18,399")]
    [InlineData(16_288.7, 16_250, "16,250", "16,288")]
    public void A_range_has_round_ends_unless_the_figure_is_too_near(double high, double value, string figure, string end)
    {
        var format = Of(KpiUnit.People, value, new(10_000, 13_000, high, 8));
        format.Write(value).ShouldBe(figure);
        format.WriteEnds(new(10_000, high)).High.ShouldBe(end);
    }

    [Fact]
    public void What_is_shown_is_on_the_side_of_the_range_that_the_figure_is_on() =>
        Gen.Select(Gen.Double[0, 1e7], Gen.Double[0.001, 3], Gen.Double[0.001, 1], Gen.Int[0, 3]).Sample((centre, ratio, spread, kind) =>
        {
            var unit = new[] { KpiUnit.Count, KpiUnit.People, KpiUnit.Money, KpiUnit.Number }[kind];
            var usual = new PredictionInterval(centre * (1 - spread), centre * (1 + spread));
            var value = unit is KpiUnit.Count or KpiUnit.People ? Math.Round(centre * ratio) : centre * ratio;
            var format = Of(unit, value, new(usual.Low, centre, usual.High, 8));
            var (low, high) = format.WriteEnds(usual);
            var (shown, shownLow, shownHigh) = (Read(format.Write(value)), Read(low), Read(high));

            // Where two decimals cannot tell the two apart, neither can a reader.
            if (Math.Abs(value - usual.Low) < 0.02 || Math.Abs(value - usual.High) < 0.02 || usual.High - usual.Low < 1) return true;
            return (shown < shownLow) == (value < usual.Low) && (shown > shownHigh) == (value > usual.High);
        });

    /// <summary>Three digits, since it is no exact thing, unless the figure would then read as if it stood on the other side.</summary>
    [Theory]
    [InlineData(15_934.2, 18_400, "15,900")]
    [InlineData(15_934.2, 15_910, "15,934")]
    [InlineData(15_934.2, 15_934, "15,934")]
    [InlineData(27.4, 31, "27")]
    [InlineData(0.2, 0, "0")]
    public void The_centre_is_round_and_keeps_the_figure_on_its_side(double centre, double value, string written) =>
        Of(KpiUnit.Count, value, new(null, centre, null, 8)).Centre.ShouldBe(written);

    [Theory]
    [InlineData(KpiUnit.Share, 0.60, 0.58, "−2\u00a0points")]
    [InlineData(KpiUnit.Count, 100, 120, "+20%")]
    [InlineData(KpiUnit.Count, 3, 8, "+5")]
    [InlineData(KpiUnit.Count, 0, 8, "+8")]
    [InlineData(KpiUnit.Count, 100, 100, null)]
    public void A_change_is_told_in_the_units_own_way(KpiUnit unit, double before, double now, string? expected) =>
        Of(unit, now, null).WriteChange(before, now).ShouldBe(expected);

    [Theory]
    [InlineData("en", 999_999, "999,999")]
    [InlineData("en", 1_000_000, "1\u00a0million")]
    [InlineData("fr", 1_011_220, "1,01\u00a0million")]
    [InlineData("fr", 2_500_000, "2,5\u00a0millions")]
    [InlineData("fr", 12_345_678, "12,3\u00a0millions")]
    [InlineData("en", 1_234_567_890, "1,230\u00a0million")]
    public void Millions_have_three_digits(string language, double value, string written) =>
        new KpiFormat(Language.Of(language), HandMade.Kpi("views", KpiUnit.Count, value, null, KpiVerdict.Steady, new Basis.None(), GoodDirection.Up)).Write(value).ShouldBe(written);

    [Fact]
    public void A_smaller_one_beside_it_has_three_digits_of_its_own()
    {
        var format = Of(KpiUnit.Money, 20_914_072, null);
        (format.Write(20_914_072), format.Write(5_312_083), format.Write(312_083)).ShouldBe(("€20,900,000", "€5,310,000", "€312,083"));
    }

    [Fact]
    public void A_million_is_exact_where_three_digits_would_move_it_over_the_end_of_its_range() =>
        Of(KpiUnit.Count, 1_001_000, new(800_000, 900_000, 1_000_500, 8)).Write(1_001_000).ShouldBe("1,001,000");

    private static KpiFormat Of(KpiUnit unit, double value, ExpectedWeek? usual) =>
        new(English, HandMade.Kpi("views", unit, value, usual, KpiVerdict.Steady, new Basis.None(), GoodDirection.Up) with { Currency = "EUR" });

    private static double Read(string written) => WrittenNumber.In(written, "en")[0].Value;
}
