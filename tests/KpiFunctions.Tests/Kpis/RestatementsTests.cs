using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>What the next digest says of figures that a source corrected after they were shown.</summary>
public sealed class RestatementsTests
{
    private static readonly double[] Before = [100, 104, 96, 101, 99, 102, 98, 100];

    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(100, 104, false)]
    [InlineData(100, 106, true)]
    [InlineData(100, 90, true)]
    [InlineData(0, 3, true)]
    public void A_figure_that_moved_by_more_than_a_twentieth_is_told(double shown, double now, bool isTold) =>
        Told(shown, now).Count.ShouldBe(isTold ? 1 : 0);

    [Fact]
    public void What_was_told_and_what_holds_now_stand_side_by_side()
    {
        var note = Told(100, 90).ShouldHaveSingleItem().ShouldBeOfType<DataCaveat.Restated>();
        (note.Week, note.Shown, note.Now.Value.Value).ShouldBe((new Given(ObjectiveKind.Sales).Week, 100, 90));
        note.Name.ShouldBe(new("goal", "conversions", ""));
    }

    [Fact]
    public void A_smaller_move_that_turns_the_verdict_is_told()
    {
        // Eight weeks around 100: 140 is beyond the usual range, and 134 is not; they are within a twentieth of each other.
        Given Week(double now) => new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, [.. Before, now]);
        (Week(140).Kpi("conversions").Verdict, Week(134).Kpi("conversions").Verdict).ShouldBe((KpiVerdict.Better, KpiVerdict.Steady));
        Told(140, 134, Before).Count.ShouldBe(1);
        Told(134, 140, Before).Count.ShouldBe(1);
        Told(120, 124, Before).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(108, false)]
    [InlineData(112, true)]
    public void Of_a_figure_that_was_marked_provisional_a_small_move_was_announced(double now, bool isTold) =>
        Told(100, now, provisional: true).Count.ShouldBe(isTold ? 1 : 0);

    [Fact]
    public void A_figure_that_came_late_is_told()
    {
        var shown = new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, 100, Absent);
        var now = new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, 100, 120);
        Restatements.Of([TraceOf(shown)], [now.Compute()]).OfType<DataCaveat.Restated>().ShouldHaveSingleItem().Shown.ShouldBeNull();
    }

    [Fact]
    public void A_figure_that_fell_silent_is_not_corrected_to_nothing() =>
        Restatements.Of([TraceOf(Week(100))], [new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, 100, Absent).Compute()]).ShouldBeEmpty();

    [Fact]
    public void It_is_told_once_and_again_only_when_it_moves_again()
    {
        // 100 was shown; the digest after it said 90.
        var shown = TraceOf(Week(100));
        var corrected = new WeekTrace("confectioner", Week(0).Week.Plus(1).ToString(), [], [new(shown.Week, new("goal", "conversions", ""), 90)], []);
        Restatements.Of([shown, corrected], [Week(90).Compute()]).ShouldBeEmpty();
        Restatements.Of([shown, corrected], [Week(80).Compute()]).OfType<DataCaveat.Restated>().ShouldHaveSingleItem().Shown.ShouldBe(90);
    }

    [Fact]
    public void A_figure_that_was_told_and_cannot_be_true_is_withdrawn_once()
    {
        var now = new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, 100);
        now.ChangeWeek(Site, now.Week, reading => reading with { Values = new Dictionary<Metric, double> { [Metrics.Conversions] = -1 } });
        var shown = TraceOf(Week(100));

        var note = Restatements.Of([shown], [now.Compute()]).OfType<DataCaveat.Restated>().ShouldHaveSingleItem();
        (note.Shown, note.Now.Value.Value, note.Now.Value.Gap).ShouldBe((100, null, Gap.Impossible));

        var withdrawn = new WeekTrace("confectioner", Week(0).Week.Plus(1).ToString(), [], [new(shown.Week, new("goal", "conversions", ""), null)], []);
        Restatements.Of([shown, withdrawn], [now.Compute()]).ShouldBeEmpty();
        Restatements.Of([shown, withdrawn], [Week(95).Compute()]).OfType<DataCaveat.Restated>().ShouldHaveSingleItem().Shown.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(WeekTrace.CurrentRules, false)]
    public void What_the_pipeline_counts_differently_since_is_no_correction_of_the_sources(int rules, bool isCountedDifferently) =>
        Restatements.Of([TraceOf(Week(100)) with { Rules = rules }], [Week(80).Compute()]).OfType<DataCaveat.Restated>().ShouldHaveSingleItem().IsCountedDifferently.ShouldBe(isCountedDifferently);

    [Fact]
    public void A_week_without_a_digest_has_nothing_to_correct() => Restatements.Of([], [Week(80).Compute()]).ShouldBeEmpty();

    private static Given Week(double now, bool provisional = false)
    {
        var given = new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, now);
        return provisional ? given.ChangeWeek(Site, given.Week, reading => reading with { Settled = false }) : given;
    }

    private static IReadOnlyList<DataCaveat> Told(double shown, double now, double[]? before = null, bool provisional = false) => before is null
        ? Restatements.Of([TraceOf(Week(shown, provisional))], [Week(now).Compute()])
        : Restatements.Of(
            [TraceOf(new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, [.. before, shown]))],
            [new Given(ObjectiveKind.Sales).Weeks(Site, Metrics.Conversions, [.. before, now]).Compute()]);

    private static WeekTrace TraceOf(Given given) => given.Compute().Trace!;
}
