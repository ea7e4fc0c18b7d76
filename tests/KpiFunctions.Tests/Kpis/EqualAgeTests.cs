using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>
/// Posts go on gathering after their week has ended. Each week has a post with 1,000 people on the Monday after it, at its
/// first report, and 2,000 a week later.
/// </summary>
public sealed class EqualAgeTests
{
    private static readonly AccountRef Slow = new("tiktok", "profile");
    private static readonly AccountRef Fast = new("x", "@profile");

    [Fact]
    public void A_week_is_compared_with_weeks_as_they_were_first_reported()
    {
        var reach = PerPost(Weeks(Slow, 9, keptWeeks: 8));
        (reach.Value.Value, reach.Verdict).ShouldBe((1000, KpiVerdict.Steady));
        reach.Expected!.Centre.ShouldBe(1000, 1e-6);
        reach.Previous.ShouldBe(Figure.Known(1000));
        (reach.IsGrowing, reach.JudgedFrom).ShouldBe((true, null));
    }

    [Theory]
    [InlineData(0, "2026-W50")]
    [InlineData(1, "2026-W49")]
    [InlineData(3, "2026-W47")]
    public void With_too_few_such_weeks_it_is_too_early_and_the_first_week_that_is_not_is_named(int kept, string judgedFrom)
    {
        var reach = PerPost(Weeks(Slow, 12, kept));
        (reach.Value.Value, reach.Verdict, reach.JudgedFrom?.ToString(), reach.Expected).ShouldBe((1000, KpiVerdict.TooEarly, judgedFrom, null));
        reach.Previous.ShouldBe(kept > 0 ? Figure.Known(1000) : Figure.Unknown(Gap.OtherAge));
    }

    [Fact]
    public void It_is_judged_in_the_week_that_was_named()
    {
        var reach = PerPost(Weeks(Slow, 12, keptWeeks: 4));
        (reach.Verdict, reach.JudgedFrom).ShouldBe((KpiVerdict.Steady, null));
    }

    [Fact]
    public void Where_posts_stop_growing_within_two_days_todays_figures_are_compared()
    {
        var discussions = new Given(ObjectiveKind.Offers);
        foreach (var back in Enumerable.Range(0, 9)) discussions.Post(Fast, At(discussions, back), (Metrics.Comments, 20));
        var kpi = discussions.Asked(Fast, "2026-11-16T08:00Z").Kpi("discussions");
        (kpi.Value.Value, kpi.Verdict, kpi.IsGrowing, kpi.JudgedFrom).ShouldBe((20, KpiVerdict.Steady, false, null));
    }

    [Fact]
    public void What_posts_gather_after_their_report_is_shown_and_is_no_correction()
    {
        var told = Weeks(Slow, 9, keptWeeks: 8);
        var later = Weeks(Slow, 9, keptWeeks: 9);
        later.ChangePosts(post => post with { Values = new Dictionary<Metric, double> { [Metrics.Reach] = 2000 }, FetchedAt = new(later.Week.Plus(2).Monday, new(8, 0), TimeSpan.Zero) });

        var now = later.Compute();
        var reach = now.Objectives[0].Primary.Single(kpi => kpi.Traits.Name == "reach");
        (reach.Value.Value, reach.AsReported!.Value.Value, reach.Verdict).ShouldBe((2000, 1000, KpiVerdict.Steady));
        Restatements.Of([told.Compute().Trace!], [now]).ShouldBeEmpty();
    }

    [Fact]
    public void A_post_that_was_found_after_its_week_was_reported_is_shown_and_not_compared()
    {
        var given = Weeks(Slow, 9, keptWeeks: 8);
        given.Post(Slow, "2026-11-04T18:00+01:00", (Metrics.Reach, 90_000));
        PerPost(given).Previous.ShouldBe(Figure.Known(1000));
    }

    [Fact]
    public void A_week_that_was_reported_days_later_than_the_others_is_left_out()
    {
        var given = Weeks(Slow, 9, keptWeeks: 8);
        given.ChangePosts(post => IsoWeek.Of(DateOnly.FromDateTime(post.Published.UtcDateTime)) == given.Week.Plus(-3)
            ? post with { AsReported = new(post.AsReported!.FetchedAt.AddDays(3), new Dictionary<Metric, double> { [Metrics.Reach] = 1600 }) }
            : post);
        PerPost(given).History[^4].ShouldBe(Figure.Unknown(Gap.OtherAge));
    }

    [Fact]
    public void The_posts_whose_figures_are_to_be_kept_are_those_of_the_week_on_accounts_that_grow()
    {
        var given = Weeks(Slow, 3, keptWeeks: 2).Post(Fast, "2026-11-11T10:00+01:00", (Metrics.Comments, 3));
        given.Compute().GrowingPosts.ShouldHaveSingleItem().Account.ShouldBe(Slow);
    }

    /// <summary>
    /// Three posts a week, whose reach scatters by a third and doubles after the report: without kept figures the newest week
    /// looks worse than those before it in most quiet weeks.
    /// </summary>
    [Fact]
    public void Quiet_weeks_of_slow_posts_are_seldom_told_to_be_worse()
    {
        const int Histories = 400;
        var (atEqualAge, today) = (0, 0);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = new Random(seed);
            var slow = new Given(ObjectiveKind.Awareness);
            var fast = new Given(ObjectiveKind.Awareness);
            for (var back = 12; back >= 0; back--)
            {
                for (var post = 0; post < 3; post++)
                {
                    var first = Math.Round(3000 * Math.Exp(0.35 * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1)));
                    var published = slow.Week.Plus(-back).Monday.AddDays(2 * post).ToString("yyyy-MM-dd") + "T10:00+01:00";
                    slow.Post(Slow, published, (Metrics.Reach, back == 0 ? first : 2 * first));
                    fast.Post(Unmarked, published, (Metrics.Reach, back == 0 ? first : 2 * first));
                }
            }

            slow.ChangePosts(post => Kept(post, slow.Week, post[Metrics.Reach]!.Value / 2));
            if (PerPost(slow.Asked(Slow, "2026-11-16T08:00Z")).Verdict == KpiVerdict.Worse) atEqualAge++;
            if (PerPost(fast.Asked(Unmarked, "2026-11-16T08:00Z")).Verdict == KpiVerdict.Worse) today++;
        }

        ((double)atEqualAge / Histories).ShouldBeLessThan(0.05);
        ((double)today / Histories).ShouldBeGreaterThan(0.25);
    }

    /// <summary>An account of which it is not known that its posts grow.</summary>
    private static readonly AccountRef Unmarked = new("network", "profile");

    private static Kpi PerPost(Given given) => given.Kpi("reach");

    /// <summary>So many weeks with a post on Wednesday, the last of them the reported one.</summary>
    /// <param name="keptWeeks">How many of the weeks before it were reported; with one more, it was too.</param>
    private static Given Weeks(AccountRef account, int weeks, int keptWeeks)
    {
        var given = new Given(ObjectiveKind.Awareness);
        for (var back = weeks - 1; back >= 0; back--) given.Post(account, At(given, back), (Metrics.Reach, back == 0 ? 1000 : 2000));
        var isWhole = keptWeeks == weeks;
        return given.Asked(account, "2026-11-16T08:00Z").ChangePosts(post =>
        {
            var back = given.Week.Monday.DayNumber - IsoWeek.Of(DateOnly.FromDateTime(post.Published.UtcDateTime)).Monday.DayNumber;
            return back / 7 is var week && (week > 0 ? week <= keptWeeks : isWhole) ? Kept(post, isWhole ? null : given.Week, 1000) : Fetched(post);
        });
    }

    private static string At(Given given, int back) => given.Week.Plus(-back).Monday.AddDays(2).ToString("yyyy-MM-dd") + "T10:00+01:00";

    /// <summary>Fetched on the Monday after the reported week.</summary>
    private static Post Fetched(Post post) => post with { FetchedAt = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero) };

    /// <summary>With figures as of the Monday after its own week; the reported week has none yet.</summary>
    private static Post Kept(Post post, IsoWeek? reported, double reach)
    {
        var week = IsoWeek.Of(DateOnly.FromDateTime(post.Published.UtcDateTime));
        return week == reported ? Fetched(post) : Fetched(post) with
        {
            AsReported = new(new(week.Plus(1).Monday, new(8, 0), TimeSpan.Zero), new Dictionary<Metric, double> { [Metrics.Reach] = reach }),
        };
    }
}
