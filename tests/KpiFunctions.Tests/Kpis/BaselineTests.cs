using CsCheck;
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
        // Six changes: mean 25, squares 225 + 25 + 25 + 225 + 25 + 25 = 550, spread √(550 / 5) = 10.488, above √25 = 5.
        // Half width at 20 %: 1.4759 × 10.488 × √(1 + 1/6) = 16.719.
        var expected = Baseline.Expect(Weeks(10, 20, 30, 40, 20, 30), VarianceModel.Change)!;
        expected.Centre.ShouldBe(25, 1e-9);
        expected.Range!.High.ShouldBe(25 + 16.719, 1e-3);
        expected.Range.Low.ShouldBe(25 - 16.719, 1e-3);
        expected.Weeks.ShouldBe(6);
    }

    [Fact]
    public void A_range_of_counts_reaches_further_up_than_down()
    {
        // On the scale asinh √(0.005 (x + 3/8)) / √0.005 the weeks' mean is 9.3096 and their spread 0.5020, which is
        // above chance's 0.4106. Half width: 1.4149 × 0.5020 × √(1 + 1/8) = 0.7534; back on counts: 82.2, 99.6, 119.2.
        var usual = Baseline.Expect(Weeks(80, 90, 95, 100, 100, 105, 110, 120), VarianceModel.Count)!;
        usual.Range!.Low.ShouldBe(82.214, 1e-3);
        usual.Centre.ShouldBe(99.560, 1e-3);
        usual.Range.High.ShouldBe(119.178, 1e-3);
    }

    [Fact]
    public void Counts_that_never_varied_still_vary_by_chance()
    {
        // Eight weeks of 400: chance alone is √400 = 20, and half the width no less than 20 × √(1 + 1/8) = 21.2, a little more upwards and less downwards.
        var range = Baseline.Expect(Weeks(400, 400, 400, 400, 400, 400, 400, 400), VarianceModel.Count)!.Range!;
        (range.High - 400).ShouldBeInRange(21.2, 22.5);
        (400 - range.Low).ShouldBeInRange(20, 21.2);
    }

    [Fact]
    public void Three_weeks_are_too_few()
    {
        Baseline.Expect(Weeks(1, 2, 3), VarianceModel.Count).ShouldBeNull();
        Baseline.EvidenceOf(Weeks(1, 2, 3), new(4), VarianceModel.Count).ShouldBeNull();
    }

    /// <summary>A range that covers what it says would be so wide that it tells nothing: "1,000 to 186,000".</summary>
    [Fact]
    public void Below_six_weeks_there_is_a_centre_and_no_range()
    {
        Baseline.Expect(Weeks(10, 20, 30, 40, 20), VarianceModel.Change)!.ShouldBe(new(null, 24, null, 5));
        Baseline.Expect(Weeks(10, 20, 30, 40, 20, 30), VarianceModel.Change)!.Range.ShouldNotBeNull();
    }

    /// <summary>The week that is told as a change by itself lies outside, whatever weeks and scale.</summary>
    [Fact]
    public void A_week_that_strays_by_itself_is_never_inside_the_range_that_is_shown() =>
        Gen.Select(Gen.Double[0, 5000].Array[6, 30], Gen.Double[0, 20_000], Gen.Int[0, 2]).Sample((weeks, now, scale) =>
        {
            var variance = new[] { VarianceModel.Count, VarianceModel.Change, VarianceModel.None }[scale];
            var (before, week) = (Weeks(weeks), new KnownWeek(now));
            var range = Baseline.Expect(before, variance, floor: scale == 0 ? 0 : double.NegativeInfinity)!.Range!;
            return Baseline.EvidenceOf(before, week, variance)!.Week.PValue >= Baseline.WeekLevel || now < range.Low || now > range.High;
        });

    [Fact]
    public void A_few_mentions_where_there_never_was_one_are_no_event()
    {
        var usual = Baseline.Expect(Weeks(0, 0, 0, 0, 0, 0, 0, 0), VarianceModel.Count, floor: 0)!;
        usual.Range!.Low.ShouldBe(0);
        usual.Range.High.ShouldBeInRange(0.5, 2);
        Verdicts.Of(Baseline.EvidenceOf(Weeks(0, 0, 0, 0, 0, 0, 0, 0), new(4), VarianceModel.Count)!, GoodDirection.Up, 1).ShouldBe(KpiVerdict.Steady);
    }

    [Fact]
    public void A_share_varies_by_its_visits()
    {
        // p = 0.5 of 100 visits: ± √(0.25 / 100) × √(1 + 1/8) = ± 0.0530 at least, and a share near 0 stays above it.
        var usual = Baseline.Expect(Weeks(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5), VarianceModel.Share(100))!;
        (usual.Range!.High - 0.5).ShouldBe(0.053, 0.001);
        Baseline.Expect(Weeks(0, 0, 0.01, 0, 0, 0), VarianceModel.Share(100))!.Range!.Low.ShouldBe(0);
    }

    [Fact]
    public void One_wild_week_teaches_nothing()
    {
        var wild = Baseline.Expect(Weeks(100, 101, 99, 100, 102, 98, 100, 9000), VarianceModel.Count)!;
        wild.Centre.ShouldBe(100, 0.1);
        wild.Range!.High.ShouldBeLessThan(150);
    }

    [Fact]
    public void Two_wild_weeks_that_go_on_are_no_accident() =>
        Baseline.Expect(Weeks(100, 101, 99, 100, 102, 98, 9000, 9000), VarianceModel.Count)!.Range!.High.ShouldBeGreaterThan(2000);

    [Fact]
    public void Two_wild_weeks_in_a_row_teach_nothing_where_the_half_year_knows_no_other()
    {
        double[] quiet = [100, 101, 99, 100, 102, 98, 103, 97];
        double[] viral = [100, 101, 99, 9000, 9500, 98, 100, 102];
        Baseline.Expect(Weeks([.. quiet, .. viral]), VarianceModel.Count)!.Range!.High.ShouldBeLessThan(150);
        Baseline.Expect(Weeks([.. viral, .. viral]), VarianceModel.Count)!.Range!.High.ShouldBeGreaterThan(2000);
    }

    [Fact]
    public void Where_half_of_the_weeks_are_the_same_nothing_is_an_accident() =>
        Baseline.Expect(Weeks(0, 0, 0, 400, 0, 0, 0, 0), VarianceModel.Count)!.Range!.High.ShouldBeGreaterThan(100);

    [Fact]
    public void Weeks_that_resemble_their_neighbours_widen_the_range()
    {
        // The same values, in runs and in turns: 40 weeks of 80 and 120.
        var runs = Weeks([.. Enumerable.Range(0, 40).Select(week => week / 4 % 2 == 0 ? 80.0 : 120.0)]);
        var turns = Weeks([.. Enumerable.Range(0, 40).Select(week => week % 2 == 0 ? 80.0 : 120.0)]);
        double Width(KnownWeek[] weeks) => Baseline.Expect(weeks, VarianceModel.Change)!.Range is { } range ? range.High - range.Low : 0;
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
        var two = Baseline.Expect(Weeks([.. scatter.Select(s => 1000 + s), .. scatter.Select(s => 100 + s)]), VarianceModel.Change)!;
        var one = Baseline.Expect(Weeks([.. scatter.Select(s => 100 + s)]), VarianceModel.Change)!;
        two.Centre.ShouldBe(100, 1e-9);
        (two.Range!.High - two.Centre).ShouldBeLessThan(one.Range!.High - one.Centre);
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
