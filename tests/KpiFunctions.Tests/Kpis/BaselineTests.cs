using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Kpis;

public sealed class BaselineTests
{
    [Fact]
    public void The_range_is_a_prediction_interval_for_one_new_week()
    {
        // Four changes of 10, 20, 30 and 40: mean 25, squares 225 + 25 + 25 + 225 = 500, spread √(500 / 3) = 12.9099,
        // above √25 = 5. Half width at 1.5 %: 5.0473 × 12.9099 × √(1 + 1/4) = 72.851.
        var usual = Baseline.RangeOf(Weeks(10, 20, 30, 40), VarianceModel.Change)!;
        usual.Centre.ShouldBe(25, 1e-9);
        usual.High.ShouldBe(25 + 72.851, 0.01);
        usual.Low.ShouldBe(25 - 72.851, 0.01);
        usual.Weeks.ShouldBe(4);
    }

    [Fact]
    public void A_range_of_counts_reaches_further_up_than_down()
    {
        // On the scale asinh √(0.005 (x + 3/8)) / √0.005 the weeks' mean is 9.3096 and their spread 0.5020, which is
        // above chance's 0.4106. Half width: 3.2032 × 0.5020 × √(1 + 1/8) = 1.7056; back on counts: 63.2, 99.6, 147.6.
        var usual = Baseline.RangeOf(Weeks(80, 90, 95, 100, 100, 105, 110, 120), VarianceModel.Count)!;
        usual.Low.ShouldBe(63.238, 1e-3);
        usual.Centre.ShouldBe(99.560, 1e-3);
        usual.High.ShouldBe(147.572, 1e-3);
    }

    [Fact]
    public void Counts_that_never_varied_still_vary_by_chance()
    {
        // Four weeks of 400: chance alone is √400 = 20, and half the width 5.0473 × 20 × √1.25 = 113, a little more upwards and less downwards.
        var usual = Baseline.RangeOf(Weeks(400, 400, 400, 400), VarianceModel.Count)!;
        (usual.High - 400).ShouldBeInRange(113, 130);
        (400 - usual.Low).ShouldBeInRange(100, 113);
    }

    [Fact]
    public void Three_weeks_are_too_few()
    {
        Baseline.RangeOf(Weeks(1, 2, 3), VarianceModel.Count).ShouldBeNull();
        Baseline.EvidenceOf(Weeks(1, 2, 3), new(4), VarianceModel.Count).ShouldBeNull();
    }

    [Fact]
    public void A_few_mentions_where_there_never_was_one_are_no_event()
    {
        var usual = Baseline.RangeOf(Weeks(0, 0, 0, 0, 0, 0, 0, 0), VarianceModel.Count, floor: 0)!;
        usual.Low.ShouldBe(0);
        usual.High.ShouldBeInRange(5, 9);
    }

    [Fact]
    public void A_share_varies_by_its_visits()
    {
        // p = 0.5 of 100 visits: ± 3.2032 × √(0.25 / 100) × √(1 + 1/8) = ± 0.1699, and a share near 0 stays above it.
        var usual = Baseline.RangeOf(Weeks(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5), VarianceModel.Share(100))!;
        (usual.High - 0.5).ShouldBe(0.165, 0.006);
        Baseline.RangeOf(Weeks(0.01, 0.01, 0.01, 0.01), VarianceModel.Share(100))!.Low.ShouldBe(0);
    }

    [Fact]
    public void One_wild_week_teaches_nothing()
    {
        var wild = Baseline.RangeOf(Weeks(100, 101, 99, 100, 102, 98, 100, 9000), VarianceModel.Count)!;
        wild.Centre.ShouldBe(100, 0.1);
        wild.High.ShouldBeLessThan(150);
    }

    [Fact]
    public void Two_wild_weeks_that_go_on_are_no_accident() =>
        Baseline.RangeOf(Weeks(100, 101, 99, 100, 102, 98, 9000, 9000), VarianceModel.Count)!.High.ShouldBeGreaterThan(9000);

    [Fact]
    public void Two_wild_weeks_in_a_row_teach_nothing_where_the_half_year_knows_no_other()
    {
        double[] quiet = [100, 101, 99, 100, 102, 98, 103, 97];
        double[] viral = [100, 101, 99, 9000, 9500, 98, 100, 102];
        Baseline.RangeOf(Weeks([.. quiet, .. viral]), VarianceModel.Count)!.High.ShouldBeLessThan(150);
        Baseline.RangeOf(Weeks([.. viral, .. viral]), VarianceModel.Count)!.High.ShouldBeGreaterThan(9000);
    }

    [Fact]
    public void Where_half_of_the_weeks_are_the_same_nothing_is_an_accident() =>
        Baseline.RangeOf(Weeks(0, 0, 0, 400, 0, 0, 0, 0), VarianceModel.Count)!.High.ShouldBeGreaterThan(400);

    [Fact]
    public void Weeks_that_resemble_their_neighbours_widen_the_range()
    {
        // The same values, in runs and in turns: 40 weeks of 80 and 120.
        var runs = Weeks([.. Enumerable.Range(0, 40).Select(week => week / 4 % 2 == 0 ? 80.0 : 120.0)]);
        var turns = Weeks([.. Enumerable.Range(0, 40).Select(week => week % 2 == 0 ? 80.0 : 120.0)]);
        double Width(KnownWeek[] weeks) => Baseline.RangeOf(weeks, VarianceModel.Change)! is var range ? range.High - range.Low : 0;
        Width(runs).ShouldBeGreaterThan(Width(turns) * 1.1);
    }

    /// <summary>40 % fewer, as last year: no change to tell. And where last year had no such week, it is one.</summary>
    [Theory]
    [InlineData(60, KpiVerdict.Seasonal)]
    [InlineData(100, KpiVerdict.Worse)]
    public void A_week_that_does_what_it_did_last_year_is_of_its_season(double lastYear, KpiVerdict verdict)
    {
        var before = Weeks(100, 104, 96, 101, 99, 103, 97, 100, 102, 98, 104, 96, 100, 101, 99, 100);
        var evidence = Baseline.EvidenceOf(before, new(60), VarianceModel.Count, earlier: [new(1, before[..9], new(lastYear))])!;
        Verdicts.Of(evidence, GoodDirection.Up, 1).ShouldBe(verdict);
        evidence.Week.Season!.Years.ShouldBe(1);
    }

    [Fact]
    public void Older_weeks_tell_how_much_weeks_scatter_and_not_where_they_lie()
    {
        // Eight weeks around 1,000 and the newest eight around 100, each ± 10: the centre is the newest ones'.
        double[] scatter = [-10, 10, -10, 10, -10, 10, -10, 10];
        var two = Baseline.RangeOf(Weeks([.. scatter.Select(s => 1000 + s), .. scatter.Select(s => 100 + s)]), VarianceModel.Change)!;
        var one = Baseline.RangeOf(Weeks([.. scatter.Select(s => 100 + s)]), VarianceModel.Change)!;
        two.Centre.ShouldBe(100, 1e-9);
        (two.High - two.Centre).ShouldBeLessThan(one.High - one.Centre);
    }

    [Fact]
    public void Two_weeks_together_are_beside_the_weeks_before_both()
    {
        // Before: 10, 20, 30, 40 (mean 25, squares 500). The two: 70 and 80, mean 75, squares 50. Spread √(550 / 4) =
        // 11.7260. t = (75 − 25) / (11.7260 × √(1/2 + 1/4)) = 4.9237, of 4 degrees of freedom: 0.79 % to both sides.
        var evidence = Baseline.EvidenceOf(Weeks(10, 20, 30, 40, 70), new(80), VarianceModel.Change)!;
        evidence.TwoWeeks!.Deviation.ShouldBe(4.9237, 1e-4);
        evidence.TwoWeeks.PValue.ShouldBe(0.0079, 1e-4);
        evidence.Week.PValue.ShouldBeGreaterThan(evidence.TwoWeeks.PValue);
    }

    [Fact]
    public void The_week_after_a_wild_one_is_no_change_that_stays() =>
        Baseline.EvidenceOf(Weeks(10, 20, 30, 40, 400), new(30), VarianceModel.Change)!.TwoWeeks.ShouldBeNull();

    [Fact]
    public void A_week_that_does_not_follow_at_once_stands_alone() =>
        Baseline.EvidenceOf(Weeks(10, 20, 30, 40, 70), new(80), VarianceModel.Change, followsAtOnce: false)!.TwoWeeks.ShouldBeNull();

    /// <summary>Of one figure; of four each is asked for a quarter of the chance.</summary>
    [Theory]
    [InlineData(3, 0.0149, GoodDirection.Up, 1, KpiVerdict.Better)]
    [InlineData(-3, 0.0149, GoodDirection.Up, 1, KpiVerdict.Worse)]
    [InlineData(3, 0.0149, GoodDirection.Down, 1, KpiVerdict.Worse)]
    [InlineData(-3, 0.0149, GoodDirection.Down, 1, KpiVerdict.Better)]
    [InlineData(3, 0.0149, null, 1, KpiVerdict.Unusual)]
    [InlineData(3, 0.0151, GoodDirection.Up, 1, KpiVerdict.Steady)]
    [InlineData(3, 0.0149, GoodDirection.Up, 4, KpiVerdict.Borderline)]
    [InlineData(4, 0.0037, GoodDirection.Up, 4, KpiVerdict.Better)]
    public void Beyond_chance_a_figure_is_better_or_worse_by_its_good_direction(double deviation, double chance, GoodDirection? good, int figures, KpiVerdict verdict) =>
        Verdicts.Of(new(new(deviation, chance), null), good, figures).ShouldBe(verdict);

    [Fact]
    public void Two_weeks_together_may_show_what_neither_does()
    {
        var evidence = new Evidence(new(2, 0.1), new(3, 0.03));
        Verdicts.Of(evidence, GoodDirection.Up, 1).ShouldBe(KpiVerdict.Better);
        Verdicts.Of(evidence, GoodDirection.Up, 2).ShouldBe(KpiVerdict.Steady);
    }

    [Theory]
    [InlineData(ObjectiveVerdict.Unknown, KpiVerdict.Unknown, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.TooEarly, KpiVerdict.TooEarly, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.Mixed, KpiVerdict.Better, KpiVerdict.Worse)]
    [InlineData(ObjectiveVerdict.Better, KpiVerdict.Better, KpiVerdict.Steady)]
    [InlineData(ObjectiveVerdict.Better, KpiVerdict.Better, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.Worse, KpiVerdict.TooEarly, KpiVerdict.Worse)]
    [InlineData(ObjectiveVerdict.Steady, KpiVerdict.Steady, KpiVerdict.TooEarly)]
    [InlineData(ObjectiveVerdict.Borderline, KpiVerdict.Borderline, KpiVerdict.Unknown)]
    [InlineData(ObjectiveVerdict.Borderline, KpiVerdict.Steady, KpiVerdict.Borderline)]
    [InlineData(ObjectiveVerdict.Borderline, KpiVerdict.Seasonal, KpiVerdict.Borderline)]
    [InlineData(ObjectiveVerdict.Seasonal, KpiVerdict.Steady, KpiVerdict.Seasonal)]
    [InlineData(ObjectiveVerdict.Worse, KpiVerdict.Seasonal, KpiVerdict.Worse)]
    public void An_objective_goes_the_way_of_its_primary_figures(ObjectiveVerdict verdict, KpiVerdict one, KpiVerdict other) =>
        Verdicts.Of([Kpi(one), Kpi(other)]).ShouldBe(verdict);

    private static KnownWeek[] Weeks(params double[] values) => [.. values.Select(value => new KnownWeek(value))];

    private static Kpi Kpi(KpiVerdict verdict) => new()
    {
        Traits = Objectives.Figures["reach"],
        Basis = new Basis.None(),
        Value = Figure.Known(1),
        Previous = Figure.Known(1),
        Verdict = verdict,
        History = [],
    };
}
