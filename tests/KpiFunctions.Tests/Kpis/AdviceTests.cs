using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Advising;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>What a digest suggests: each rule speaks on evidence, and is silent inside the usual variation.</summary>
public sealed class AdviceTests
{
    private static readonly double[] Usual = [1000, 1040, 960, 1010, 990, 1020, 980, 1000];

    [Fact]
    public void Each_rule_says_who_can_do_something_about_it() =>
        AdviceRule.All.Where(rule => rule.For is not ("client" or "agency" or "both")).Select(rule => rule.Key).ShouldBeEmpty();

    [Fact]
    public void A_plan_that_was_not_kept_and_a_reach_that_fell_go_together()
    {
        var given = Reach(400).Weeks(Facebook, Metrics.Posts, 3, 3, 3, 3, 3, 3, 3, 3, 1).Plan(Facebook, 3);
        var advice = Advised(given, "plan-missed-and-reach-fell").ShouldNotBeNull();
        (advice.Facts["planned"].Number, advice.Facts["published"].Number, advice.Facts["value"].Number).ShouldBe((3, 1, 400));
    }

    [Theory]
    [InlineData(970, 1)]
    [InlineData(400, 3)]
    public void Neither_a_usual_reach_nor_a_plan_that_was_kept_is_worth_a_word(double reach, double posts) =>
        Advised(Reach(reach).Weeks(Facebook, Metrics.Posts, 3, 3, 3, 3, 3, 3, 3, 3, posts).Plan(Facebook, 3), "plan-missed-and-reach-fell").ShouldBeNull();

    [Fact]
    public void A_plan_whose_posts_are_not_known_is_not_called_missed()
    {
        var given = Reach(400).Weeks(Facebook, Metrics.Posts, 3, 3, 3, 3, 3, 3, 3, 3, 1).Plan(Facebook, 3);
        given.Change(Facebook, given.Week.Monday, reading => reading with { Values = new Dictionary<Metric, double>() });
        Advised(given, "plan-missed-and-reach-fell").ShouldBeNull();
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(610, false)]
    public void Googles_share_speaks_when_it_rises_beyond_the_usual(double google, bool speaks)
    {
        var given = Visits(ObjectiveKind.GoogleIndependence, "google", [600, 610, 590, 600, 605, 595, 600, 600], google, direct: 1000 - google);
        (Advised(given, "google-share-rose") is not null).ShouldBe(speaks);
    }

    [Theory]
    [InlineData(-40, true)]
    [InlineData(5, false)]
    [InlineData(12, false)]
    public void Lost_followers_speak_when_more_go_than_come(double growth, bool speaks)
    {
        var levels = new List<double> { 5000 };
        foreach (var week in (double[])[20, 22, 18, 21, 19, 20, 23, 17, growth]) levels.Add(levels[^1] + week);
        (Advised(new Given(ObjectiveKind.Image).Sundays(Facebook, Metrics.Followers, [.. levels]), "followers-lost") is not null).ShouldBe(speaks);
    }

    [Fact]
    public void A_conversion_rate_speaks_only_in_an_objective_that_moved()
    {
        // 50 of 1,000 visits convert as a rule; then 5.
        Given Conversions(double now) => new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Sessions, 1000, 1010, 990, 1000, 1000, 1005, 995, 1000, 1000)
            .Weeks(Site, Metrics.Conversions, 50, 52, 48, 51, 49, 50, 53, 47, now);
        Advised(Conversions(5), "conversion-rate-fell").ShouldNotBeNull();
        Advised(Conversions(46), "conversion-rate-fell").ShouldBeNull();
    }

    [Fact]
    public void A_target_whose_weeks_are_behind_beyond_chance_speaks()
    {
        var target = new TargetConfig("reach", 3000, null, new(2026, 12, 6), new(1000, new(2026, 9, 6)));
        var facts = Advised(Reach(1000).Target(target), "target-behind").ShouldNotBeNull().Facts;
        facts["recent"].Number!.Value.ShouldBeLessThan(facts["asked"].Number!.Value);
        facts["gap"].Number!.Value.ShouldBeGreaterThan(1);
        Advised(Reach(1000).Target(target with { AtLeast = 1010 }), "target-behind").ShouldBeNull();
    }

    [Fact]
    public void Weeks_without_a_post_speak_from_the_second_on()
    {
        Given Posts(params double[] posts) => new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Posts, posts);
        Advised(Posts(3, 2, 0, 0), "nothing-posted").ShouldNotBeNull().Facts["weeks"].Number.ShouldBe(2);
        Advised(Posts(3, 2, 3, 0), "nothing-posted").ShouldBeNull();
        Advised(Posts(3, 2, Absent, Absent), "nothing-posted").ShouldBeNull("not known is not nothing");
    }

    [Fact]
    public void A_type_of_post_that_does_better_speaks_with_both_counts()
    {
        // Six videos of 900 to 1,000 beside six photos of 300 to 400: medians 950 and 350, 2.7 times.
        var advice = Advised(Posts(video: 900, photo: 300, each: 6), "post-type-outperforms").ShouldNotBeNull();
        advice.Facts["type"].Word.ShouldBe("video");
        (advice.Facts["n"].Number, advice.Facts["othern"].Number).ShouldBe((6, 6));
        advice.Facts["times"].Number!.Value.ShouldBe(950 / 350.0, 1e-9);
    }

    [Fact]
    public void Few_posts_or_posts_that_do_alike_say_nothing_of_types()
    {
        Advised(Posts(video: 900, photo: 300, each: 4), "post-type-outperforms").ShouldBeNull();
        Advised(Posts(video: 330, photo: 300, each: 6), "post-type-outperforms").ShouldBeNull();
    }

    [Fact]
    public void Posts_that_are_still_gathering_are_compared_with_none()
    {
        Advised(Posts(video: 900, photo: 300, each: 6).ReadPosts(TimeSpan.FromDays(2.9)), "post-type-outperforms").ShouldBeNull();
        Advised(Posts(video: 900, photo: 300, each: 6).ReadPosts(TimeSpan.FromDays(3)), "post-type-outperforms").ShouldNotBeNull();
    }

    [Fact]
    public void A_sender_speaks_when_it_sends_fewer_than_in_its_own_weeks()
    {
        double[] before = [200, 210, 190, 205, 195, 200, 202, 198];
        Advised(Visits(ObjectiveKind.Sales, "partner.example", before, 40, direct: 800), "source-lost-sessions").ShouldNotBeNull().Facts["before"].Number.ShouldBe(198);
        Advised(Visits(ObjectiveKind.Sales, "partner.example", before, 185, direct: 800), "source-lost-sessions").ShouldBeNull();
        Advised(Visits(ObjectiveKind.Sales, "partner.example", before, 400, direct: 800), "source-lost-sessions").ShouldBeNull();
    }

    [Fact]
    public void Questions_of_others_speak()
    {
        var given = new Given(ObjectiveKind.Offers).Mention(Facebook, "2026-11-10T10:00+01:00", "Are you open on Sunday?").Mention(Facebook, "2026-11-11T10:00+01:00", "Lovely!");
        Advised(given, "questions-to-answer").ShouldNotBeNull().Facts["n"].Number.ShouldBe(1);
        Advised(new Given(ObjectiveKind.Offers).Mention(Facebook, "2026-11-11T10:00+01:00", "Lovely!"), "questions-to-answer").ShouldBeNull();
    }

    [Fact]
    public void A_network_that_costs_many_times_as_much_per_result_speaks()
    {
        // 100 for 10 discussions a week beside 100 for 60, over eight weeks.
        var advice = Advised(Discussions(Eight(10), Eight(60)), Costs).ShouldNotBeNull();
        (advice.Facts["account"].Account, advice.Facts["other"].Account).ShouldBe((Facebook, Instagram));
        advice.Facts["times"].Number!.Value.ShouldBe(6, 1e-9);
        advice.Facts["weeks"].Number.ShouldBe(8);
        advice.Facts["price"].Number!.Value.ShouldBe(10, 1e-9);
        advice.Facts["otherprice"].Number!.Value.ShouldBe(100 / 60.0, 1e-9);
        Advised(Discussions(Eight(50), Eight(60)), Costs).ShouldBeNull();
    }

    [Fact]
    public void A_price_is_a_typical_weeks_and_not_the_last_ones()
    {
        // 60 and 60 as a rule; 5 and 60 in the last week, which one week alone would take for 12 times.
        Advised(Discussions([60, 60, 60, 60, 60, 60, 60, 5], Eight(60)), Costs).ShouldBeNull();

        // 10 as a rule and 60 in the last week: geometric mean 10 × 6^(1/8) = 12.51, 60 / 12.51 = 4.8 times.
        Advised(Discussions([10, 10, 10, 10, 10, 10, 10, 60], Eight(60)), Costs).ShouldNotBeNull().Facts["times"].Number!.Value.ShouldBe(6 / Math.Pow(6, 1 / 8.0), 1e-9);
    }

    [Fact]
    public void Weeks_without_a_result_or_a_known_one_are_left_out_of_a_price()
    {
        var advice = Advised(Discussions([10, 0, 10, Absent, 10, 10, 10, 0], [60, 60, 60, 60, 60, 60, 60, 60]), Costs).ShouldNotBeNull();
        advice.Facts["weeks"].Number.ShouldBe(5);
        advice.Facts["price"].Number!.Value.ShouldBe(10, 1e-9);
        Advised(Discussions([0, 0, 10, 0, 10, 0, 10, 0], Eight(60)), Costs).ShouldBeNull("three weeks have a price");
        Advised(Discussions(Eight(0), Eight(60)), Costs).ShouldBeNull("no result has no price");
    }

    [Fact]
    public void A_new_network_of_three_weeks_is_compared_with_none() =>
        Advised(Discussions([Absent, Absent, Absent, Absent, Absent, 3, 3, 3], Eight(60)), Costs).ShouldBeNull();

    [Fact]
    public void Prices_that_vary_from_week_to_week_are_no_difference()
    {
        // Geometric means 20 and 60, but weeks between 2 and 200.
        Advised(Discussions([2, 200, 2, 200, 2, 200, 2, 200], Eight(60)), Costs).ShouldBeNull();
    }

    [Fact]
    public void Of_four_networks_the_pair_that_is_furthest_apart_is_named()
    {
        var linkedIn = new AccountRef("linkedin", "page");
        var youTube = new AccountRef("youtube", "channel");
        var given = Discussions(Eight(55), Eight(60)).Weeks(linkedIn, Metrics.Comments, Eight(5)).Weeks(youTube, Metrics.Comments, Eight(58)).Cost(linkedIn, 1, 100, 0).Cost(youTube, 1, 100, 0);
        var advice = Advised(given, Costs).ShouldNotBeNull();
        (advice.Facts["account"].Account, advice.Facts["other"].Account).ShouldBe((linkedIn, Instagram));
    }

    [Fact]
    public void Currencies_are_not_compared() =>
        Advised(Discussions(Eight(10), Eight(60)).Cost(Instagram, 1, 100, 0, "USD"), Costs).ShouldBeNull();

    [Fact]
    public void Earlier_weeks_are_priced_at_the_costs_that_are_declared_now()
    {
        // The config keeps no history of costs: a budget that was raised in the week counts in all eight.
        var advice = Advised(Discussions(Eight(60), Eight(60)).Cost(Facebook, 1, 100, 400), Costs).ShouldNotBeNull();
        advice.Facts["times"].Number!.Value.ShouldBe(5, 1e-9);
        advice.Facts["price"].Number!.Value.ShouldBe(500 / 60.0, 1e-9);
    }

    /// <summary>
    /// Log ratios of ln 5 ± 0.2, alternating: mean 1.6094, sd 0.2 × √(8/7) = 0.21381, least √(1/1000 + 1/1000) = 0.0447.
    /// Beyond ln 1.5: (1.6094 − 0.4055) / (0.21381 / √8) = 15.927; twice the tail of Student's t with 7 degrees of freedom.
    /// </summary>
    [Fact]
    public void A_price_test_asks_how_far_the_ratio_lies_beyond_what_is_alike()
    {
        WorthRow Row(AccountRef account, double cost, double results = 1000) => new(account, cost, "EUR", WorthResult.Visits, 7, results, null);
        var test = PriceTest.Of(Enumerable.Range(0, 8).Select(i => (Row(Facebook, 5000 * Math.Exp(i % 2 == 0 ? 0.2 : -0.2)), Row(Instagram, 1000)))).ShouldNotBeNull();
        (test.Price / test.OtherPrice).ShouldBe(5, 1e-9);
        test.PValue.ShouldBe(2 * MathNet.Numerics.Distributions.StudentT.CDF(0, 1, 7, -15.927), 1e-9);
        PriceTest.Of(Enumerable.Range(0, 8).Select(_ => (Row(Facebook, 1400), Row(Instagram, 1000)))).ShouldNotBeNull().PValue.ShouldBe(1, "1.4 times is alike");
    }

    [Fact]
    public void A_rise_that_rests_on_one_post_says_so()
    {
        Given Post(double reach) => Reach(3000).Post(Facebook, "2026-11-11T10:00+01:00", (Metrics.Reach, reach)).Post(Facebook, "2026-11-12T10:00+01:00", (Metrics.Reach, 200));
        Advised(Post(2400), "spike-rests-on-one-post").ShouldNotBeNull().Facts["part"].Number.ShouldBe(0.8);
        Advised(Post(900), "spike-rests-on-one-post").ShouldBeNull();
        Advised(Reach(1000).Post(Facebook, "2026-11-11T10:00+01:00", (Metrics.Reach, 900)), "spike-rests-on-one-post").ShouldBeNull("the week is a usual one");
    }

    [Fact]
    public void An_action_that_brought_a_good_part_of_the_visits_speaks()
    {
        Advised(Fair(before: 0, now: 50), "action-brought-visits").ShouldNotBeNull().Facts["part"].Number.ShouldBe(0.2);
        Advised(Fair(before: 0, now: 10), "action-brought-visits").ShouldBeNull();
    }

    [Fact]
    public void A_campaign_that_brings_as_much_every_week_has_brought_nothing_new()
    {
        Advised(Fair(before: 50, now: 50), "action-brought-visits").ShouldBeNull();
        Advised(Fair(before: 50, now: 60), "action-brought-visits").ShouldBeNull();
        Advised(Fair(before: 50, now: 250), "action-brought-visits").ShouldNotBeNull();
    }

    [Fact]
    public void A_campaign_whose_own_weeks_are_not_known_is_not_called_new() =>
        Advised(Fair(before: 0, now: 50, weeks: 3), "action-brought-visits").ShouldBeNull();

    [Fact]
    public void At_most_three_speak_and_the_furthest_from_the_usual_first()
    {
        var advice = Advise(Many());
        advice.Count.ShouldBe(3);
        advice.Select(each => each.Effect).ShouldBe(advice.Select(each => each.Effect).OrderDescending());
    }

    [Fact]
    public void A_rule_that_is_switched_off_is_silent()
    {
        var first = Advise(Many())[0].Rule;
        Advise(Many(), off: [first]).ShouldNotContain(advice => advice.Rule == first);
    }

    [Fact]
    public void What_was_said_two_weeks_running_is_marked_the_third_time_and_gives_way()
    {
        var given = Many();
        var first = Advise(given)[0];
        WeekTrace Said(int back) => new("confectioner", given.Week.Plus(-back).ToString(), [], [], [new(first.Rule, first.Subject)]);
        Advise(given, [Said(1)]).Single(advice => advice.Rule == first.Rule).WeeksRunning.ShouldBe(2);
        Advise(given, [Said(2), Said(1)]).FirstOrDefault(advice => advice.Rule == first.Rule)?.WeeksRunning.ShouldBe(3);
        Advise(given, [Said(3), Said(1)]).Single(advice => advice.Rule == first.Rule).WeeksRunning.ShouldBe(2, "a week without it ends the row");
    }

    [Fact]
    public void Nothing_is_suggested_in_a_first_week_or_a_usual_one()
    {
        Advise(new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 500)).ShouldBeEmpty();
        Advise(Reach(1005)).ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_the_input_changes_nothing()
    {
        var given = Many();
        var history = given.History();
        var turned = history with { Readings = [.. history.Readings.Reverse()], Posts = [.. history.Posts.Reverse()] };
        KpiEngine.Compute(given.Client(), turned, given.Week).Advice.Select(advice => (advice.Rule, advice.Subject, advice.Effect))
            .ShouldBe(given.Compute().Advice.Select(advice => (advice.Rule, advice.Subject, advice.Effect)));
    }

    [Fact]
    public void Configs_can_switch_off_every_rule_that_there_is() =>
        AdviceCatalog.Keys.ShouldBe(AdviceRule.All.Select(rule => rule.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_has_a_sentence_in_every_language_and_a_place_on_its_page()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "kpis", "advice.md"));
        foreach (var rule in AdviceRule.All)
        {
            page.ShouldContain($"`{rule.Key}`");
            foreach (var code in Language.Codes) Language.Of(code).Has($"advice.{rule.Key}").ShouldBeTrue($"{code}: {rule.Key}");
        }
    }

    /// <summary>Ranks 1 to 5 below ranks 6 to 10: no win of 25, mean 12.5, variance 25 / 12 × 11 = 22.917, distance −12.5 / 4.787 = −2.611.</summary>
    [Fact]
    public void Ranks_tell_two_groups_apart()
    {
        var (distance, chance) = RankTest.Of([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]);
        distance.ShouldBe(-2.6112, 1e-4);
        chance.ShouldBe(0.00902, 1e-4);
        RankTest.Of([4, 4, 4, 4, 4], [4, 4, 4, 4, 4]).ShouldBe((0, 1));
    }

    private static Given Reach(double now) => new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, [.. Usual, now]);

    private const string Costs = "network-costs-more-per-result";

    private static double[] Eight(double results) => [.. Enumerable.Repeat(results, 8)];

    /// <summary>Discussions of two networks that cost 100 a week each.</summary>
    private static Given Discussions(double[] facebook, double[] instagram) => new Given(ObjectiveKind.Offers)
        .Weeks(Facebook, Metrics.Comments, facebook).Weeks(Instagram, Metrics.Comments, instagram).Cost(Facebook, 1, 100, 0).Cost(Instagram, 1, 100, 0);

    /// <summary>An action of the week whose campaign brought so many visits before, and now, beside 200 others.</summary>
    private static Given Fair(double before, double now, int weeks = 8)
    {
        var given = new Given(ObjectiveKind.Sales);
        for (var back = weeks; back >= 0; back--)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSocial, "facebook", back == 0 ? now : before, campaign: "Fair"), Slice(Channel.Direct, "(direct)", 200));
        return given.Action(new("Fair", "goal", new(given.Week.Monday, given.Week.Sunday), null, "fair"));
    }

    private static Given Visits(ObjectiveKind kind, string sender, double[] before, double now, double direct)
    {
        var given = new Given(kind);
        for (var i = 0; i <= before.Length; i++)
        {
            var (week, sessions) = (given.Week.Plus(i - before.Length), i < before.Length ? before[i] : now);
            given.Visits(Site, week, Slice(Channel.Referral, sender, sessions), Slice(Channel.Direct, "(direct)", i < before.Length && sender == "google" ? 1000 - sessions : direct));
        }

        return given;
    }

    [Fact]
    public void What_only_the_agency_can_change_is_not_the_clients_advice_unless_the_config_shows_it()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Posts, 3, 2, 0, 0);
        var hidden = KpiEngine.Compute(given.Client(), given.History(), given.Week);
        hidden.Advice.ShouldAllBe(advice => !AdviceRule.OfAgency.Contains(advice.Rule));
        hidden.AgencyAdvice.Select(advice => advice.Rule).ShouldContain("nothing-posted");

        var shown = KpiEngine.Compute(given.Client() with { ShowsAgencyAdvice = true }, given.History(), given.Week);
        shown.Advice.Select(advice => advice.Rule).ShouldContain("nothing-posted");
        shown.AgencyAdvice.ShouldBeEmpty();
    }

    private static Given Posts(double video, double photo, int each)
    {
        var given = new Given(ObjectiveKind.Awareness);
        for (var i = 0; i < each; i++)
        {
            given.TypedPost(Facebook, $"2026-10-{10 + i}T10:00+02:00", "video", (Metrics.Reach, video + 100.0 * i / (each - 1)))
                .TypedPost(Facebook, $"2026-10-{10 + i}T18:00+02:00", "photo", (Metrics.Reach, photo + 100.0 * i / (each - 1)));
        }

        return given;
    }

    /// <summary>A week in which more than three rules have something to say.</summary>
    private static Given Many() => Reach(400).Weeks(Facebook, Metrics.Posts, 3, 3, 3, 3, 3, 3, 3, 0, 0).Plan(Facebook, 3)
        .Target(new("reach", 3000, null, new(2026, 12, 6), new(1000, new(2026, 9, 6))))
        .TypedPost(Instagram, "2026-10-01T10:00+02:00", "video", (Metrics.Reach, 5000)).TypedPost(Instagram, "2026-10-02T10:00+02:00", "video", (Metrics.Reach, 5100))
        .TypedPost(Instagram, "2026-10-03T10:00+02:00", "video", (Metrics.Reach, 5200)).TypedPost(Instagram, "2026-10-04T10:00+02:00", "video", (Metrics.Reach, 5300))
        .TypedPost(Instagram, "2026-10-05T10:00+02:00", "video", (Metrics.Reach, 5400)).TypedPost(Instagram, "2026-10-06T10:00+02:00", "photo", (Metrics.Reach, 100))
        .TypedPost(Instagram, "2026-10-07T10:00+02:00", "photo", (Metrics.Reach, 110)).TypedPost(Instagram, "2026-10-08T10:00+02:00", "photo", (Metrics.Reach, 120))
        .TypedPost(Instagram, "2026-10-09T10:00+02:00", "photo", (Metrics.Reach, 130)).TypedPost(Instagram, "2026-10-10T10:00+02:00", "photo", (Metrics.Reach, 140));

    private static Advice? Advised(Given given, string rule) => Advise(given).FirstOrDefault(advice => advice.Rule == rule);

    private static IReadOnlyList<Advice> Advise(Given given, IReadOnlyList<WeekTrace>? shown = null, string[]? off = null) =>
        KpiEngine.Compute(given.Client() with { AdviceOff = off ?? [], ShowsAgencyAdvice = true }, given.History(), given.Week, shown).Advice;
}
