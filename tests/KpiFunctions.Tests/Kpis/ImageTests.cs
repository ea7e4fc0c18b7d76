using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class ImageTests
{
    [Fact]
    public void A_level_that_was_first_read_after_the_week_is_missing_and_not_something_that_nobody_gives()
    {
        var later = new Given(ObjectiveKind.Image).Day(Given.Facebook, "2026-11-17", (Metrics.Followers, 100));
        later.Kpi("follower-growth").Value.Gap.ShouldBe(Gap.NoData);
        later.Compute().Notes.OfType<DataCaveat.NotDelivered>().ShouldBeEmpty();
    }

    private readonly Given given = new(ObjectiveKind.Image);

    [Fact]
    public void Growth_is_the_last_level_in_the_week_minus_the_last_one_before_it()
    {
        // 1050 on Sunday 15 November minus 1000 on Sunday 8 November: +50, which is 5 % of 1000.
        var growth = given.Sundays(Facebook, Metrics.Followers, 1000, 1050).Kpi("follower-growth");
        growth.Value.Value.ShouldBe(50);
        growth.RelativeChange.ShouldBe(0.05);
        growth.Basis.ShouldBe(new Basis.LevelChange(new(2026, 11, 8), new(2026, 11, 15), 1000, 1050));
    }

    [Fact]
    public void Followers_may_be_lost()
    {
        // Steady weeks of +10, then 1040 − 1000 = −40 from the level of 1040.
        var growth = given.Sundays(Facebook, Metrics.Followers, 990, 1000, 1010, 1020, 1030, 1040, 1000).Kpi("follower-growth");
        growth.Value.Value.ShouldBe(-40);
        growth.RelativeChange!.Value.ShouldBe(-40.0 / 1040, 1e-12);
        growth.Verdict.ShouldBe(KpiVerdict.Worse);
    }

    [Fact]
    public void A_level_that_is_more_than_fourteen_days_older_is_no_start()
    {
        given.Day(Facebook, "2026-10-31", (Metrics.Followers, 900)).Day(Facebook, "2026-11-15", (Metrics.Followers, 1000));
        given.Kpi("follower-growth").Value.Gap.ShouldBe(Gap.NoEarlierLevel);
        given.Day(Facebook, "2026-11-01", (Metrics.Followers, 950));
        given.Kpi("follower-growth").Value.Value.ShouldBe(50);
    }

    [Fact]
    public void The_first_week_has_no_growth_and_no_zero() =>
        given.Days(Facebook, Metrics.Followers, 100, 101, 102, 103, 104, 105, 106).Kpi("follower-growth")
            .Value.ShouldBe(Figure.Unknown(Gap.NoEarlierLevel));

    [Fact]
    public void A_change_over_two_weeks_is_beside_what_two_weeks_usually_bring()
    {
        // +10 a week; a week without a level; then +20 over fourteen days: as usual.
        var growth = given.Sundays(Export, Metrics.Followers, 960, 970, 980, 990, 1000, Absent, 1020).Kpi("follower-growth");
        growth.Value.Value.ShouldBe(20);
        growth.Previous.Gap.ShouldBe(Gap.NoData);
        growth.Expected!.Centre.ShouldBe(20);
        growth.Verdict.ShouldBe(KpiVerdict.Steady);
    }

    [Fact]
    public void Changes_over_two_weeks_teach_what_one_week_brings()
    {
        // Four times +20 over fourteen days; then +10 over seven.
        var growth = given.Sundays(Export, Metrics.Followers, 910, Absent, 930, Absent, 950, Absent, 970, Absent, 990, 1000).Kpi("follower-growth");
        growth.Value.Value.ShouldBe(10);
        growth.Expected!.Centre.ShouldBe(10);
        growth.Expected.Weeks.ShouldBe(4);
    }

    [Fact]
    public void A_change_over_two_weeks_may_vary_by_the_root_of_two_and_not_twice_as_much()
    {
        // +100 a week and noise of √100 = 10; two weeks bring 200, with noise of √200 = 14.142 and twice the centre's own
        // error, 2 × 10 / √8 = 7.071. Half width: √(14.142² + 7.071²) = 15.811. Twice the week's would be 21.21.
        var growth = given.Sundays(Export, Metrics.Followers, 1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, Absent, 2060).Kpi("follower-growth");
        growth.Value.Value.ShouldBe(260);
        growth.Expected!.Centre.ShouldBe(200);
        (growth.Expected.Range!.High - 200).ShouldBe(15.811, 1e-3);
        growth.Verdict.ShouldBe(KpiVerdict.Better);
    }

    [Fact]
    public void A_change_over_one_day_keeps_its_own_noise()
    {
        // +70 a week, and a last level on Monday: one day brings 10, with noise of √10 and not a seventh of √70.
        given.Sundays(Export, Metrics.Followers, 1000, 1070, 1140, 1210, 1280, 1350, 1420, 1490, 1560, Absent).Day(Export, "2026-11-09", (Metrics.Followers, 1576));
        var growth = given.Kpi("follower-growth");
        growth.Value.Value.ShouldBe(16);
        (growth.Expected!.Range!.High - growth.Expected.Centre).ShouldBe(Math.Sqrt(10) * Math.Sqrt(1 + 1.0 / 56), 1e-3);
        growth.Verdict.ShouldBe(KpiVerdict.Steady);
    }

    [Fact]
    public void A_change_over_few_days_that_is_put_on_more_teaches_less_noise_than_it_has()
    {
        // Weeks of +70 beside changes over one day, 4 and 16 and so on, by chance: put on a week they are 28 and 112,
        // but they stray no more than days do.
        double[] oneDay = [4, 16, 4, 16, 4, 16, 4, 16];
        // Spread of a day: √(8 × 36 / 7) = 6.414, of a week √7 times that; the centre rests on 8/7 of a week.
        var usual = Baseline.Expect([.. oneDay.Select(value => new KnownWeek(value, 1))], VarianceModel.Change)!;
        usual.Centre.ShouldBe(70, 1e-9);
        (usual.Range!.High - 70).ShouldBe(1.414924 * 6.41427 * Math.Sqrt(7) * Math.Sqrt(1 + 7.0 / 8), 1e-3);
    }

    [Fact]
    public void Where_every_day_is_due_a_week_that_breaks_off_has_no_last_level()
    {
        given.Sundays(Facebook, Metrics.Followers, 990, Absent).Days(Facebook, Metrics.Followers, 1000, 1001, 1002);
        given.Kpi("follower-growth").Value.Value.ShouldBe(12);
        given.Days(Facebook, Metrics.Views, 1, 1, 1);
        given.Kpi("follower-growth").Value.Gap.ShouldBe(Gap.PartialWeek);
    }

    [Fact]
    public void Gained_and_lost_are_told_where_the_source_tells_them()
    {
        given.Sundays(Facebook, Metrics.Followers, 1000, 1003).Weeks(Facebook, Metrics.FollowersGained, 8).Weeks(Facebook, Metrics.FollowersLost, 5);
        given.Kpi("follower-growth").Flow.ShouldBe(new FollowerFlow(8, 5));
    }

    [Fact]
    public void Engagement_is_the_typical_posts_and_says_that_it_is_of_reach()
    {
        // (6+2)/100 = 8 %, (1+1)/100 = 2 %, (3+1)/100 = 4 %: the median is 4 %. The last post has an empty part.
        given.Post(Export, "2026-11-02T12:00+01:00", (Metrics.Reach, 1), (Metrics.Reactions, 1), (Metrics.Comments, 1))
            .Post(Export, "2026-11-09T12:00+01:00", (Metrics.Reach, 100), (Metrics.Reactions, 6), (Metrics.Comments, 2))
            .Post(Export, "2026-11-10T12:00+01:00", (Metrics.Reach, 100), (Metrics.Reactions, 1), (Metrics.Comments, 1))
            .Post(Export, "2026-11-11T12:00+01:00", (Metrics.Reach, 100), (Metrics.Reactions, 3), (Metrics.Comments, 1))
            .Post(Export, "2026-11-15T12:00+01:00", (Metrics.Reach, 100), (Metrics.Reactions, 90));
        var rate = given.Kpi("engagement-rate");
        rate.Value.Value.ShouldBe(0.04);
        rate.Basis.ShouldBe(new Basis.Ratio(Metrics.Reach));
    }

    [Fact]
    public void Where_reach_is_unknown_engagement_is_of_followers_and_says_so()
    {
        given.Weeks(Facebook, Metrics.Reactions, 30).Weeks(Facebook, Metrics.Comments, 20).Sundays(Facebook, Metrics.Followers, 1000);
        var rate = given.Kpi("engagement-rate");
        rate.Value.Value.ShouldBe(0.05);
        rate.Basis.ShouldBe(new Basis.Ratio(Metrics.Followers));
    }

    [Fact]
    public void A_level_is_shown_and_not_called_usual_or_not()
    {
        var followers = given.Sundays(Facebook, Metrics.Followers, 900, 950, 1000, 1050, 1100, 1150).Kpi("followers");
        followers.Value.Value.ShouldBe(1150);
        followers.Basis.ShouldBe(new Basis.LastLevel(new(2026, 11, 15)));
        followers.Expected.ShouldBeNull();
    }
}
