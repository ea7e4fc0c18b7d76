using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Tables;

public sealed class CoalescedReadsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly List<string> read = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_for_the_same_at_the_same_time_shares_one_read()
    {
        var reads = Reads(_ => Task.CompletedTask);
        Task<int>[] all = [reads.ReadAsync("a", Token), reads.ReadAsync("b", Token), reads.ReadAsync("a", Token)];
        time.Advance(GroupCommit.BatchWindow);
        await Task.WhenAll(all);

        read.Order().ShouldBe(["a", "b"]);
        (await all[2]).ShouldBe(await all[0]);
    }

    [Fact]
    public async Task Who_comes_when_a_read_has_begun_gets_a_later_one()
    {
        var release = new TaskCompletionSource();
        var reads = Reads(_ => release.Task);
        var early = reads.ReadAsync("a", Token);
        time.Advance(GroupCommit.BatchWindow);
        while (read.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), Token);
        var late = reads.ReadAsync("a", Token);
        release.SetResult();
        time.Advance(GroupCommit.BatchWindow);

        (await early).ShouldBe(1);
        (await late).ShouldBe(2);
    }

    [Fact]
    public async Task Who_gives_up_takes_nothing_from_the_others()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reads = Reads(_ => Task.CompletedTask);
        var first = reads.ReadAsync("a", impatient.Token);
        var second = reads.ReadAsync("a", Token);
        await impatient.CancelAsync();
        time.Advance(GroupCommit.BatchWindow);

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).ShouldBe(1);
    }

    [Fact]
    public async Task A_read_whose_delay_is_over_before_it_is_awaited_answers_no_later_call()
    {
        var reads = Reads(_ => Task.CompletedTask, new ElapsedAtOnce());
        (await reads.ReadAsync("a", Token)).ShouldBe(1);
        (await reads.ReadAsync("a", Token)).ShouldBe(2);
    }

    /// <summary>Reads that answer how many there were.</summary>
    private CoalescedReads<string, int> Reads(Func<string, Task> wait, TimeProvider? clock = null) => new(
        async (key, _) =>
        {
            int count;
            lock (read)
            {
                read.Add(key);
                count = read.Count;
            }

            await wait(key);
            return count;
        },
        clock ?? time);

    /// <summary>A clock on which every delay is over at once, as for a thread that was not scheduled for a while.</summary>
    private sealed class ElapsedAtOnce : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            callback(state);
            return timer;
        }
    }
}
