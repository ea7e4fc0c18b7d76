using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Runs.State;

/// <summary>Each table whose rows are written under a condition: a write that took effect counts as one, whether or not its answer arrived.</summary>
public sealed class LostAnswerTests
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W48");
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Now);
    private readonly TwinAccount twin;

    public LostAnswerTests() => twin = new(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_run_is_added_and_advanced(FaultKind loss)
    {
        var runs = new RunTable(await twin.AccountAsync());
        using (Losing(loss)) (await runs.TryAddAsync(new("shop", Week, Now, RunState.Planned, [], default), Token)).ShouldNotBeNull();
        var planned = (await runs.FindAsync("shop", Week, Token)).ShouldNotBeNull();

        using (Losing(loss)) (await runs.TryReplaceAsync(planned with { State = RunState.Built }, Token)).ShouldNotBeNull().Version.ShouldNotBe(planned.Version);
        (await runs.TryReplaceAsync(planned with { State = RunState.Waiting }, Token)).ShouldBeNull();
        (await runs.FindAsync("shop", Week, Token))!.State.ShouldBe(RunState.Built);
        (await runs.TryAddAsync(planned, Token)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_delivery_is_claimed_and_recorded_and_nobody_else_has_the_claim(FaultKind loss)
    {
        var deliveries = new DeliveryTable(await twin.AccountAsync());
        var record = new DeliveryRecord(new("shop", Week, "abc"), DeliveryState.Claimed, Now, Now, null, null, default);
        DeliveryRecord claim;
        using (Losing(loss)) claim = (await deliveries.TryInsertAsync(record, Token)).ShouldNotBeNull();
        (await deliveries.TryInsertAsync(record, Token)).ShouldBeNull();

        using (Losing(loss)) (await deliveries.TryReplaceAsync(claim with { State = DeliveryState.Accepted }, Token)).ShouldNotBeNull();
        (await deliveries.TryReplaceAsync(claim with { State = DeliveryState.Unknown }, Token)).ShouldBeNull();
        (await deliveries.FindAsync(record.Key, Token))!.State.ShouldBe(DeliveryState.Accepted);
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task Scheduled_work_is_moved_by_one_planner(FaultKind loss)
    {
        var scheduled = new ScheduledMessageTable(await twin.AccountAsync());
        var work = new ScheduledMessage(QueueNames.Digest, "shop", "shop|2026-W48", "{}", Now, 0, false);
        using (Losing(loss)) await scheduled.PutAsync(work, Token);
        var due = (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem();
        var moved = due.Anew(Now.AddMinutes(30));
        using (Losing(loss)) (await scheduled.TryReplaceAsync(due, moved, Token)).ShouldBeTrue();
        (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem().Version.ShouldBe(moved.Version);
        (await scheduled.TryReplaceAsync(due, due.Anew(Now.AddMinutes(30)), Token)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task The_renewal_of_a_secret_is_reserved_by_one_instance_and_released(FaultKind loss)
    {
        var credentials = new CredentialTable(await twin.AccountAsync(), time);
        for (var i = 0; i < 2; i++)
        {
            // At first the row is inserted, then it is replaced.
            Azure.ETag held;
            using (Losing(loss)) held = (await credentials.TryHoldAsync("tiktok", Now.AddMinutes(3), Token)).ShouldNotBeNull();
            (await credentials.TryHoldAsync("tiktok", Now.AddMinutes(3), Token)).ShouldBeNull();
            using (Losing(loss)) await credentials.ReleaseAsync("tiktok", held, renewed: true, Now.AddDays(1), Token);
        }

        (await credentials.TryHoldAsync("tiktok", Now.AddMinutes(3), Token)).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_quotas_units_are_taken_once(FaultKind loss)
    {
        var quotas = new QuotaTable(await twin.AccountAsync());
        for (var taken = 3; taken <= 9; taken += 3)
        {
            using (Losing(loss)) (await quotas.ChangeAsync("youtube", "2026-11-23", use => use.Take(100, 3, 3, hadTurn: false), Token)).ShouldBe(3);
            (await quotas.ReadAsync("youtube", "2026-11-23", Token)).Used.ShouldBe(taken);
        }
    }

    /// <summary>The next conditional write takes effect and loses its answer; it is made sure that there was one.</summary>
    private Loss Losing(FaultKind kind) => new(twin.LoseNext(kind));

    private sealed class Loss(AddedFault fault) : IDisposable
    {
        public void Dispose()
        {
            fault.Remove();
            fault.Struck.ShouldBe(1);
        }
    }
}
