using System.Collections.Concurrent;
using KpiFunctions.Endurance.Checks;
using KpiFunctions.Endurance.Exploring;
using KpiFunctions.Endurance.Runs;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.StorageTwin;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Endurance;

/// <summary>A few endurance runs at every change, and whether their checks find what is broken on purpose.</summary>
public sealed class EnduranceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_breaks_each_recipient_gets_one_digest_or_a_record_says_why_not()
    {
        var broken = await BrokenAsync(Enumerable.Range(10, 20), Plant.None);
        broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_comes_to_the_same_whenever_it_is_played()
    {
        var first = await Runner.InMemoryAsync(40, Plant.None, null, Token);
        var again = await Runner.InMemoryAsync(40, Plant.None, null, Token);
        again.Lines.ShouldBe(first.Lines);
        again.Hash.ShouldBe(first.Hash);
    }

    [Theory]
    [InlineData("claim-without-mark", new[] { 3, 15, 17 })]
    [InlineData("no-sweep", new[] { 1, 20, 23 })]
    public async Task A_mistake_that_is_made_on_purpose_is_found(string plant, int[] seeds) =>
        (await BrokenAsync(seeds, Plants.ByName[plant])).ShouldNotBeEmpty();

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task The_planted_strike_off_takes_away_what_another_worker_has_put_there_since(bool isPlanted, int left)
    {
        var plant = isPlanted ? Plant.StrikeOffWithoutVersion : Plant.None;
        // Few schedules lose a digest by it: the message of that later work has to be lost as well.
        var twin = new TwinAccount(TimeProvider.System);
        await twin.AccountAsync();
        var account = KpiFunctions.Endurance.Storage.Store.On(twin).For(new("worker"), new Undisturbed(new()), plant);
        var scheduled = new ScheduledMessageTable(account);
        var outbox = new Outbox(scheduled, account, TimeProvider.System);
        var work = new DigestMessage("shop", "2026-W48");
        await outbox.AddAsync(work, Token);
        var handled = await outbox.WithVersionAsync(work, Token);
        await outbox.AddAsync(work, Token);
        await outbox.DoneAsync(handled, Token);
        (await scheduled.ReadAsync(Token)).Count.ShouldBe(left);
    }

    [Fact]
    public async Task No_single_disturbance_of_a_planner_and_two_workers_doubles_or_loses_a_digest()
    {
        var played = new List<Played>();
        await using var stage = await Stage.PrepareAsync(Token);
        await new Explorer(stage, Plant.None, lanes: 4, played.Add).ExploreAsync(disturbances: 1, slice: (0, 5), Token);
        played.Count.ShouldBeGreaterThan(15);
        played.ShouldAllBe(one => !one.IsDuplicate && !one.IsStuck && !one.IsLost, string.Join('\n', played.Where(one => one.IsDuplicate || one.IsStuck || one.IsLost).Select(one => one.Name)));
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(IEnumerable<int> seeds, Plant plant)
    {
        var broken = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = RunCommands.Parallel, CancellationToken = Token }, async (seed, token) =>
        {
            foreach (var violation in Promise.Check(await Runner.InMemoryAsync(seed, plant, null, token))) broken.Add($"seed {seed}: {violation.Breach}: {violation.Text}");
        });
        return [.. broken];
    }
}
