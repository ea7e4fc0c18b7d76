using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.All;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>What is done for a client: the posting plan, what it costs, what is said, what actions bring.</summary>
public sealed class WorkTests
{
    [Theory]
    [InlineData(8, 40.0)]
    [InlineData(80, null)]
    public void What_a_network_sent_is_not_known_where_the_origin_of_more_than_a_tenth_is_not(double unknown, double? sent)
    {
        var given = new Given(ObjectiveKind.GoogleIndependence).Cost(Facebook, 1, 60, 0);
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 40), Slice(Channel.Direct, "(direct)", 60), Slice(Channel.Unknown, "(unknown)", unknown));
        var row = given.Result().Worth.ShouldHaveSingleItem();
        (row.Results, row.Gap).ShouldBe((sent, sent is null ? Gap.UnknownOrigin : null));
    }

    [Theory]
    [InlineData(8, 40.0)]
    [InlineData(80, null)]
    public void What_a_campaign_brought_is_not_known_where_the_origin_of_more_than_a_tenth_is_not(double unknown, double? brought)
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week, Slice(Channel.Email, "letter", 40, campaign: "harvest"), Slice(Channel.Direct, "(direct)", 60), Slice(Channel.Unknown, "(unknown)", unknown));
        given.Action(new("Harvest", "goal", new(given.Week.Monday, given.Week.Monday), null, "harvest"));
        given.Result().Actions.ShouldHaveSingleItem().Sessions.ShouldBe(brought);
    }

    [Fact]
    public void Posts_published_stand_beside_posts_planned()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Posts, 2, 0).Weeks(Instagram, Metrics.Posts, 3, 4).Plan(Facebook, 3).Plan(Instagram, 2);
        given.Compute().Plan.ShouldBe([new(Facebook, 3, 0, null), new(Instagram, 2, 4, null)]);
    }

    [Fact]
    public void A_week_whose_posts_are_not_known_breaks_no_plan()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Posts, 2, 3).Plan(Facebook, 3).Plan(Site, 1);
        given.Forget(Facebook, given.Week.Sunday);
        given.Compute().Plan.ShouldBe([new(Facebook, 3, null, Gap.PartialWeek), new(Site, 1, null, Gap.NotDelivered)]);
    }

    [Theory]
    [InlineData("2026-11-08T09:00:00Z", Gap.NoData)] // refused before the week
    [InlineData("2026-11-12T09:00:00Z", Gap.PartialWeek)] // within it
    [InlineData("2026-11-16T09:00:00Z", null)] // after it: nothing was published
    public void A_week_whose_list_of_posts_was_not_read_is_a_gap_and_not_a_week_without_posts(string until, Gap? gap)
    {
        var given = new Given(ObjectiveKind.Awareness).Plan(Facebook, 3).Post(Facebook, "2026-10-20T10:00:00Z").Post(Facebook, "2026-11-03T10:00:00Z")
            .PostsRead(Facebook, until, lastSuccess: "2026-11-17T09:00:00Z");
        given.Compute().Plan.ShouldBe([new(Facebook, 3, gap is null ? 0 : null, gap)]);
    }

    [Fact]
    public void Mentions_by_others_do_not_show_that_the_accounts_own_posts_were_read()
    {
        var given = new Given(ObjectiveKind.Awareness).Plan(Facebook, 3).Mention(Facebook, "2026-10-20T10:00:00Z").Mention(Facebook, "2026-11-17T10:00:00Z").Asked(Facebook, "2026-11-17T09:00:00Z");
        given.Compute().Plan.ShouldBe([new(Facebook, 3, null, Gap.NotDelivered)]);
    }

    [Fact]
    public void A_network_costs_its_hours_and_its_budget_for_the_people_that_it_reached()
    {
        // 2.5 h × 40 + 50 = 150; 150 / 3,000 = 0.05 a person.
        var row = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 3000).Cost(Facebook, 2.5, 40, 50).Result().Worth.ShouldHaveSingleItem();
        row.ShouldBe(new(Facebook, 150, "EUR", WorthResult.PeopleReached, 7, 3000, null));
        row.PerResult!.Value.ShouldBe(0.05, 1e-12);
    }

    [Fact]
    public void People_of_the_best_day_are_not_what_the_weeks_money_reached() =>
        new Given(ObjectiveKind.Awareness).Days(Facebook, Metrics.Reach, 1, 2, 3, 4, 5, 6, 7).Cost(Facebook, 1, 40, 0).Result().Worth.ShouldBeEmpty();

    [Fact]
    public void Without_declared_costs_there_is_no_row() =>
        new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 3000).Result().Worth.ShouldBeEmpty();

    [Fact]
    public void New_followers_over_two_weeks_cost_two_weeks()
    {
        // 70 a week for 14 days are 140; 1,028 − 1,000 = 28 followers: 5 each.
        var row = new Given(ObjectiveKind.Image).Sundays(Export, Metrics.Followers, 1000, Absent, 1028).Cost(Export, 1, 70, 0).Result().Worth.ShouldHaveSingleItem();
        row.ShouldBe(new(Export, 140, "EUR", WorthResult.NewFollowers, 14, 28, null));
        row.PerResult.ShouldBe(5);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(990, -10)]
    public void Nobody_more_or_fewer_has_no_cost_each(double now, double growth)
    {
        var row = new Given(ObjectiveKind.Image).Sundays(Export, Metrics.Followers, 1000, now).Cost(Export, 1, 70, 0).Result().Worth.ShouldHaveSingleItem();
        row.Results.ShouldBe(growth);
        row.PerResult.ShouldBeNull();
    }

    [Fact]
    public void Discussions_are_the_accounts_own()
    {
        // Facebook: 8 comments + 2 mentions = 10 for 50; Instagram's 90 are not its.
        var given = new Given(ObjectiveKind.Offers).Weeks(Facebook, Metrics.Comments, 8).Weeks(Facebook, Metrics.Mentions, 2).Weeks(Instagram, Metrics.Comments, 90).Cost(Facebook, 1, 50, 0);
        given.Result().Worth.ShouldHaveSingleItem().PerResult.ShouldBe(5);
    }

    [Fact]
    public void Conversions_are_those_of_the_visits_that_the_network_sent()
    {
        // facebook.com 3 + l.facebook.com 1 = 4 conversions for 60: 15 each. notfacebook.com is somebody else.
        var given = new Given(ObjectiveKind.Sales).Cost(Facebook, 1, 60, 0);
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 40, 3), Slice(Channel.OrganicSocial, "l.facebook.com", 5, 1), Slice(Channel.Referral, "notfacebook.com", 9, 9));
        given.Result().Worth.ShouldHaveSingleItem().ShouldBe(new(Facebook, 60, "EUR", WorthResult.Conversions, 7, 4, null));
    }

    [Fact]
    public void A_week_whose_visits_are_not_known_whole_has_a_cost_and_no_result()
    {
        var given = new Given(ObjectiveKind.Sales).Cost(Facebook, 1, 60, 0);
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 40, 3)).Forget(Site, given.Week.Sunday);
        given.Result().Worth.ShouldHaveSingleItem().ShouldBe(new(Facebook, 60, "EUR", WorthResult.Conversions, 7, null, Gap.PartialWeek));
    }

    [Theory]
    [InlineData("facebook", "fb", true)]
    [InlineData("facebook", "Facebook", true)]
    [InlineData("facebook", "lm.facebook.com", true)]
    [InlineData("facebook", "facebook.com.example", false)]
    [InlineData("x", "t.co", true)]
    [InlineData("x", "netflix.com", false)]
    [InlineData("linkedin", "lnkd.in", true)]
    [InlineData("youtube", "m.youtube.com/", true)]
    [InlineData("bluesky", "go.bsky.app", true)]
    [InlineData("tiktok", "tiktok.com", true)]
    public void A_networks_visits_are_known_by_its_names_and_hosts(string type, string source, bool isIts) =>
        AllSources.Traits[type].Links!.Sent(Slice(Channel.OrganicSocial, source, 1)).ShouldBe(isIts);

    [Fact]
    public void Of_what_was_said_questions_come_first_and_then_the_longest()
    {
        var given = new Given(ObjectiveKind.Offers)
            .Post(Facebook, "2026-11-09T12:00+01:00", (Metrics.Comments, 2)).Post(Facebook, "2026-11-10T12:00+01:00", (Metrics.Comments, 0))
            .Post(Facebook, "2026-11-15T12:00+01:00", (Metrics.Comments, 3), (Metrics.Replies, 2))
            .Mention(Facebook, "2026-11-11T12:00+01:00", "Lovely shop").Mention(Facebook, "2026-11-12T12:00+01:00", "Are you open on Sunday?");
        given.Result().Threads.Select(thread => (thread.Messages, thread.Asks)).ShouldBe([(1, true), (5, false), (2, false), (1, false)]);
    }

    [Theory]
    [InlineData("Are you open on Sunday?", true)]
    [InlineData("Livrez-vous à Lyon\u00a0?", true)]
    [InlineData("هل أنتم مفتوحون؟", true)]
    [InlineData("日曜日は開いていますか？", true)]
    [InlineData("¿Abrís el domingo", true)]
    [InlineData("See https://shop.example/?utm_source=x", false)]
    [InlineData("Merci pour hier", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_question_is_known_by_its_mark(string? text, bool asks) => Questions.Asks(text).ShouldBe(asks);

    [Fact]
    public void An_action_tells_its_posts_and_what_its_campaign_brought()
    {
        // The action runs from Saturday before the week to Tuesday: two of the posts fall on its days within the week,
        // with 3 + 4 reactions; the shares of one of them are not known. 40 + 9 sessions, 3 + 1 conversions.
        var given = new Given(ObjectiveKind.Sales)
            .Post(Facebook, "2026-10-26T12:00+01:00").Post(Facebook, "2026-11-08T12:00+01:00")
            .Post(Facebook, "2026-11-09T12:00+01:00", (Metrics.Reactions, 3), (Metrics.Shares, 1), (Metrics.Reach, 100))
            .Post(Facebook, "2026-11-10T12:00+01:00", (Metrics.Reactions, 4), (Metrics.Reach, 200)).Post(Facebook, "2026-11-15T12:00+01:00");
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 40, 3, campaign: "Harvest"), Slice(Channel.Email, "news", 9, 1, campaign: "harvest"), Slice(Channel.Direct, "(direct)", 50, 5));
        var action = new ActionConfig("Harvest week", "goal", new(new(2026, 11, 7), new(2026, 11, 10)), Facebook, "harvest");
        given.Action(action).Action(action with { Objective = "other" }).Action(action with { Days = new(new(2026, 11, 1), new(2026, 11, 8)) });
        var result = given.Result().Actions.ShouldHaveSingleItem();
        (result.Action, result.Posts, result.Sessions, result.Conversions).ShouldBe((action, 2, 49, 4));
        result.PostFigures.ShouldBe([(Metrics.Reactions, 7)]);
        result.SinceItBegan.ShouldBeNull("the days before the week are not known");
    }

    [Fact]
    public void An_action_that_began_before_the_week_tells_all_that_it_brought()
    {
        // 30 sessions in the week before and 40 in the week.
        var given = new Given(ObjectiveKind.Sales);
        given.Visits(Site, given.Week.Plus(-1), Slice(Channel.OrganicSocial, "facebook.com", 30, 2, campaign: "harvest"))
            .Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 40, 3, campaign: "harvest"));
        given.Action(new("Harvest", "goal", new(given.Week.Plus(-1).Monday, given.Week.Sunday), null, "harvest"));
        given.Result().Actions.ShouldHaveSingleItem().SinceItBegan.ShouldBe((70, 5));
    }

    [Fact]
    public void What_nothing_measures_of_an_action_is_unknown_and_not_zero()
    {
        var result = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 5).Action(new("Fair", "goal", new(new(2026, 11, 9), new(2026, 11, 9)), null, "fair")).Result().Actions.ShouldHaveSingleItem();
        (result.Posts, result.Sessions, result.Conversions, result.Revenue).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void Senders_go_by_one_name_and_the_largest_comes_first()
    {
        // 60 + 20 of 100 from Google's names, 15 + 5 from one host in two spellings.
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week,
            Slice(Channel.OrganicSearch, "google", 60), Slice(Channel.PaidSearch, "googleads.g.doubleclick.net", 20), Slice(Channel.Referral, "Shop.example", 15), Slice(Channel.Referral, "shop.example", 5));
        given.Result().Referrers.Select(row => (row.Source, row.Sessions, row.Share)).ShouldBe([("google", 80, 0.8), ("shop.example", 20, 0.2)]);
    }

    [Fact]
    public void A_network_is_one_sender_by_whichever_host_it_sends()
    {
        // 30 + 10 + 10 of 100 from Facebook, of which the client has no account; 50 from LinkedIn by two hosts. Two senders send half each.
        var given = new Given(ObjectiveKind.GoogleIndependence);
        var before = given.Week.Plus(-1);
        given.Visits(Site, before, Slice(Channel.OrganicSocial, "facebook.com", 10), Slice(Channel.OrganicSocial, "m.facebook.com", 30), Slice(Channel.OrganicSocial, "lnkd.in", 50))
            .Visits(Site, given.Week,
                Slice(Channel.OrganicSocial, "m.facebook.com", 30), Slice(Channel.OrganicSocial, "l.facebook.com", 10), Slice(Channel.PaidSocial, "FB", 10),
                Slice(Channel.OrganicSocial, "lnkd.in", 20), Slice(Channel.Referral, "linkedin.com", 30));
        var result = given.Result();
        result.Referrers.Select(row => (row.Source, row.Sessions)).ShouldBe([("Facebook", 50), ("LinkedIn", 50)]);
        result.Moves.Select(move => (move.Source, move.Before, move.Now)).ShouldContain(("Facebook", 40, 50));
        given.Kpi("effective-sources").Value.Value!.Value.ShouldBe(2, 1e-9);
    }

    [Fact]
    public void What_moved_most_comes_first_both_ways()
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week.Plus(-1), Slice(Channel.OrganicSearch, "google", 60), Slice(Channel.Referral, "old.example", 30), Slice(Channel.Direct, "(direct)", 9))
            .Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 50), Slice(Channel.Referral, "new.example", 12), Slice(Channel.Direct, "(direct)", 9));
        given.Result().Moves.ShouldBe([new("old.example", 30, 0), new("new.example", 0, 12), new("google", 60, 50)]);
    }

    [Fact]
    public void Beside_a_week_that_is_not_known_whole_nothing_moved()
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week.Plus(-1), Slice(Channel.OrganicSearch, "google", 60)).Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 50));
        given.Forget(Site, given.Week.Plus(-1).Sunday).Result().Moves.ShouldBeEmpty();
    }
}
