using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class GoogleIndependenceTests
{
    private readonly Given given = new(ObjectiveKind.GoogleIndependence);

    [Fact]
    public void Googles_share_is_of_all_visits_whatever_the_medium()
    {
        // Google 40 + 10 of 100 visits.
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40), Slice(Channel.PaidSearch, "Google Ads", 10),
            Slice(Channel.OrganicSocial, "facebook.com", 30), Slice(Channel.Direct, "(direct)", 20));
        given.Kpi("google-share").Value.Value.ShouldBe(0.5);
    }

    [Fact]
    public void The_effective_number_of_sources_is_one_over_the_sum_of_squared_shares()
    {
        // Google 50 (two names, one sender), Facebook 30, direct 20: 1 / (0.25 + 0.09 + 0.04) = 1 / 0.38.
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40), Slice(Channel.PaidSearch, "Google Ads", 10),
            Slice(Channel.OrganicSocial, "facebook.com", 30), Slice(Channel.Direct, "(direct)", 20));
        given.Kpi("effective-sources").Value.Value!.Value.ShouldBe(1 / 0.38, 1e-9);
    }

    [Fact]
    public void No_visits_at_all_have_no_share()
    {
        given.Visits(Site, given.Week);
        given.Kpi("google-share").Value.Gap.ShouldBe(Gap.Undefined);
        given.Kpi("effective-sources").Value.Gap.ShouldBe(Gap.Undefined);
        given.Kpi("sessions").Value.Value.ShouldBe(0);
    }

    [Fact]
    public void A_day_without_visits_by_origin_makes_the_week_partial()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40)).Change(Site, given.Week.Sunday, day => day with { Traffic = null });
        given.Kpi("google-share").Value.Gap.ShouldBe(Gap.PartialWeek);
        given.Result().Traffic.ShouldBeEmpty();
    }

    [Fact]
    public void A_falling_share_is_better()
    {
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 300), Slice(Channel.Direct, "(direct)", 700));
        given.Kpi("google-share").Verdict.ShouldBe(KpiVerdict.Better);
    }

    [Fact]
    public void Channels_come_with_their_share_and_that_of_the_week_before()
    {
        given.Visits(Site, given.Week.Plus(-1), Slice(Channel.OrganicSearch, "google", 90), Slice(Channel.OrganicSocial, "facebook.com", 10));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 30), Slice(Channel.OrganicSearch, "bing", 30), Slice(Channel.OrganicSocial, "facebook.com", 40));
        given.Result().Traffic.ShouldBe(
        [
            new(Channel.OrganicSearch, null, 60, 0.6, 0.9, null, null),
            new(Channel.OrganicSocial, null, 40, 0.4, 0.1, null, null),
        ]);
        given.Kpi("social-share").Value.Value.ShouldBe(0.4);
    }

    [Fact]
    public void Googles_share_is_of_the_visits_whose_origin_is_known()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40), Slice(Channel.Direct, "(direct)", 40), Slice(Channel.Unknown, "(unknown)", 20));
        var share = given.Kpi("google-share");
        share.Value.Value.ShouldBe(0.5);
        share.UnknownPart.ShouldBe(0.2);
        given.Kpi("effective-sources").Value.Value!.Value.ShouldBe(2, 1e-9);
    }

    [Theory]
    [InlineData(Channel.Other, "(not set)")]
    [InlineData(Channel.Other, "(data not available)")]
    [InlineData(Channel.Other, "Unassigned")]
    [InlineData(Channel.Other, "(other)")]
    [InlineData(Channel.Other, "")]
    [InlineData(Channel.OrganicSearch, "(not set)")]
    [InlineData(Channel.Referral, "(non défini)")]
    public void Rows_of_earlier_releases_with_a_word_for_nothing_are_of_unknown_origin(Channel channel, string source)
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40), Slice(Channel.Direct, "(direct)", 40), Slice(channel, source, 20));
        given.Kpi("google-share").Value.Value.ShouldBe(0.5);
        given.Result().Referrers.ShouldContain(row => row.Source == "(unknown)" && row.Sessions == 20);
    }

    [Theory]
    [InlineData(Channel.OrganicSocial, "(unknown)")]
    [InlineData(Channel.Referral, "(other)")]
    [InlineData(Channel.Campaign, "(campaign)")]
    public void Visits_that_cannot_be_Googles_are_known_not_to_be(Channel channel, string source)
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40), Slice(Channel.Direct, "(direct)", 40), Slice(channel, source, 20));
        given.Kpi("google-share").Value.Value.ShouldBe(0.4);
    }

    [Fact]
    public void There_is_no_verdict_where_the_unknown_part_decides_it()
    {
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 150), Slice(Channel.Direct, "(direct)", 400), Slice(Channel.Unknown, "(unknown)", 450));
        given.Kpi("google-share").Verdict.ShouldBe(KpiVerdict.Undecided);
        given.Result().Verdict.ShouldBe(ObjectiveVerdict.Undecided);
        given.Result().Moves.ShouldBeEmpty("Google's visits may be among the unknown");
    }

    [Fact]
    public void A_week_before_of_unknown_origin_makes_no_verdict_of_a_week_that_is_known()
    {
        for (var back = 2; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Visits(Site, given.Week.Plus(-1), Slice(Channel.OrganicSearch, "google", 150), Slice(Channel.Direct, "(direct)", 400), Slice(Channel.Unknown, "(unknown)", 450));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Kpi("google-share").Verdict.ShouldBeOneOf(KpiVerdict.Steady, KpiVerdict.Borderline);
    }

    [Fact]
    public void A_verdict_stands_where_the_unknown_part_cannot_change_it()
    {
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 380), Slice(Channel.Unknown, "(unknown)", 20));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 300), Slice(Channel.Direct, "(direct)", 680), Slice(Channel.Unknown, "(unknown)", 20));
        given.Kpi("google-share").Verdict.ShouldBe(KpiVerdict.Better);
        given.Result().Moves.Select(move => move.Source).ShouldBe(["(direct)", "google"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void A_week_whose_origins_are_mostly_unknown_has_no_share_and_says_why(double google)
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", google), Slice(Channel.Unknown, "(unknown)", 100 - google));
        given.Kpi("google-share").Value.Gap.ShouldBe(Gap.UnknownOrigin);
        given.Kpi("effective-sources").Value.Gap.ShouldBe(Gap.UnknownOrigin);
        given.Kpi("sessions").Value.Value.ShouldBe(100);
    }

    [Fact]
    public void A_target_is_neither_kept_nor_missed_where_the_unknown_part_decides_it()
    {
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 150), Slice(Channel.Direct, "(direct)", 400), Slice(Channel.Unknown, "(unknown)", 450));
        given.Target(new("google-share", AtLeast: null, AtMost: 0.5, given.Week.Sunday.AddDays(70), Start: null));
        given.Kpi("google-share").Target!.Pace.ShouldBe(Pace.Unknown);
    }

    [Fact]
    public void The_networks_share_leaves_out_what_has_no_known_channel()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "(unknown)", 30), Slice(Channel.Direct, "(direct)", 30), Slice(Channel.Unknown, "(unknown)", 40));
        given.Kpi("social-share").Value.Value.ShouldBe(0.5);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("Google")]
    [InlineData("google.com")]
    [InlineData("www.google.co.uk")]
    [InlineData("news.google.fr")]
    [InlineData("maps.google.com")]
    [InlineData("Google Images")]
    [InlineData("Google Discover")]
    [InlineData("Google Maps")]
    [InlineData("google_ads")]
    [InlineData("google-ads")]
    [InlineData("googleads")]
    [InlineData("adwords")]
    [InlineData("googleads.g.doubleclick.net")]
    [InlineData("tpc.googlesyndication.com")]
    [InlineData("com.google.android.googlequicksearchbox")]
    public void A_name_of_Google_is_Google(string source) => GoogleNames.IsGoogle(Slice(Channel.Other, source, 1)).ShouldBeTrue();

    [Theory]
    [InlineData("bing")]
    [InlineData("notgoogle.com")]
    [InlineData("googly")]
    [InlineData("google.example.com")]
    [InlineData("youtube.com")]
    [InlineData("(direct)")]
    [InlineData("")]
    public void Any_other_name_is_not(string source) => GoogleNames.IsGoogle(Slice(Channel.OrganicSearch, source, 1)).ShouldBeFalse();
}
