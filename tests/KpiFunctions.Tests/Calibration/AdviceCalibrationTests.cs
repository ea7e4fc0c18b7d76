using KpiFunctions.Calibration.Advising;
using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Tests.Calibration;

/// <summary>
/// How often digests advise without a cause, and with one, on few clients with a fixed chance: near the limits there is room
/// for what few clients stray (three standard errors). The whole tables are written by the calibration itself: docs/kpis/advice.md.
/// </summary>
public sealed class AdviceCalibrationTests
{
    private const string Costs = "network-costs-more-per-result";

    private static readonly AdviceTrials Few = new(Clients: 200, Seed: 5);

    public static readonly TheoryData<string> Worlds = [.. QuietWorld.All.Select(world => world.Name)];

    [Theory]
    [MemberData(nameof(Worlds))]
    public void A_client_in_whose_weeks_nothing_changes_is_seldom_advised(string world)
    {
        var spoken = Few.Spoken(QuietWorld.All.Single(each => each.Name == world), Cause.None, AdviceTrials.Six);
        spoken.GetValueOrDefault(AdviceTrials.Any).ShouldBeLessThan(Most(0.06));
        foreach (var (rule, share) in spoken.Where(rule => rule.Key is not (AdviceTrials.Any or AdviceTrials.OneWeek))) share.ShouldBeLessThan(Most(0.03), rule);
    }

    [Fact]
    public void A_network_that_costs_five_times_the_others_is_named() =>
        Few.Spoken(QuietWorld.Lively, new(Costs, "") { Cost = 5 }, [ObjectiveKind.Awareness], networks: 2)[Costs].ShouldBeGreaterThan(0.8 - 3 * Math.Sqrt(0.8 * 0.2 / Few.Clients));

    /// <summary>No rule is silenced: a clear cause is told in most digests of a client whose weeks hardly vary.</summary>
    [Fact]
    public void A_clear_cause_makes_its_rule_speak()
    {
        var trials = Few with { Clients = 20 };
        foreach (var cause in Causes.All.Where(cause => cause.IsClear))
            trials.Spoken(QuietWorld.Calm, cause, AdviceTrials.Six).GetValueOrDefault(cause.Rule).ShouldBeGreaterThan(0.4, cause.Name);
    }

    [Fact]
    public void The_trials_find_a_rule_that_cries_wolf() =>
        Few.Spoken(QuietWorld.Lively, Cause.None, AdviceTrials.Three)[AdviceTrials.OneWeek].ShouldBeGreaterThan(0.9);

    private static double Most(double share) => share + 3 * Math.Sqrt(share * (1 - share) / Few.Clients);
}
