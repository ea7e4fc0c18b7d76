using System.Collections.Concurrent;
using KpiFunctions.Tests.Runs.Digests.Walks;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>
/// Random weeks of a client, whose schedule and zone change, whose file is refused, deleted and dropped again, and in which nothing
/// runs for a while: each week has its digest, or a record that says why not.
/// </summary>
public sealed class ScheduleWalkTests
{
    private const int AtOnce = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Each_week_has_one_digest_or_a_true_record_whatever_becomes_of_the_config() => WalkAsync(0, 200);

    /// <summary>Walks on which a digest was lost, came unasked, or had a record that was not true.</summary>
    [Theory]
    [InlineData("the first schedule's week is over, the second's is not", "2036-06-27 05:55:07 Fri Drop Tuesday 01:30 America/Porto_Acre", "2036-06-27 14:43:07 Fri Drop Saturday 10:11 Europe/Nicosia")]
    [InlineData("it falls due, and the file is deleted before a planner looks", "2032-07-13 18:11:07 Tue Drop Monday 20:18 Etc/GMT-6", "2032-09-06 14:26:07 Mon Delete")]
    [InlineData("it falls due, and moves to earlier in its week before a planner looks", "2032-11-21 04:47:07 Sun Drop Saturday 04:47 America/Dawson", "2032-12-04 11:57:07 Sat Drop Tuesday 02:30 Antarctica/DumontDUrville")]
    [InlineData("the file is back after 46 days, with a schedule that is past", "2023-03-09 14:46:07 Thu Drop Sunday 02:30 Mexico/BajaSur", "2023-03-21 02:36:07 Tue Delete", "2023-05-07 01:46:07 Sun Drop Sunday 02:30 Africa/Algiers")]
    [InlineData("a change of zones moves two weeks into the past", "2026-11-10 10:00:07 Tue Drop Sunday 23:00 Pacific/Pago_Pago", "2026-11-23 09:50:07 Mon Drop Monday 00:00 Pacific/Kiritimati")]
    [InlineData(
        "a row of the schedule before falls due while the file is away",
        "2026-11-24 10:00:07 Tue Drop Monday 09:00 Europe/Paris", "2026-11-25 10:00:07 Wed Drop Friday 09:00 Europe/Paris", "2026-11-26 10:00:07 Thu Delete", "2026-12-02 10:00:07 Wed Drop Friday 09:00 Europe/Paris")]
    public async Task Weeks_that_once_went_wrong_go_right(string what, params string[] steps)
    {
        await using var pipeline = await WalkPipeline.StartAsync(Token);
        (await FindAsync(pipeline, new([.. steps.Select(WalkStep.Parse)]))).ShouldBeNull(what);
    }

    [LongFact]
    public Task Each_week_has_one_digest_or_a_true_record_in_1000_walks() => WalkAsync(200, 800);

    [FullFact]
    public Task Each_week_has_one_digest_or_a_true_record_in_10000_walks() => WalkAsync(1_000, 9_000);

    private static async Task WalkAsync(int first, int count)
    {
        var failures = new ConcurrentBag<(int Seed, string Text)>();
        var seeds = new ConcurrentQueue<int>(Enumerable.Range(first, count));
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            await using var pipeline = await WalkPipeline.StartAsync(Token);
            while (failures.IsEmpty && seeds.TryDequeue(out var seed))
            {
                var walk = ScheduleWalk.Draw(seed);
                if (await FindAsync(pipeline, walk) is not null) failures.Add((seed, await ShortestAsync(pipeline, walk)));
            }
        }, Token)));
        failures.OrderBy(failure => failure.Seed).Select(failure => $"seed {failure.Seed}, shortened:\n{failure.Text}").FirstOrDefault().ShouldBeNull();
    }

    private static async Task<string?> FindAsync(WalkPipeline pipeline, ScheduleWalk walk)
    {
        try
        {
            return WalkOracle.Find(walk, await pipeline.RunAsync(walk, Token));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception.ToString();
        }
    }

    /// <summary>Leaves steps out as long as something is still wrong.</summary>
    private static async Task<string> ShortestAsync(WalkPipeline pipeline, ScheduleWalk walk)
    {
        var found = await FindAsync(pipeline, walk);
        for (var isShorter = true; isShorter;)
        {
            isShorter = false;
            foreach (var shorter in walk.Shorter())
            {
                if (await FindAsync(pipeline, shorter) is not { } still) continue;
                (walk, found, isShorter) = (shorter, still, true);
                break;
            }
        }

        return $"{walk}\n{found}";
    }
}
