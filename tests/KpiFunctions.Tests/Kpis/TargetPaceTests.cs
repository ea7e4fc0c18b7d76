using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class TargetPaceTests
{
    private static readonly DateOnly Start = new(2026, 9, 6);
    private static readonly DateOnly Sunday = new(2026, 11, 15);
    private static readonly DateOnly By = new(2027, 1, 24);

    // 70 of 140 days are gone: from 1000 to 2000 the path asks for 1500; 5 % of the way are 50.
    [Theory]
    [InlineData(1551, Pace.Ahead)]
    [InlineData(1550, Pace.OnTrack)]
    [InlineData(1450, Pace.OnTrack)]
    [InlineData(1449, Pace.Behind)]
    [InlineData(2000, Pace.Reached)]
    public void A_figure_is_beside_the_straight_path(double value, Pace pace)
    {
        var progress = TargetPace.Of(new("reach", 2000, null, By, null), new(1000, Start), Figure.Known(value), null, Sunday);
        progress.AskedToday.ShouldBe(1500);
        progress.Pace.ShouldBe(pace);
    }

    // From 60 % down to 40 %: the path asks for 50 %; 5 % of the way are one point.
    [Theory]
    [InlineData(0.48, Pace.Ahead)]
    [InlineData(0.505, Pace.OnTrack)]
    [InlineData(0.52, Pace.Behind)]
    [InlineData(0.40, Pace.Reached)]
    public void For_a_target_below_less_is_ahead(double value, Pace pace) =>
        TargetPace.Of(new("google-share", null, 0.4, By, null), new(0.6, Start), Figure.Known(value), null, Sunday).Pace.ShouldBe(pace);

    [Fact]
    public void A_week_that_strays_no_further_than_weeks_do_is_on_track() =>
        TargetPace.Of(new("reach", 2000, null, By, null), new(1000, Start), Figure.Known(1310), new(1000, 1200, 1400, 8), Sunday).Pace.ShouldBe(Pace.OnTrack);

    [Fact]
    public void On_its_last_day_a_target_is_reached_or_missed()
    {
        var target = new TargetConfig("reach", 2000, null, Sunday, null);
        TargetPace.Of(target, new(1000, Start), Figure.Known(1999), null, Sunday).Pace.ShouldBe(Pace.Missed);
        TargetPace.Of(target, new(1000, Start), Figure.Known(2000), null, Sunday).Pace.ShouldBe(Pace.Reached);
        TargetPace.Of(target, new(1000, Start), Figure.Unknown(Gap.NoData), null, Sunday).Pace.ShouldBe(Pace.Unknown);
    }

    [Fact]
    public void The_path_asks_for_no_more_than_the_target() =>
        TargetPace.Of(new("reach", 2000, null, By, null), new(3000, Start), Figure.Known(1500), null, Sunday).AskedToday.ShouldBe(2000);

    [Fact]
    public void Without_a_declared_start_the_way_begins_with_the_first_week_known()
    {
        // 100 on Sunday 1 November, 200 asked by 29 November: on 15 November half the way, 150.
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 100, 120, 160);
        var progress = given.Target(new("reach", 200, null, new(2026, 11, 29), null)).Kpi("reach").Target!;
        progress.AskedToday.ShouldBe(150);
        progress.Pace.ShouldBe(Pace.Ahead);
    }

    [Fact]
    public void A_target_on_a_figure_of_several_accounts_belongs_to_the_first()
    {
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 100).Sundays(Instagram, Metrics.Reach7Days, 100);
        given.Target(new("reach", 200, null, By, null)).Kpis("reach").Select(kpi => kpi.Target is not null).ShouldBe([true, false]);
    }

    [Fact]
    public void Of_two_targets_the_next_one_counts()
    {
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 100)
            .Target(new("reach", 300, null, By, null)).Target(new("reach", 200, null, new(2026, 11, 29), null)).Target(new("reach", 50, null, new(2026, 1, 4), null));
        given.Kpi("reach").Target!.Target.AtLeast.ShouldBe(200);
    }
}
