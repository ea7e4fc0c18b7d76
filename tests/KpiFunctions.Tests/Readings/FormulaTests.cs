using CsCheck;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Readings;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * clicks", 21)]
    [InlineData("(1 + 2) * clicks", 30)]
    [InlineData("clicks - 4 - 3", 3)]
    [InlineData("24 / 4 / (clicks - 8)", 3)]
    [InlineData("-2 * -clicks", 20)]
    [InlineData("-(1 + clicks)", -11)]
    [InlineData(" 1.5*clicks ", 15)]
    [InlineData("--clicks", 10)]
    [InlineData("clicks * 2", 20)]
    [InlineData("clicks / views", 0.25)]
    [InlineData("(clicks + 5) * 2", 30)]
    public void Arithmetic_is_what_school_taught(string text, double value) => Read(text).Evaluate(Ten).ShouldBe(value);

    [Theory]
    [InlineData("clicks / views", true)]
    [InlineData("2 * (clicks + shares)", true)]
    [InlineData("clicks - shares", false)]
    [InlineData("-clicks", false)]
    public void A_formula_knows_whether_it_subtracts(string text, bool never) => Read(text).NeverSubtracts.ShouldBe(never);

    [Fact]
    public void A_formula_knows_the_metrics_that_it_reads() =>
        Read("(clicks + shares) / views * clicks").Metrics.ShouldBe([Metrics.Clicks, Metrics.Shares, Metrics.Views], ignoreOrder: true);

    [Fact]
    public void An_unknown_metric_makes_the_value_unknown_and_not_zero() => Read("clicks + saves").Evaluate(Ten).ShouldBeNull();

    [Theory]
    [InlineData("1 / (clicks - 10)")]
    [InlineData("clicks / (clicks - 10)")]
    [InlineData("clicks * 1000000000000 * 1000000000000")]
    public void Nothing_is_divided_by_zero_or_grows_beyond_reason(string text) => Read(text).Evaluate(Ten).ShouldBeNull();

    [Theory]
    [InlineData("", 0)]
    [InlineData("clicks +", 8)]
    [InlineData("(clicks", 7)]
    [InlineData("clicks)", 6)]
    [InlineData("clicks ^ 2", 7)]
    [InlineData("1.2.3", 0)]
    [InlineData(".", 0)]
    [InlineData("clicks * 1e5", 10)]
    [InlineData("clicks * 1,5", 10)]
    [InlineData("clicks × 2", 7)]
    [InlineData("clicks * ２", 9)]
    [InlineData("clicks / 0", 8)]
    [InlineData("clicks / (2 - 2)", 8)]
    [InlineData("1 / 2", 0)]
    [InlineData("clicks * 9999999999999", 9)]
    [InlineData("clicks\0", 6)]
    [InlineData("clicks views", 7)]
    [InlineData("system(1)", 0)]
    public void What_is_wrong_is_told_with_its_place(string text, int position)
    {
        var (formula, error) = Formula.Parse(text);
        formula.ShouldBeNull();
        error!.Position.ShouldBe(position);
    }

    [Theory]
    [InlineData("clicks × 2", "'×' is not expected here; write *")]
    [InlineData("clicks ÷ views", "'÷' is not expected here; write /")]
    [InlineData("clicks − views", "'−' is not expected here; write -")]
    [InlineData("clicks * 1,5", "',' is not expected here; write a decimal point")]
    [InlineData("[clicks]", "'[' is not a number, a metric or a parenthesis; write (")]
    [InlineData("clicks 😀", "'😀' is not expected here; use + - * / and parentheses")]
    [InlineData("clicks\u0007", "'U+0007' is not expected here; use + - * / and parentheses")]
    public void Signs_that_look_alike_are_named_with_those_to_write(string text, string reason) => Formula.Parse(text).Error!.Reason.ShouldBe(reason);

    [Fact]
    public void An_unknown_name_is_given_back() => Formula.Parse("clicks / impressions").Error.ShouldBe(new(9, "'impressions' is not a metric", "impressions"));

    [Fact]
    public void A_formula_without_end_is_refused_and_not_run_into_the_ground()
    {
        Formula.Parse(new string('(', 400)).Error!.Reason.ShouldContain("levels of parentheses");
        Formula.Parse(new string('1', 501)).Error!.Reason.ShouldContain("longer than");
    }

    [Fact]
    public void No_text_makes_the_reader_fail() => Gen.String[Gen.Char["clikvews0123456789.+-*/() "], 0, 60].Sample(text =>
    {
        var (formula, error) = Formula.Parse(text);
        return formula is null != (error is null) && (error is null || error.Position >= 0 && error.Position <= text.Length);
    });

    [Fact]
    public void A_value_is_finite_or_unknown() => Gen.Double.Select(Gen.Double).Sample((clicks, views) =>
        Read("clicks / views * clicks").Evaluate(metric => metric == Metrics.Clicks ? clicks : views) is not { } value || double.IsFinite(value));

    private static Formula Read(string text) => Formula.Parse(text).Formula.ShouldNotBeNull();

    private static double? Ten(Metric metric) => metric == Metrics.Clicks ? 10 : metric == Metrics.Views ? 40 : null;
}
