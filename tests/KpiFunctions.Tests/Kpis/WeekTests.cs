using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class WeekTests
{
    [Fact]
    public void A_partial_week_is_not_a_figure_and_is_not_compared()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, 100, 100, 100, 100, 100, 100);
        given.Forget(Facebook, given.Week.Monday);
        var mentions = given.Kpi("mentions");
        mentions.Value.ShouldBe(Figure.Unknown(Gap.PartialWeek));
        mentions.Verdict.ShouldBe(KpiVerdict.Unknown);
        given.Compute().Notes.OfType<DataCaveat.DaysMissing>().ShouldHaveSingleItem().Days.ShouldBe([given.Week.Monday]);
    }

    [Fact]
    public void A_partial_week_teaches_nothing_about_the_usual()
    {
        // The broken week would have had 0; the four whole ones say 100.
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, 100, 100, 100, 100, 100, 100);
        given.Forget(Facebook, given.Week.Plus(-1).Monday);
        var mentions = given.Kpi("mentions");
        mentions.Previous.Gap.ShouldBe(Gap.PartialWeek);
        mentions.Expected!.Weeks.ShouldBe(4);
        mentions.Expected.Centre.ShouldBe(100, 1e-9);
    }

    [Fact]
    public void The_first_week_is_too_early_to_tell_and_has_no_zeros_before_it()
    {
        var result = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, 7).Sundays(Facebook, Metrics.Reach7Days, 50).Result();
        result.Verdict.ShouldBe(ObjectiveVerdict.TooEarly);
        var mentions = result.Primary.Single(kpi => kpi.Traits.Name == "mentions");
        mentions.Value.Value.ShouldBe(7);
        mentions.Previous.Gap.ShouldBe(Gap.NoData);
        mentions.History.Count.ShouldBe(13);
        mentions.History.Take(12).ShouldAllBe(figure => figure.Gap == Gap.NoData);
    }

    [Fact]
    public void Thirteen_weeks_are_shown_the_oldest_first()
    {
        double[] weeks = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
        var mentions = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, weeks).Kpi("mentions");
        mentions.History.Select(figure => figure.Value!.Value).ShouldBe(weeks[1..]);
        mentions.Previous.Value.ShouldBe(13);
    }

    [Fact]
    public void A_day_that_is_not_settled_counts_and_is_marked()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, 5);
        given.Change(Facebook, given.Week.Sunday, day => day with { Settled = false });
        given.Kpi("mentions").Value.ShouldBe(Figure.Known(5, provisional: true));
        given.Compute().Notes.OfType<DataCaveat.DaysProvisional>().ShouldHaveSingleItem().Days.ShouldBe([given.Week.Sunday]);
    }

    /// <summary>Paris leaves summer time on Sunday 25 October 2026 at 03:00: that Sunday has 25 hours.</summary>
    [Theory]
    [InlineData("2026-10-18T21:59:59Z", false)] // Sunday 23:59:59, summer time
    [InlineData("2026-10-18T22:00:00Z", true)] // Monday 00:00, summer time
    [InlineData("2026-10-25T22:30:00Z", true)] // Sunday 23:30, winter time
    [InlineData("2026-10-25T23:00:00Z", false)] // Monday 00:00, winter time
    public void In_the_week_of_the_clock_change_a_post_belongs_to_the_clients_own_day(string published, bool within)
    {
        var given = new Given(ObjectiveKind.Offers) { Week = IsoWeek.Parse("2026-W43") };
        given.Post(Facebook, "2026-10-05T12:00Z").Post(Facebook, published, (Metrics.Comments, 3)).Post(Facebook, "2026-10-30T12:00Z");
        given.Kpi("discussions").Value.Value.ShouldBe(within ? 3 : 0);
    }

    [Fact]
    public void A_post_near_midnight_counts_in_the_clients_zone_and_not_in_UTC()
    {
        Given Client(string zone) => new Given(ObjectiveKind.Offers) { ZoneId = zone }
            .Post(Facebook, "2026-10-05T12:00Z", (Metrics.Comments, 0)).Post(Facebook, "2026-11-16T03:00Z", (Metrics.Comments, 3)).Post(Facebook, "2026-11-17T12:00Z");
        Client("America/Montreal").Kpi("discussions").Value.Value.ShouldBe(3);
        Client("Europe/Paris").Kpi("discussions").Value.Value.ShouldBe(0);
    }

    [Fact]
    public void Week_53_comes_between_week_52_and_the_next_years_first()
    {
        var given = new Given(ObjectiveKind.Awareness) { Week = IsoWeek.Parse("2027-W01") }.Weeks(Facebook, Metrics.Mentions, 52, 53, 1);
        given.Kpi("mentions").Value.Value.ShouldBe(1);
        given.Kpi("mentions").Previous.Value.ShouldBe(53);
        var last = new Given(ObjectiveKind.Awareness) { Week = IsoWeek.Parse("2026-W53") }.Days(Facebook, Metrics.Mentions, 1, 1, 1, 1, 2, 2, 2);
        last.Kpi("mentions").Value.Value.ShouldBe(10);
    }

    [Fact]
    public void Nothing_is_compared_across_a_break_of_series()
    {
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 5000, 5000, 5000, 5000, 5000, 900, 910);
        foreach (var back in (int[])[0, 1])
            given.Change(Facebook, given.Week.Plus(-back).Sunday, day => day with { Series = new Dictionary<Metric, string> { [Metrics.Reach7Days] = "2026-11-02" } });
        var reach = given.Kpi("reach");
        reach.Value.Value.ShouldBe(910);
        reach.Previous.Value.ShouldBe(900);
        reach.History[^3].Gap.ShouldBe(Gap.SeriesBreak);
        reach.Verdict.ShouldBe(KpiVerdict.TooEarly);
        given.Compute().Notes.ShouldContain(new DataCaveat.SeriesBreak(Facebook, Metrics.Reach7Days));
    }

    [Fact]
    public void A_week_within_which_the_definition_changed_is_not_one_figure()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, 5);
        given.Change(Facebook, given.Week.Sunday, day => day with { Series = new Dictionary<Metric, string> { [Metrics.Mentions] = "2026-11-15" } });
        given.Kpi("mentions").Value.Gap.ShouldBe(Gap.SeriesBreak);
    }

    [Fact]
    public void What_is_stored_of_an_account_that_the_config_no_longer_names_is_left_out()
    {
        var given = new Given(ObjectiveKind.Awareness).Weeks(Facebook, Metrics.Mentions, 5).Weeks(Instagram, Metrics.Mentions, 100);
        var client = given.Client();
        var set = KpiEngine.Compute(client with { Sources = [client.Sources[0]] }, given.History(), given.Week);
        set.Objectives[0].Primary.Single(kpi => kpi.Traits.Name == "mentions").Value.Value.ShouldBe(5);
    }
}
