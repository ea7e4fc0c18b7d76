using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class AwarenessTests
{
    private readonly Given given = new(ObjectiveKind.Awareness);

    [Fact]
    public void A_weeks_reach_is_the_seven_day_window_that_ends_on_Sunday()
    {
        // Other days have windows of their own; only Sunday's is the week.
        var reach = given.Days(Facebook, Metrics.Reach7Days, 10, 20, 30, 40, 50, 60, 70).Kpi("reach");
        reach.Value.Value.ShouldBe(70);
        reach.Basis.ShouldBe(new Basis.UniqueOverWeek());
        reach.Account.ShouldBe(Facebook);
    }

    [Fact]
    public void Without_a_weekly_window_the_best_day_stands_for_the_week_and_is_never_a_sum()
    {
        var reach = given.Days(Facebook, Metrics.Reach, 10, 20, 90, 40, 50, 60, 70).Kpi("reach");
        reach.Value.Value.ShouldBe(90);
        reach.Basis.ShouldBe(new Basis.BestDay(new(2026, 11, 11)));
    }

    [Fact]
    public void A_best_day_needs_every_day() =>
        given.Days(Facebook, Metrics.Reach, 10, 20, 90, Absent, 50, 60, 70).Kpi("reach").Value.Gap.ShouldBe(Gap.PartialWeek);

    [Fact]
    public void A_week_that_has_only_a_best_day_is_compared_with_the_best_days_of_the_weeks_before()
    {
        given.Weeks(Facebook, Metrics.Reach, 500, 510, 490, 505, 500).Sundays(Facebook, Metrics.Reach7Days, 2000, 2000, 2000, 2000, Absent);
        var reach = given.Kpi("reach");
        reach.Basis.ShouldBeOfType<Basis.BestDay>();
        reach.Previous.Value.ShouldBe(505);
        reach.Verdict.ShouldBe(KpiVerdict.Steady);
    }

    [Fact]
    public void Reach_is_told_per_account_and_never_summed_over_networks()
    {
        var reach = given.Sundays(Facebook, Metrics.Reach7Days, 700).Sundays(Instagram, Metrics.Reach7Days, 300).Kpis("reach");
        reach.Select(kpi => (kpi.Account!.Value.Source, kpi.Value.Value)).ShouldBe([("facebook", 700), ("instagram", 300)]);
    }

    [Fact]
    public void An_account_that_gives_posts_only_has_the_reach_of_its_typical_post()
    {
        // Median of 100, 400 and 1000; the fourth post has no reach and is not a zero.
        given.Post(Export, "2026-10-05T12:00+02:00", (Metrics.Reach, 50))
            .Post(Export, "2026-11-09T12:00+01:00", (Metrics.Reach, 100))
            .Post(Export, "2026-11-10T12:00+01:00", (Metrics.Reach, 1000))
            .Post(Export, "2026-11-11T12:00+01:00", (Metrics.Reach, 400))
            .Post(Export, "2026-11-12T12:00+01:00", (Metrics.Views, 7))
            .Post(Export, "2026-11-16T12:00+01:00", (Metrics.Reach, 9));
        var reach = given.Kpi("reach");
        reach.Value.Value.ShouldBe(400);
        reach.Basis.ShouldBe(new Basis.TypicalPost(3));
        reach.Previous.Gap.ShouldBe(Gap.NoPosts);
        given.Compute().Notes.ShouldContain(new DataCaveat.EmptyPostFigures(Export, Metrics.Reach, 1));
    }

    [Fact]
    public void Mentions_are_summed_over_days_and_accounts()
    {
        // Facebook 1+0+2+0+0+3+0 = 6, and two posts by others on Instagram.
        given.Days(Facebook, Metrics.Mentions, 1, 0, 2, 0, 0, 3, 0)
            .Mention(Instagram, "2026-11-02T08:00+01:00").Mention(Instagram, "2026-11-09T08:00+01:00")
            .Mention(Instagram, "2026-11-15T08:00+01:00").Mention(Instagram, "2026-11-16T08:00+01:00");
        given.Kpi("mentions").Value.Value.ShouldBe(8);
    }

    [Fact]
    public void A_week_of_zeros_is_a_zero() =>
        given.Days(Facebook, Metrics.Mentions, 0, 0, 0, 0, 0, 0, 0).Kpi("mentions").Value.ShouldBe(Figure.Known(0));

    [Fact]
    public void An_account_that_is_silent_leaves_no_smaller_sum_but_a_gap()
    {
        given.Weeks(Facebook, Metrics.Mentions, 5, 5).Weeks(Instagram, Metrics.Mentions, 5, Absent);
        var mentions = given.Kpi("mentions");
        mentions.Previous.Value.ShouldBe(10);
        mentions.Value.ShouldBe(Figure.Unknown(Gap.PartialWeek));
        mentions.Verdict.ShouldBe(KpiVerdict.Unknown);
    }

    [Fact]
    public void What_no_source_delivers_is_said_to_be_so()
    {
        given.Sundays(Facebook, Metrics.Reach7Days, 700);
        given.Kpi("mentions").Value.Gap.ShouldBe(Gap.NotDelivered);
        given.Compute().Notes.ShouldContain(new DataCaveat.NotDelivered("goal", Objectives.Figures["mentions"]));
    }

    [Fact]
    public void The_posts_that_reached_most_are_named_the_weightiest_first()
    {
        foreach (var (day, reach) in new[] { (9, 10.0), (10, 40), (11, 20), (12, 30) })
            given.Post(Facebook, $"2026-11-{day:00}T12:00+01:00", (Metrics.Reach, reach));
        given.Result().Posts.Select(post => post.Value).ShouldBe([40, 30, 20]);
    }
}
