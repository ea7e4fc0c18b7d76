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
    public Task Each_week_has_one_digest_or_a_true_record_whatever_becomes_of_the_config() => WalkAsync(0, 300);

    [LongFact]
    public Task Each_week_has_one_digest_or_a_true_record_in_10000_walks() => WalkAsync(300, 9_700);

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
