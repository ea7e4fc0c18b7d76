using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>
/// An export of posts, each with the page's followers when it was published. Week 49 has no post at all, and week 50
/// is reported.
/// </summary>
public sealed class QuietWeekTests
{
    private static readonly IsoWeek Reported = IsoWeek.Parse("2014-W50");

    [Fact]
    public void After_a_quiet_week_nothing_rises_from_nothing()
    {
        var discussions = Client(ObjectiveKind.Offers).Result().Primary;
        discussions.Select(kpi => (kpi.Traits.Name, kpi.Value.Value, kpi.Previous)).ShouldBe(
        [
            // Each week but the quiet one: seven posts of 3 comments.
            ("discussions", 21, Figure.Known(0)),
            ("discussions-per-post", 3, Figure.Unknown(Gap.NoPosts)),
        ]);
        discussions.ShouldAllBe(kpi => kpi.Verdict == KpiVerdict.Steady);
    }

    [Fact]
    public void The_quiet_week_is_no_fall_to_zero_followers()
    {
        // 30 November is day 69 (81 325 + 345 = 81 670), 14 December day 83 (81 325 + 415 = 81 740): 14 days of +5 each.
        var growth = Client(ObjectiveKind.Image).Kpi("follower-growth");
        growth.Value.Value.ShouldBe(70);
        growth.Basis.ShouldBe(new Basis.LevelChange(new(2014, 11, 30), new(2014, 12, 14), 81_670, 81_740));
        growth.Previous.Gap.ShouldBe(Gap.NoData);
        growth.Verdict.ShouldBe(KpiVerdict.Steady);
        growth.History.ShouldAllBe(figure => figure.Value == null || figure.Value > 0);
    }

    [Fact]
    public void The_typical_posts_reach_is_that_of_posts_alone()
    {
        var reach = Client(ObjectiveKind.Awareness).Kpi("reach");
        reach.Value.Value.ShouldBe(1000);
        reach.Basis.ShouldBe(new Basis.TypicalPost(7));
        reach.Previous.Gap.ShouldBe(Gap.NoPosts);
    }

    [Fact]
    public void The_reader_is_told_of_the_quiet_week_and_of_no_missing_days()
    {
        Client(ObjectiveKind.Image).Compute().Notes.ShouldBe([new DataCaveat.NoPosts(Export, IsoWeek.Parse("2014-W49"))]);
    }

    [Fact]
    public void A_week_after_the_last_post_is_unknown_until_the_account_is_asked_again()
    {
        Given Later() => Posts(new(ObjectiveKind.Offers) { Week = IsoWeek.Parse("2014-W52") });
        Later().Kpi("discussions").Value.Gap.ShouldBe(Gap.NoData);
        Later().Asked(Export, "2014-12-28T22:00Z").Kpi("discussions").Value.Gap.ShouldBe(Gap.PartialWeek);
        Later().Asked(Export, "2014-12-28T23:00Z").Kpi("discussions").Value.Value.ShouldBe(0);
    }

    /// <summary>A list that broke off may have told Friday's post, and not Wednesday's.</summary>
    [Fact]
    public void A_list_of_posts_that_broke_off_leaves_the_days_since_it_was_read_whole_unknown()
    {
        Given Broken(string readUntil) => Posts(new(ObjectiveKind.Offers) { Week = Reported }).PostsRead(Export, readUntil, "2014-12-16T09:00Z");
        Broken("2014-12-10T09:00Z").Kpi("discussions").Value.Gap.ShouldBe(Gap.PartialWeek);
        Broken("2014-12-15T09:00Z").Kpi("discussions").Value.Value.ShouldBe(21);
    }

    [Fact]
    public void Weeks_before_the_first_post_are_unknown()
    {
        var history = Client(ObjectiveKind.Offers).Kpi("discussions").History;
        history[0].Gap.ShouldBe(Gap.NoData);
        history[1].Value.ShouldBe(21);
    }

    private static Given Client(ObjectiveKind kind) => Posts(new(kind) { Week = Reported });

    /// <summary>A post a day from the Monday of week 39 to the Sunday of week 50, without week 49.</summary>
    private static Given Posts(Given given)
    {
        var first = IsoWeek.Parse("2014-W39").Monday;
        foreach (var day in new DayRange(first, Reported.Sunday).Each().Where(day => IsoWeek.Of(day) != IsoWeek.Parse("2014-W49")))
        {
            given.Post(Export, $"{day:yyyy-MM-dd}T10:00+01:00", (Metrics.Reach, 1000), (Metrics.Comments, 3))
                .Day(Export, day, (Metrics.Followers, 81_325 + 5 * (day.DayNumber - first.DayNumber)));
        }

        return given;
    }
}
