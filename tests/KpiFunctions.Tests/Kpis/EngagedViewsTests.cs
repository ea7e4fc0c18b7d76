using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>A platform changed what a public view is, and goes on counting views as before beside them.</summary>
public sealed class EngagedViewsTests
{
    private readonly Given given = new(ObjectiveKind.Awareness);

    [Fact]
    public void The_verdict_rests_on_what_is_counted_as_before_and_the_public_figure_stands_beside_it_without_one()
    {
        // The public count doubles with its new definition, the other does not move.
        given.Weeks(Facebook, Metrics.EngagedViews, 700, 710, 690, 700, 705, 700).Weeks(Facebook, Metrics.Views, 1000, 1010, 990, 1000, 1005, 2000);
        given.ChangeWeek(Facebook, given.Week, reading => reading with { Series = new Dictionary<Metric, string> { [Metrics.Views] = "2026-11-09" } });

        var views = given.Kpi("views");
        (views.Value.Value!.Value, views.Previous.Value!.Value, views.Verdict).ShouldBe((700, 705, KpiVerdict.Steady));
        var shown = given.Kpi("public-views");
        (shown.Value.Value!.Value, shown.Previous.Gap, shown.Verdict, shown.Account).ShouldBe((2000, Gap.SeriesBreak, KpiVerdict.Unknown, Facebook));
        given.Compute().Notes.OfType<DataCaveat.SeriesBreak>().ShouldBeEmpty();
        given.Compute().Notes.ShouldContain(new DataCaveat.ViewsCountedAsBefore(Facebook));
    }

    [Fact]
    public void Accounts_without_them_bring_their_views_to_the_sum() =>
        given.Weeks(Facebook, Metrics.EngagedViews, 700).Weeks(Facebook, Metrics.Views, 1000).Weeks(Instagram, Metrics.Views, 70).Kpi("views").Value.Value.ShouldBe(770);

    [Fact]
    public void Where_the_week_has_none_of_them_its_public_views_are_taken()
    {
        given.Weeks(Facebook, Metrics.EngagedViews, 700, 700, double.NaN).Weeks(Facebook, Metrics.Views, 1000, 1000, 1000);

        given.Kpi("views").Value.Value.ShouldBe(1000);
        given.Kpis("public-views").ShouldBeEmpty();
    }
}
