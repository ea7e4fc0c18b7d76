using KpiFunctions.Calibration.Trials;
using KpiFunctions.Calibration.Worlds;

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

        public double ShareOfZScores(double dispersion) => alarms.InAWeek(new Counts(200, dispersion), new(8), OtherRules.ZScoreOfTwo);
    }
}
