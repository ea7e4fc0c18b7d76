using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Tests.Kpis;

public sealed class UsualTests
{
    [Fact]
    public void The_range_is_a_prediction_interval_around_the_median()
    {
        // Median of 80…120 by pairs: (100 + 100) / 2 = 100. Deviations 20 10 5 0 0 5 10 20: their median (5 + 10) / 2 = 7.5.
        // Spread: 1.4826 × 7.5 = 11.1195, above √100 = 10. Half width: 2.364624 × 11.1195 × √(1 + 1/8) = 27.8882.
        var usual = Usual.Of([80, 90, 95, 100, 100, 105, 110, 120], Noise.Count)!;
        usual.Centre.ShouldBe(100);
        usual.High.ShouldBe(127.8882, 1e-3);
        usual.Low.ShouldBe(72.1118, 1e-3);
        usual.Weeks.ShouldBe(8);
    }

    [Fact]
    public void Counts_that_never_varied_still_vary_by_their_root()
    {
        // Four weeks of 400: MAD 0, noise √400 = 20. Half width: 3.182446 × 20 × √1.25 = 71.1617.
        var usual = Usual.Of([400, 400, 400, 400], Noise.Count)!;
        (usual.High - 400).ShouldBe(71.1617, 1e-3);
    }

    [Fact]
    public void Three_weeks_are_too_few() => Usual.Of([1, 2, 3], Noise.Count).ShouldBeNull();

    [Fact]
    public void One_mention_where_there_never_was_one_is_no_event()
    {
        // Centre 0, noise of one event: 2.364624 × 1 × √1.125 = 2.508.
        var usual = Usual.Of(new double[8], Noise.Count, floor: 0)!;
        usual.Low.ShouldBe(0);
        usual.High.ShouldBe(2.508, 1e-3);
    }

    [Fact]
    public void A_share_varies_by_its_visits()
    {
        // p = 0.5 of 100 visits: √(0.25 / 100) = 0.05.
        Noise.Share(100).At(0.5).ShouldBe(0.05, 1e-12);
        Noise.Share(100).At(0).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void One_wild_week_does_not_widen_the_range()
    {
        var usual = Usual.Of([100, 101, 99, 100, 102, 98, 100, 9000], Noise.Count)!;
        usual.Centre.ShouldBe(100);
        usual.High.ShouldBeLessThan(130);
    }

    [Theory]
    [InlineData(121, GoodDirection.Up, KpiVerdict.Better)]
    [InlineData(79, GoodDirection.Up, KpiVerdict.Worse)]
    [InlineData(121, GoodDirection.Down, KpiVerdict.Worse)]
    [InlineData(79, GoodDirection.Down, KpiVerdict.Better)]
    [InlineData(121, null, KpiVerdict.Unusual)]
    [InlineData(120, GoodDirection.Up, KpiVerdict.Steady)]
    [InlineData(80, GoodDirection.Down, KpiVerdict.Steady)]
    public void Outside_the_range_a_figure_is_better_or_worse_by_its_good_direction(double value, GoodDirection? good, KpiVerdict verdict) =>
        Verdicts.Of(Figure.Known(value), new(80, 100, 120, 8), good).ShouldBe(verdict);

    [Fact]
    public void Without_a_figure_or_a_range_there_is_no_verdict()
    {
        Verdicts.Of(Figure.Unknown(Gap.PartialWeek), new(80, 100, 120, 8), GoodDirection.Up).ShouldBe(KpiVerdict.Unknown);
        Verdicts.Of(Figure.Known(100), null, GoodDirection.Up).ShouldBe(KpiVerdict.TooEarly);
    }

    [Theory]
    [InlineData(ObjectiveVerdict.Unknown, KpiVerdict.Unknown, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.TooEarly, KpiVerdict.TooEarly, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.Mixed, KpiVerdict.Better, KpiVerdict.Worse)]
    [InlineData(ObjectiveVerdict.Better, KpiVerdict.Better, KpiVerdict.Steady)]
    [InlineData(ObjectiveVerdict.Better, KpiVerdict.Better, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.Worse, KpiVerdict.TooEarly, KpiVerdict.Worse)]
    [InlineData(ObjectiveVerdict.Steady, KpiVerdict.Steady, KpiVerdict.TooEarly)]
    public void An_objective_goes_the_way_of_its_primary_figures(ObjectiveVerdict verdict, KpiVerdict one, KpiVerdict other) =>
        Verdicts.Of([Kpi(one), Kpi(other)]).ShouldBe(verdict);

    private static Kpi Kpi(KpiVerdict verdict) => new()
    {
        Key = KpiKey.Reach,
        Unit = KpiUnit.People,
        Good = GoodDirection.Up,
        Basis = new Basis.None(),
        Value = Figure.Known(1),
        Previous = Figure.Known(1),
        Verdict = verdict,
        History = [],
    };
}
