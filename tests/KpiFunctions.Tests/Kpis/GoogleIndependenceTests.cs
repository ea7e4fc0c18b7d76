using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Objectives;
using KpiFunctions.Pipeline.Kpis.Visits;
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
        given.Kpi(KpiKey.GoogleShare).Value.Value.ShouldBe(0.5);
    }

    [Fact]
    public void The_effective_number_of_sources_is_one_over_the_sum_of_squared_shares()
    {
        // Google 50 (two names, one sender), Facebook 30, direct 20: 1 / (0.25 + 0.09 + 0.04) = 1 / 0.38.
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40), Slice(Channel.PaidSearch, "Google Ads", 10),
            Slice(Channel.OrganicSocial, "facebook.com", 30), Slice(Channel.Direct, "(direct)", 20));
        given.Kpi(KpiKey.EffectiveSources).Value.Value!.Value.ShouldBe(1 / 0.38, 1e-9);
    }

    [Fact]
    public void No_visits_at_all_have_no_share()
    {
        given.Visits(Site, given.Week);
        given.Kpi(KpiKey.GoogleShare).Value.Gap.ShouldBe(Gap.Undefined);
        given.Kpi(KpiKey.EffectiveSources).Value.Gap.ShouldBe(Gap.Undefined);
        given.Kpi(KpiKey.Sessions).Value.Value.ShouldBe(0);
    }

    [Fact]
    public void A_day_without_visits_by_origin_makes_the_week_partial()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 40)).Change(Site, given.Week.Sunday, day => day with { Traffic = null });
        given.Kpi(KpiKey.GoogleShare).Value.Gap.ShouldBe(Gap.PartialWeek);
        given.Result().Traffic.ShouldBeEmpty();
    }

    [Fact]
    public void A_falling_share_is_better()
    {
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSearch, "google", 600), Slice(Channel.Direct, "(direct)", 400));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSearch, "google", 300), Slice(Channel.Direct, "(direct)", 700));
        given.Kpi(KpiKey.GoogleShare).Verdict.ShouldBe(KpiVerdict.Better);
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
        given.Kpi(KpiKey.SocialShare).Value.Value.ShouldBe(0.4);
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
