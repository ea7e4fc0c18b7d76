using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Readings;

/// <summary>A test for each row of the table of rules, and what holds for all of them.</summary>
public sealed class PlausibilityTests
{
    private static readonly AccountRef Account = new("facebook", "1015");
    private static readonly DateOnly Day = new(2026, 11, 18);

    [Theory]
    [InlineData("followers", -1)]
    [InlineData("reach", -1)]
    [InlineData("conversions", -3)]
    [InlineData("views", double.NaN)]
    [InlineData("views", double.PositiveInfinity)]
    [InlineData("revenue", double.NaN)]
    public void A_number_that_nothing_can_have_is_not_known(string metric, double value) =>
        Left((metric, value), ("shares", 3)).ShouldBe(["shares"]);

    [Fact]
    public void More_may_be_paid_back_than_taken_in() => Left(("revenue", -20)).ShouldBe(["revenue"]);

    [Theory]
    [InlineData("sessions", "users")]
    [InlineData("users", "sessions")]
    [InlineData("views", "reach")]
    [InlineData("views", "engaged_views")]
    [InlineData("reach", "views")]
    [InlineData("reach_7d", "reach")]
    [InlineData("reach_28d", "reach_7d")]
    public void A_zero_beside_what_cannot_be_without_it_is_not_known(string zero, string positive)
    {
        Left((zero, 0), (positive, 120)).ShouldBe([positive]);
        Left((zero, 0), (positive, 0)).ShouldBe([zero, positive], ignoreOrder: true);
        Left((zero, 0)).ShouldBe([zero]);
    }

    [Theory]
    [InlineData("reach", "views", false, false)]
    [InlineData("reach", "reach_7d", true, false)]
    [InlineData("reach_7d", "reach_28d", true, false)]
    [InlineData("conversions_assisted_by_social", "conversions", false, true)]
    public void A_part_that_is_more_than_the_whole_makes_unknown_what_cannot_be_told_apart(string part, string whole, bool partIsKept, bool wholeIsKept)
    {
        string[] kept = [.. new[] { (part, partIsKept), (whole, wholeIsKept) }.Where(each => each.Item2).Select(each => each.Item1)];
        Left((part, 150), (whole, 100)).ShouldBe(kept);
        Left((part, 104), (whole, 100)).ShouldBe([part, whole], ignoreOrder: true);
    }

    [Fact]
    public void A_week_with_fewer_people_than_its_best_day_is_not_known()
    {
        var days = Plausibility.OfDays([Of(Day.AddDays(-7), ("reach", 900)), Of(Day.AddDays(-6), ("reach", 300)), Of(Day, ("reach_7d", 200))]);
        days[2].Values.ShouldBeEmpty();
        days[2].IsImpossible(Metrics.Reach7Days).ShouldBeTrue();
        Plausibility.OfDays([Of(Day.AddDays(-7), ("reach", 900)), Of(Day, ("reach_7d", 200))])[1][Metrics.Reach7Days].ShouldBe(200);
    }

    [Theory]
    [InlineData(10, 1, false)]
    [InlineData(9, 1, true)]
    [InlineData(27_990, 35, false)]
    [InlineData(27_990, 36, true)]
    public void A_level_that_falls_to_zero_overnight_is_not_known(double before, int daysBefore, bool isKept)
    {
        var zero = Plausibility.OfDays([Of(Day.AddDays(-daysBefore), ("followers", before)), Of(Day, ("followers", 0)), Of(Day.AddDays(1), ("followers", 0))]);
        zero[1].Values.ContainsKey(Metrics.Followers).ShouldBe(isKept);
        zero[2].Values.ContainsKey(Metrics.Followers).ShouldBe(isKept || daysBefore == 35);
    }

    [Fact]
    public void Another_account_has_levels_of_its_own() =>
        Plausibility.OfDays([Of(Day.AddDays(-1), ("followers", 500)), Of(Day, ("followers", 0)) with { Account = new("x", "shop") }])[1][Metrics.Followers].ShouldBe(0);

    [Fact]
    public void Where_the_parts_are_exact_their_sum_takes_the_place_of_a_total_that_says_zero()
    {
        TrafficSlice[] parts = [new(Channel.Direct, "(direct)", null, null, 30, 3, 20), new(Channel.Email, "news", null, null, 12, 2, 30)];
        var reading = Plausibility.Of(Of(Day, ("sessions", 0), ("users", 20), ("conversions", 0), ("revenue", 0)) with { Traffic = parts });
        (reading[Metrics.Sessions], reading[Metrics.Conversions], reading[Metrics.Revenue]).ShouldBe((42, 5, 50));
        reading.Impossible.ShouldBeNull();
    }

    [Fact]
    public void What_is_left_out_is_kept_beside_with_a_reason()
    {
        var reading = Plausibility.Of(Of(Day, ("followers", -1), ("reach", 5)));
        reading.Impossible.ShouldBe(new Dictionary<Metric, double> { [Metrics.Followers] = -1 });
        Plausibility.ReasonOf(Of(Day, ("followers", -1), ("reach", 5)).Values, Metrics.Followers).ShouldBe("no number of people or events is negative");
    }

    [Fact]
    public void Figures_of_a_post_follow_the_same_rules()
    {
        var post = Plausibility.Of(new Post { Account = Account, Id = "1", Published = default, FetchedAt = default, Values = Values(("views", 0), ("reach", 40), ("shares", -1), ("comments", 2)) });
        post.Values.Keys.ShouldBe([Metrics.Reach, Metrics.Comments], ignoreOrder: true);
        post.Impossible!.Keys.ShouldBe([Metrics.Views, Metrics.Shares], ignoreOrder: true);
    }

    [Fact]
    public void The_page_has_every_rule() => GoldenFile.CheckSection(
        "/docs/sources/impossible-values.md", "rules",
        "\n| found | not known then | because |\n|---|---|---|\n" + string.Concat(Plausibility.Table.Select(rule => $"| {rule.What} | {rule.Unknown} | {rule.Why} |\n")) + "\n");

    [Fact]
    public void What_agrees_stays_the_same_object()
    {
        var reading = Of(Day, ("sessions", 40), ("users", 35), ("views", 100), ("reach", 80), ("reach_7d", 300), ("followers", 0));
        Plausibility.Of(reading).ShouldBeSameAs(reading);
    }

    private static IEnumerable<string> Left(params (string Metric, double Value)[] values) => Plausibility.Of(Of(Day, values)).Values.Keys.Select(metric => metric.Key);

    private static Reading Of(DateOnly day, params (string Metric, double Value)[] values) => new() { Account = Account, Day = day, Values = Values(values), Settled = true, FetchedAt = default };

    private static Dictionary<Metric, double> Values(params (string Metric, double Value)[] values) => values.ToDictionary(value => Metrics.ByKey[value.Metric], value => value.Value);
}
