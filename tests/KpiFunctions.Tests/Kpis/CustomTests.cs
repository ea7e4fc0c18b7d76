using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class CustomTests
{
    private readonly Given given = new(ObjectiveKind.Custom);

    [Fact]
    public void A_formula_reads_the_weeks_counts_over_all_accounts()
    {
        // (30 + 20 clicks) / (400 + 100 views) = 10 %.
        given.Weeks(Facebook, Metrics.Clicks, 30).Weeks(Facebook, Metrics.Views, 400).Weeks(Instagram, Metrics.Clicks, 20).Weeks(Instagram, Metrics.Views, 100);
        var kpi = given.Own("clicks / views", "%").Kpi("custom");
        kpi.Value.Value.ShouldBe(0.1);
        kpi.Unit.ShouldBe(KpiUnit.Share);
        kpi.Custom!.Key.ShouldBe("own-1");
    }

    [Fact]
    public void Levels_are_the_last_ones_and_are_summed_over_networks()
    {
        given.Days(Facebook, Metrics.Followers, 1, 2, 3, 4, 5, 6, 700).Sundays(Instagram, Metrics.Followers, 300);
        given.Own("followers").Kpi("custom").Value.Value.ShouldBe(1000);
    }

    [Fact]
    public void People_of_the_week_are_read_from_one_account()
    {
        given.Sundays(Facebook, Metrics.Reach7Days, 500).Own("reach_7d").Kpi("custom").Value.Value.ShouldBe(500);
        given.Sundays(Instagram, Metrics.Reach7Days, 500).Kpi("custom").Value.Gap.ShouldBe(Gap.NotDelivered);
    }

    [Fact]
    public void People_of_a_day_have_no_week() =>
        given.Days(Facebook, Metrics.Reach, 1, 2, 3, 4, 5, 6, 7).Own("reach").Kpi("custom").Value.Gap.ShouldBe(Gap.NotDelivered);

    [Fact]
    public void Posts_are_counted_where_no_reading_tells_them()
    {
        given.Post(Facebook, "2026-11-02T12:00+01:00").Post(Facebook, "2026-11-09T12:00+01:00").Post(Facebook, "2026-11-15T12:00+01:00");
        given.Own("posts").Kpi("custom").Value.Value.ShouldBe(2);
    }

    [Fact]
    public void A_division_by_zero_is_undefined() =>
        given.Weeks(Facebook, Metrics.Clicks, 3).Weeks(Facebook, Metrics.Views, 0).Own("clicks / views").Kpi("custom").Value.Gap.ShouldBe(Gap.Undefined);

    [Fact]
    public void A_metric_that_is_unknown_makes_the_formula_unknown() =>
        given.Weeks(Facebook, Metrics.Clicks, 3).Own("clicks + saves").Kpi("custom").Value.Gap.ShouldBe(Gap.NotDelivered);

    [Fact]
    public void A_formula_for_which_less_is_better_is_worse_when_it_rises()
    {
        given.Weeks(Facebook, Metrics.FollowersLost, 10, 11, 9, 10, 12, 60).Own("followers_lost", good: GoodDirection.Down);
        given.Kpi("custom").Verdict.ShouldBe(KpiVerdict.Worse);
    }

    /// <summary>+50 a week, as usual: the level is higher than ever, and as usual.</summary>
    [Theory]
    [InlineData("followers", 50, KpiVerdict.Steady)]
    [InlineData("followers / 1000 + 2", 50, KpiVerdict.Steady)]
    [InlineData("followers", 300, KpiVerdict.Better)]
    public void A_formula_over_a_level_is_judged_by_how_the_level_changes(string formula, int change, KpiVerdict verdict)
    {
        double[] levels = [.. Enumerable.Range(0, 14).Select(week => 10_000.0 + (50 * week) + (week % 3)), 10_000 + (50 * 13) + 1 + change];
        var kpi = given.Sundays(Facebook, Metrics.Followers, levels).Own(formula).Kpi("custom");
        kpi.Verdict.ShouldBe(verdict);
        if (formula == "followers") kpi.Expected!.Centre.ShouldBe(levels[^2] + 50, 2);
    }

    [Fact]
    public void A_ratio_with_a_level_is_judged_as_it_is() =>
        Formula.Parse("followers / posts").Formula!.IsLevel.ShouldBeFalse();

    [Fact]
    public void Chance_alone_does_not_make_a_constant_formula_unusual()
    {
        // Always 100 clicks: no spread at all, but a count of 100 strays by 10 from chance.
        given.Weeks(Facebook, Metrics.Clicks, 100, 100, 100, 100, 100, 108).Own("clicks * 2");
        given.Kpi("custom").Verdict.ShouldBe(KpiVerdict.Steady);
    }

    /// <summary>How much is posted is decided: a figure per post is as certain as what is counted under the posts.</summary>
    [Fact]
    public void A_figure_per_post_varies_as_what_is_counted_and_not_as_the_number_of_posts()
    {
        given.Weeks(Facebook, Metrics.Mentions, 42, 40, 44, 41, 43, 42, 80).Weeks(Facebook, Metrics.Posts, 8, 8, 8, 8, 8, 8, 8).Own("mentions / posts");
        given.Kpi("custom").Verdict.ShouldBe(KpiVerdict.Better);
    }

    [Fact]
    public void Posts_alone_vary_as_a_count_does()
    {
        given.Weeks(Facebook, Metrics.Posts, 8, 8, 8, 8, 8, 9).Own("posts");
        given.Kpi("custom").Verdict.ShouldBe(KpiVerdict.Steady);
    }
}
