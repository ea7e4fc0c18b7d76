using KpiFunctions.Cli.Hosting;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.State;

public sealed class TimerClaimsTests
{
    private static readonly DateTimeOffset Occurrence = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly TwinAccount twin = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_several_hosts_one_runs_each_occurrence_of_a_timer()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i => new TimerClaims(await twin.AccountAsync($"host-{i}"))));
        for (var i = 0; i < 5; i++)
        {
            var claimed = await Task.WhenAll(hosts.Select(host => host.TryClaimAsync("PlanDigests", Occurrence.AddMinutes(15 * i), Token)));
            claimed.Count(isMine => isMine).ShouldBe(1);
        }

        (await hosts[0].TryClaimAsync("PlanFetches", Occurrence, Token)).ShouldBeTrue("another timer has claims of its own");
    }

    [Fact]
    public async Task A_host_that_was_held_up_does_not_run_an_occurrence_after_a_later_one()
    {
        var (late, other) = (new TimerClaims(await twin.AccountAsync("late")), new TimerClaims(await twin.AccountAsync("other")));
        (await other.TryClaimAsync("PlanDigests", Occurrence.AddMinutes(15), Token)).ShouldBeTrue();
        (await late.TryClaimAsync("PlanDigests", Occurrence, Token)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_claim_whose_answer_is_lost_is_made(FaultKind loss)
    {
        var claims = new TimerClaims(await twin.AccountAsync());
        for (var i = 0; i < 2; i++)
        {
            using var lost = twin.Faults.Add(new(loss) { When = request => request is { Service: TwinService.Blobs, Method: "PUT", IsConditional: true } });
            (await claims.TryClaimAsync("PlanDigests", Occurrence.AddMinutes(15 * i), Token)).ShouldBeTrue();
            lost.Struck.ShouldBe(1);
        }
    }
}
