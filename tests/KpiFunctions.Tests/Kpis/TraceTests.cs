using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>From a figure back to what it was made from.</summary>
public sealed class TraceTests
{
    [Fact]
    public void A_sum_leads_back_to_its_days_with_their_fetch_times()
    {
        var given = new Given(ObjectiveKind.Sales).Days(Site, Metrics.Conversions, 1, 2, 3, 4, 5, 6, 7);
        given.Change(Site, given.Week.Sunday, reading => reading with { Settled = false });
        var trace = Trace(given, "conversions");
        trace.Value.ShouldBe(28);
        var input = trace.Inputs.ShouldHaveSingleItem();
        (input.Account, input.Metric, input.Way).ShouldBe(("ga4:123", "conversions", Aggregation.DaysAddedUp));
        input.Days.Sum(day => day.Value).ShouldBe(28);
        input.Days[^1].ShouldBe(new(given.Week.Sunday, 7, new(2026, 11, 18, 0, 0, 0, TimeSpan.Zero), false, null));
        trace.Completeness.ShouldBe(new(7, 7, 1));
    }

    [Fact]
    public void Days_that_are_missing_stand_among_those_that_are_not()
    {
        var trace = Trace(new Given(ObjectiveKind.Sales).Days(Site, Metrics.Conversions, 1, 2, Absent, 4, 5, 6, 7), "conversions");
        (trace.Value, trace.Gap).ShouldBe((null, "PartialWeek"));
        trace.Inputs.ShouldHaveSingleItem().Days[2].ShouldBe(new(new(2026, 11, 11), null, null, false, null));
        trace.Completeness.ShouldBe(new(6, 7, 0));
    }

    [Fact]
    public void A_figure_of_several_metrics_and_accounts_names_each_that_was_read_and_no_other()
    {
        var given = new Given(ObjectiveKind.Offers).Days(Facebook, Metrics.Comments, 1, 1, 1, 1, 1, 1, 1).Days(Facebook, Metrics.Views, 9, 9, 9, 9, 9, 9, 9)
            .Days(Instagram, Metrics.Comments, 2, 2, 2, 2, 2, 2, 2).Days(Instagram, Metrics.Messages, 1, 1, 1, 1, 1, 1, 1);
        Trace(given, "discussions").Inputs.Select(input => (input.Account, input.Metric))
            .ShouldBe([("facebook:page", "comments"), ("instagram:profile", "comments"), ("instagram:profile", "messages")]);
    }

    [Fact]
    public void Growth_leads_back_to_both_levels()
    {
        var trace = Trace(new Given(ObjectiveKind.Image).Sundays(Export, Metrics.Followers, 1000, Absent, 1028), "follower-growth");
        trace.Formula.ShouldBe("1,028 (2026-11-15) - 1,000 (2026-11-01)");
        trace.Inputs.Select(input => (input.Way, input.Days.Single().Day, input.Days.Single().Value))
            .ShouldBe([(Aggregation.LastLevel, new DateOnly(2026, 11, 15), 1028), (Aggregation.EarlierLevel, new DateOnly(2026, 11, 1), 1000)]);
    }

    [Fact]
    public void A_share_of_visits_leads_back_to_who_sent_them()
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week, Slice(Channel.Direct, "(direct)", 40, 1), Slice(Channel.OrganicSearch, "google", 60, 3));
        var (google, all) = (Trace(given, "google-share").Inputs[0], Trace(given, "google-share").Inputs[1]);
        (google.Metric, google.Way, google.Days.Sum(day => day.Value)).ShouldBe(("visits-from-google", Aggregation.Visits, 60));
        google.Referrers.ShouldBe([new("OrganicSearch", "google", 60, 3, null)]);
        (all.Metric, all.Way, all.Days.Sum(day => day.Value)).ShouldBe(("visits-from-google-or-not", Aggregation.Visits, 100));
        all.Referrers.ShouldBe([new("OrganicSearch", "google", 60, 3, null), new("Direct", "(direct)", 40, 1, null)]);
    }

    /// <summary>In each figure that divides, what is divided and what it is divided by lead back to days whose values give the figure.</summary>
    [Theory]
    [InlineData("google-share", ObjectiveKind.GoogleIndependence)]
    [InlineData("social-share", ObjectiveKind.GoogleIndependence)]
    [InlineData("social-conversion-share", ObjectiveKind.Sales)]
    [InlineData("conversion-rate", ObjectiveKind.Sales)]
    public void A_share_leads_back_to_both_of_its_halves(string kpi, ObjectiveKind kind)
    {
        var given = new Given(kind);
        given.Visits(
            Site, given.Week, Slice(Channel.Direct, "(direct)", 40, 1), Slice(Channel.OrganicSearch, "google", 60, 3), Slice(Channel.OrganicSocial, "facebook.com", 20, 2),
            Slice(Channel.Unknown, TrafficSlice.UnknownReferrer, 30, 2));
        var trace = Trace(given, kpi);
        trace.Inputs.Count.ShouldBe(2);
        var (part, all) = (trace.Inputs[0].Days.Sum(day => day.Value), trace.Inputs[1].Days.Sum(day => day.Value));
        (part / all).ShouldBe(trace.Value);
    }

    [Fact]
    public void A_typical_post_leads_back_to_the_posts()
    {
        var given = new Given(ObjectiveKind.Awareness).Post(Export, "2026-11-09T12:00Z", (Metrics.Reach, 10)).Post(Export, "2026-11-15T12:00Z", (Metrics.Reach, 30));
        var input = Trace(given, "reach").Inputs.ShouldHaveSingleItem();
        input.Way.ShouldBe(Aggregation.PostByPost);
        input.Posts.Select(post => (post.Id, post.Value)).ShouldBe([("p1", 10), ("p2", 30)]);
    }

    [Fact]
    public void Another_week_being_measured_is_not_what_the_figure_was_made_from()
    {
        var given = new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, 10, 11, 12, 13, 14);
        Trace(given, "conversions").Inputs.ShouldHaveSingleItem().Days.Select(day => day.Day).ShouldBe(given.Week.Days.Each());
    }

    private static KpiTrace Trace(Given given, string kpi) =>
        given.Compute().Trace!.Kpis.First(trace => trace.Name.Kpi == kpi);
}
