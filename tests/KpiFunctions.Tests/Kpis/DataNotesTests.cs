using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class DataNotesTests
{
    private readonly Given given = new(ObjectiveKind.Awareness);

    [Fact]
    public void A_source_in_trouble_is_told_with_its_last_day()
    {
        given.Days(Facebook, Metrics.Views, 1, 1, 1)
            .Asked(Facebook, "2026-11-12T08:00Z", new(new(SourceFailureKind.CredentialExpired, "The token has expired."), DateTimeOffset.Parse("2026-11-13T08:00Z")));
        var notes = given.Compute().Notes;
        notes.ShouldContain(new DataCaveat.SourceInTrouble(Facebook, SourceFailureKind.CredentialExpired, new(2026, 11, 11)));
        notes.OfType<DataCaveat.DaysMissing>().ShouldHaveSingleItem().Days.Count.ShouldBe(4);
    }

    [Fact]
    public void Trouble_that_began_after_the_week_was_read_whole_is_not_this_digests_business()
    {
        given.Days(Facebook, Metrics.Views, 1, 1, 1, 1, 1, 1, 1)
            .Asked(Facebook, "2026-11-16T08:00Z", new(new(SourceFailureKind.Unavailable, "503"), DateTimeOffset.Parse("2026-11-16T10:00Z")));
        given.Compute().Notes.OfType<DataCaveat.SourceInTrouble>().ShouldBeEmpty();
    }

    [Fact]
    public void A_week_that_is_missing_for_a_known_reason_is_told_once()
    {
        given.Asked(Facebook, "2026-11-08T08:00Z", new(new(SourceFailureKind.CredentialExpired, "The token has expired."), DateTimeOffset.Parse("2026-11-09T08:00Z")));
        given.Compute().Notes.OfType<DataCaveat.DaysMissing>().ShouldBeEmpty();
        given.Compute().Notes.ShouldContain(new DataCaveat.SourceInTrouble(Facebook, SourceFailureKind.CredentialExpired, null));
    }

    [Fact]
    public void An_account_that_never_answered_is_told()
    {
        given.Account(Facebook);
        given.Compute().Notes.OfType<DataCaveat.DaysMissing>().ShouldHaveSingleItem().Days.Count.ShouldBe(7);
        given.Kpi("reach").Value.Gap.ShouldBe(Gap.NoData);
        given.Result().Verdict.ShouldBe(ObjectiveVerdict.Unknown);
    }

    [Fact]
    public void Figures_of_a_post_that_contradict_each_other_are_left_out_and_reported()
    {
        given.Post(Export, "2026-11-02T12:00+01:00")
            .Post(Export, "2026-11-10T12:00+01:00", (Metrics.Reach, 100), (Metrics.Views, 80))
            .Post(Export, "2026-11-15T12:00+01:00", (Metrics.Reach, 50), (Metrics.Views, 50));
        given.Compute().Notes.ShouldContain(new DataCaveat.ImpossiblePostFigures(Export, 1));
        given.Kpi("reach").Value.Value.ShouldBe(50);
    }

    [Fact]
    public void An_empty_figure_of_a_post_is_left_out_of_that_figure_only()
    {
        given.Post(Export, "2026-11-02T12:00+01:00")
            .Post(Export, "2026-11-10T12:00+01:00", (Metrics.Reach, 100), (Metrics.Views, 300))
            .Post(Export, "2026-11-15T12:00+01:00", (Metrics.Views, 50));
        given.Compute().Notes.OfType<DataCaveat.EmptyPostFigures>().ShouldBe([new(Export, Metrics.Reach, 1)]);
        given.Kpi("views").Value.Value.ShouldBe(350);
    }

    [Fact]
    public void A_whole_week_has_nothing_to_tell()
    {
        given.Weeks(Facebook, Metrics.Mentions, 3, 4).Sundays(Facebook, Metrics.Reach7Days, 40, 50);
        given.Compute().Notes.ShouldBeEmpty();
    }
}
