using KpiFunctions.Calibration.Trials;
using KpiFunctions.Calibration.Worlds;

namespace KpiFunctions.Tests.Calibration;

/// <summary>
/// How often targets are told rightly, on few series with a fixed chance, with room for what few series stray (three
/// standard errors). The long tests judge five times as many. The whole tables are written by the calibration itself:
/// docs/kpis/targets.md.
/// </summary>
public sealed class TargetCalibrationTests
{
    private static readonly Trials Few = new(400);
    private static readonly Trials Many = new(2_000);

    private static readonly Wayfarer Aim = new(new Counts(200, 5), 200);

    public static readonly TheoryData<string, double> Ways = new(All.Keys.SelectMany(name => ((double[])[1.2, 2]).Select(times => (name, times))));

    private static Dictionary<string, Wayfarer> All => new Wayfarer[]
    {
        Aim, new(new ReachOfWeeks(5000 * Math.Exp(-0.3 * 0.3 / 2), 0.3), 5000), new(new Shares(0.6, 500, 0.01), 0.6) { IsLessBetter = true },
        new(new Followers(60, 20, 2), 40, times => (40 * times + 20) / 60),
    }.ToDictionary(wayfarer => wayfarer.World.Name);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Clients_who_keep_the_pace_are_seldom_told_to_be_behind(string world, double times) => Few.OnPaceIsSeldomBehind(All[world], new(times, 1));

    [Fact]
    public void Clients_at_seven_tenths_of_the_pace_are_told_in_time() => Few.SlowClientsAreTold();

    [Fact]
    public void The_rule_that_looks_at_one_week_tells_too_late_and_calls_goals_reached_that_are_not() => Few.OneWeekTellsTooLate();

    [LongTheory]
    [MemberData(nameof(Ways))]
    public void On_many_series_clients_who_keep_the_pace_are_seldom_told_to_be_behind(string world, double times)
    {
        Many.OnPaceIsSeldomBehind(All[world], new(times, 1));
        Many.OnPaceIsSeldomBehind(All[world], new(times, 1) { Start = StartKind.None, Before = 0 });
        Many.OnPaceIsSeldomBehind(All[world], new(times, 1) { Missing = 0.2 });
    }

    [LongFact]
    public void On_many_series_clients_at_seven_tenths_of_the_pace_are_told_in_time() => Many.SlowClientsAreTold();

    /// <param name="Series">How many are judged, always the same ones.</param>
    private sealed record Trials(int Series)
    {
        private readonly Journeys journeys = new(Series, Seed: 3);

        public void OnPaceIsSeldomBehind(Wayfarer wayfarer, Journey journey) =>
            journeys.Of(wayfarer, journey, withReached: false).Now.Behind.ShouldAllBe(share => share < 0.05 + Stray(0.05));

        public void SlowClientsAreTold()
        {
            var (now, _) = journeys.Of(Aim, new(2, 0.7));
            now.Behind[1].ShouldBeGreaterThan(0.45 - Stray(0.45));
            now.Behind[2].ShouldBeGreaterThan(0.80 - Stray(0.80));
            now.Reached.ShouldBeLessThan(0.15);
        }

        public void OneWeekTellsTooLate()
        {
            var (_, before) = journeys.Of(Aim, new(2, 0.7));
            before.Behind[2].ShouldBeLessThan(0.15);
            before.Reached.ShouldBeGreaterThan(0.15);
        }

        private double Stray(double share) => 3 * Math.Sqrt(share * (1 - share) / Series);
    }
}
