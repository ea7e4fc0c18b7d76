using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class SalesTests
{
    private static readonly AccountRef Shop = new("matomo", "2");
    private readonly Given given = new(ObjectiveKind.Sales);

    [Fact]
    public void Conversions_and_revenue_are_the_sums_of_the_weeks_days()
    {
        // 1+2+0+4+1+0+2 = 10 conversions; 20+40+0+80+20+0+40.5 = 200.5 euros.
        given.Days(Site, Metrics.Conversions, 1, 2, 0, 4, 1, 0, 2).Days(Site, Metrics.Revenue, 20, 40, 0, 80, 20, 0, 40.5)
            .ChangeWeek(Site, given.Week, day => day with { Currency = "EUR" });
        given.Kpi("conversions").Value.Value.ShouldBe(10);
        var revenue = given.Kpi("revenue");
        revenue.Value.Value.ShouldBe(200.5);
        revenue.Currency.ShouldBe("EUR");
    }

    [Fact]
    public void A_week_without_a_figure_still_knows_the_currency_of_the_weeks_before()
    {
        given.Weeks(Site, Metrics.Revenue, 900, double.NaN).ChangeWeek(Site, given.Week.Plus(-1), day => day with { Currency = "EUR" });
        var revenue = given.Kpi("revenue");
        revenue.Value.Value.ShouldBeNull();
        revenue.Currency.ShouldBe("EUR");
    }

    [Fact]
    public void Different_currencies_are_not_added_up()
    {
        given.Weeks(Site, Metrics.Revenue, 100).ChangeWeek(Site, given.Week, day => day with { Currency = "EUR" })
            .Weeks(Shop, Metrics.Revenue, 100).ChangeWeek(Shop, given.Week, day => day with { Currency = "CHF" });
        given.Kpi("revenue").Value.ShouldBe(Figure.Unknown(Gap.MixedCurrencies));
    }

    [Fact]
    public void Weeks_in_another_currency_are_not_compared()
    {
        given.Weeks(Site, Metrics.Revenue, 900, 100).ChangeWeek(Site, given.Week, day => day with { Currency = "EUR" })
            .ChangeWeek(Site, given.Week.Plus(-1), day => day with { Currency = "FRF" });
        given.Kpi("revenue").Value.Value.ShouldBe(100);
        given.Kpi("revenue").Previous.Gap.ShouldBe(Gap.MixedCurrencies);
    }

    [Fact]
    public void The_networks_share_of_conversions_leaves_out_those_of_unknown_channel()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 50, 2), Slice(Channel.Direct, "(direct)", 130, 2), Slice(Channel.Unknown, "(unknown)", 0, 4));
        var share = given.Kpi("social-conversion-share");
        share.Value.Value.ShouldBe(0.5);
        share.UnknownPart.ShouldBe(0.5);
    }

    [Fact]
    public void There_is_no_verdict_on_the_networks_share_where_conversions_of_unknown_channel_decide_it()
    {
        for (var back = 1; back <= 8; back++)
            given.Visits(Site, given.Week.Plus(-back), Slice(Channel.OrganicSocial, "facebook.com", 500, 300), Slice(Channel.Direct, "(direct)", 500, 300));
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 500, 100), Slice(Channel.Direct, "(direct)", 500, 300), Slice(Channel.Unknown, "(unknown)", 0, 200));
        given.Kpi("social-conversion-share").Verdict.ShouldBe(KpiVerdict.Undecided);
        given.Kpi("conversions").Verdict.ShouldBe(KpiVerdict.Steady);
    }

    [Fact]
    public void The_networks_share_of_conversions_counts_organic_and_paid()
    {
        // (2 + 1) of 12.
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 50, 2), Slice(Channel.PaidSocial, "instagram", 20, 1), Slice(Channel.Direct, "(direct)", 130, 9));
        given.Kpi("social-conversion-share").Value.Value.ShouldBe(0.25);
        given.Kpi("conversions").Value.Value.ShouldBe(12);
        given.Kpi("conversion-rate").Value.Value.ShouldBe(12.0 / 200);
    }

    [Fact]
    public void A_share_of_no_conversions_is_undefined()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 50, 0));
        given.Kpi("social-conversion-share").Value.Gap.ShouldBe(Gap.Undefined);
        given.Kpi("conversions").Value.Value.ShouldBe(0);
    }

    [Fact]
    public void Channels_come_with_what_they_brought()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 50, 2, 80), Slice(Channel.Direct, "(direct)", 150, 9, 300));
        given.Result().Traffic.ShouldBe(
        [
            new(Channel.Direct, null, 150, 0.75, null, 9, 300),
            new(Channel.OrganicSocial, null, 50, 0.25, null, 2, 80),
        ]);
    }

    [Fact]
    public void A_slice_that_does_not_tell_its_conversions_leaves_no_smaller_sum()
    {
        given.Visits(Site, given.Week, Slice(Channel.OrganicSocial, "facebook.com", 50, 2), Slice(Channel.Direct, "(direct)", 150));
        given.Kpi("social-conversion-share").Value.Gap.ShouldBe(Gap.PartialWeek);
        given.Result().Traffic[0].Conversions.ShouldBeNull();
    }
}
