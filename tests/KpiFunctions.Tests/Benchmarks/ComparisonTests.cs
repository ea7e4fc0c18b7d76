using KpiFunctions.Benchmarks.Paired;

namespace KpiFunctions.Tests.Benchmarks;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 100, 2 }, 3)]
    public void The_median_is_the_middle_one_or_between_the_two_in_the_middle(double[] values, double median) =>
        Comparison.Median(values).ShouldBe(median);

    [Fact]
    public void Twice_as_long_is_half_the_speed() =>
        new Comparison([Seconds(4)], [Seconds(2)]).Ratio.ShouldBe(0.5);

    [Fact]
    public void Twice_as_long_costs_twice_as_much() =>
        new Comparison([Seconds(4), Seconds(1)], [Seconds(2), Seconds(1)]).Costs.ShouldBe([2, 1]);

    [Fact]
    public void A_round_in_which_the_whole_machine_was_slow_changes_nothing() =>
        new Comparison([Seconds(2), Seconds(40), Seconds(2)], [Seconds(1), Seconds(20), Seconds(1)]).Ratio.ShouldBe(0.5);

    [Fact]
    public void Sides_are_compared_within_their_round() =>
        new Comparison([Seconds(1), Seconds(2), Seconds(4)], [Seconds(1), Seconds(1), Seconds(1)]).Ratios.ShouldBe([1, 0.5, 0.25]);

    [Fact]
    public void A_round_with_one_side_only_is_refused() =>
        Should.Throw<ArgumentException>(() => new Comparison([Seconds(1), Seconds(2)], [Seconds(1)]));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
