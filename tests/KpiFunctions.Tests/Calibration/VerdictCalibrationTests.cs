using KpiFunctions.Calibration.Trials;
using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Calibration;

/// <summary>
/// How often verdicts are right, on few series with a fixed chance: near the limits there is room for what few series
/// stray (three standard errors). The long tests judge four times as many. The whole tables are written by the calibration itself: docs/kpis/verdicts.md.
/// </summary>
public sealed class VerdictCalibrationTests
{
    private static readonly Trials Few = new(500);
    private static readonly Trials Many = new(2_000);

    public static readonly TheoryData<string> Worlds = [.. All.Keys];

    private static Dictionary<string, IWorld> All => new IWorld[]
    {
        new Counts(200, 1), new Counts(200, 2), new Counts(200, 5), new Counts(200, 5, ByWeek: true), new Counts(3, 5),
        new Shares(0.6, 500, 0.01), new Followers(60, 20, 5), new ReachOfWeeks(5000, 0.6),
    }.ToDictionary(world => world.Name);

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Weeks_in_which_nothing_changed_are_seldom_told_to_have(string world) => Few.UsualWeeksAreSeldomToldToHaveChanged(All[world]);

    [Fact]
    public void A_change_of_thirty_percent_that_stays_is_seen_within_two_weeks() => Few.AChangeThatStaysIsSeen();

    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    public void Many_figures_do_not_multiply_false_alarms(int figures) => Few.ManyFiguresDoNotMultiplyFalseAlarms(figures);

    [Fact]
    public void A_viral_week_neither_hides_a_change_nor_makes_the_next_week_one() => Few.AViralWeekHidesAndMakesNoChange();

    /// <summary>Most allowed with half a year known: 6 % with a memory of 0.3, 8 % with 0.6. Without the correction they are 8 and 14.</summary>
    [Theory]
    [InlineData(0.3, 0.06)]
    [InlineData(0.6, 0.08)]
    public void Weeks_that_resemble_the_week_before_are_seldom_told_to_have_changed(double memory, double most) => Few.NotMoreThan(most, new ReachWithMemory(5000, 0.5, memory), new(32));

    [Theory]
    [InlineData(50)]
    [InlineData(400)]
    public void Something_where_there_mostly_is_nothing_is_seldom_told_as_a_change(double otherwise) => Few.NotMoreThan(0.06, new MostlyNothing(otherwise), new(24));

    [Theory]
    [InlineData("followers")]
    [InlineData("followers + mentions")]
    public void A_formula_over_a_level_is_not_better_every_week(string formula) => Few.NotMoreThan(0.05, new LevelFormula(formula, 60, 20), new(20));

    [Fact]
    public void Two_viral_weeks_in_a_row_hide_no_change() =>
        new Alarms(500, Seed: 5).InAWeek(new ReachOfWeeks(5000, 0.3), new(24) { SizeOf = week => week is -4 or -3 ? 30 : week >= 0 ? 2 : 1 }).ShouldBeGreaterThan(0.25);

    /// <summary>40 % fewer in every August: "worse" in 9 of 10 first weeks of it without earlier years.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_comes_every_year_is_seldom_told_as_a_change(int years)
    {
        var (told, without) = Trials.InAugust(years, 1);
        told.ShouldBeLessThan(0.10 + 3 * Math.Sqrt(0.1 * 0.9 / 300));
        without.ShouldBeGreaterThan(0.85);
    }

    [Theory]
    [InlineData(1, 0.70)]
    [InlineData(3, 0.85)]
    public void Where_there_is_no_season_a_change_is_told_as_before(int years, double kept)
    {
        var (told, without) = Trials.InAQuietWeek(years, 1.5);
        (told / without).ShouldBeGreaterThan(kept - 0.05);
    }

    /// <summary>The rule that is used everywhere takes 11 % of usual weeks for changes at twice the mean, and 16 % at five times.</summary>
    [Theory]
    [InlineData(2, 0.11)]
    [InlineData(5, 0.16)]
    public void The_trials_find_a_rule_that_cries_wolf(double dispersion, double share)
    {
        Few.ShareOfZScores(dispersion).ShouldBe(share, 0.02);
        Few.ShareOfZScores(dispersion).ShouldBeGreaterThan(Few.MostFalseAlarms);
    }

    [LongTheory]
    [MemberData(nameof(Worlds))]
    public void On_many_series_weeks_in_which_nothing_changed_are_seldom_told_to_have(string world) => Many.UsualWeeksAreSeldomToldToHaveChanged(All[world]);

    [LongFact]
    public void On_many_series_a_change_that_stays_is_seen() => Many.AChangeThatStaysIsSeen();

    [LongTheory]
    [InlineData(4)]
    [InlineData(12)]
    public void On_many_series_many_figures_do_not_multiply_false_alarms(int figures) => Many.ManyFiguresDoNotMultiplyFalseAlarms(figures);

    [LongFact]
    public void On_many_series_a_viral_week_neither_hides_a_change_nor_makes_the_next_week_one() => Many.AViralWeekHidesAndMakesNoChange();

    /// <param name="Series">How many are judged, always the same ones.</param>
    private sealed record Trials(int Series)
    {
        private readonly Alarms alarms = new(Series, Seed: 5);

        /// <summary>5 %, and three standard errors.</summary>
        public double MostFalseAlarms => 0.05 + 3 * Math.Sqrt(0.05 * 0.95 / Series);

        /// <summary>80 %, less three standard errors.</summary>
        private double FewestSeen => 0.80 - 3 * Math.Sqrt(0.8 * 0.2 / Series);

        public void UsualWeeksAreSeldomToldToHaveChanged(IWorld world)
        {
            foreach (var weeks in (int[])[4, 8, 20])
                alarms.InAWeek(world, new(weeks)).ShouldBeLessThan(MostFalseAlarms, $"{weeks} weeks known");
            alarms.InAWeek(world, new(8) { Missing = 0.2 }).ShouldBeLessThan(MostFalseAlarms, "every fifth week missing");
        }

        public void AChangeThatStaysIsSeen() =>
            alarms.Within(new Counts(200, 2), new(8) { Judged = 2, SizeOf = week => week >= 0 ? 1.3 : 1 })[1].ShouldBeGreaterThan(FewestSeen);

        public void ManyFiguresDoNotMultiplyFalseAlarms(int figures) =>
            alarms.InADigest(new Followers(60, 20, 2), new(12), figures).Any.ShouldBeLessThan(MostFalseAlarms);

        public void AViralWeekHidesAndMakesNoChange()
        {
            alarms.Within(new Counts(200, 2), new(8) { Judged = 2, SizeOf = week => week == -4 ? 10 : week >= 0 ? 1.5 : 1 })[1].ShouldBeGreaterThan(0.9);
            alarms.InAWeek(new Counts(200, 2), new(8) { SizeOf = week => week == -1 ? 3 : 1 }).ShouldBeLessThan(MostFalseAlarms);
        }

        public void NotMoreThan(double most, IWorld world, Course course) => alarms.InAWeek(world, course).ShouldBeLessThan(most + 3 * Math.Sqrt(most * (1 - most) / Series));

        public static (double Told, double WithoutYears) InAugust(int years, double size) =>
            new SeasonTrials(300, Seed: 5).Told(new Counts(200, 2), IsoWeek.Parse("2026-W32"), years, week => week.Monday.AddDays(3).Month == 8 ? 0.6 * size : 1);

        public static (double Told, double WithoutYears) InAQuietWeek(int years, double size) =>
            new SeasonTrials(300, Seed: 5).Told(new Counts(200, 2), IsoWeek.Parse("2026-W20"), years, week => week == IsoWeek.Parse("2026-W20") ? size : 1);

        public double ShareOfZScores(double dispersion) => alarms.InAWeek(new Counts(200, dispersion), new(8), OtherRules.ZScoreOfTwo);
    }
}
