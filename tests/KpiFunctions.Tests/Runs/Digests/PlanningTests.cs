using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.StorageTwin;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>What planning costs, whatever the number of clients, and what becomes of it when a planner is stopped.</summary>
public sealed class PlanningTests
{
    /// <summary>One query for each shard, and one of the partition of earlier releases.</summary>
    private const int IdleRequests = 17;

    private const int FewClients = 1_000;
    private const int Accounts = 2;

    /// <summary>Requests for each message where all of at least 1,000 clients is due: docs/tables/Due.md.</summary>
    private const double Budget = 1.06;

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(15);

    /// <summary>Requests of a planner that end before one of it is sent: of the earlier partition, of each shard, and one transaction.</summary>
    private const int RequestsThatServeOne = 19;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_planning_costs_depends_on_what_is_due_and_not_on_the_number_of_clients() => await CompareAsync(10_000);

    [FullFact]
    public async Task What_planning_costs_depends_on_what_is_due_and_not_on_the_number_of_clients_also_where_there_are_100000() => await CompareAsync(100_000);

    /// <summary>A planner dies at each of its requests in turn, until it gets to the end. A worker completes each message that was sent.</summary>
    [Fact]
    public async Task Wherever_a_planner_dies_the_next_ones_send_each_digest_once()
    {
        var all = string.Join(" ", Names(12));
        for (var last = 1; ; last++)
        {
            var clients = await PlannedClients.OfAsync(12, 0, TimeSpan.Zero);
            var hasDied = await DieAsync(clients, last);
            var done = (await clients.WorkOffAsync()).ToList();
            foreach (var wait in new[] { Tick, Outbox.ResentAfter - Tick })
            {
                clients.Time.Advance(wait);
                await clients.TickAsync(Lane.Digests);
                done.AddRange(await clients.WorkOffAsync());
            }

            string.Join(" ", done.Order(StringComparer.Ordinal)).ShouldBe(all, $"the planner died at request {last}");
            clients.Twin.Dump().Rows.ShouldBeEmpty();
            if (hasDied) continue;
            last.ShouldBeGreaterThan(RequestsThatServeOne);
            return;
        }
    }

    private const int MinutesOfADay = 24 * 60;

    /// <summary>Each time it gets no further than to a part of its shards; which ones are the first differs.</summary>
    [Theory]
    [InlineData(20, 15)]
    [InlineData(24, 15)]
    [InlineData(30, 15)]
    [InlineData(20, 240)]
    [InlineData(24, 240)]
    [InlineData(30, 240)]
    public async Task A_planner_that_dies_at_the_same_request_each_time_serves_every_client_within_a_day_of_ticks(int last, int minutes)
    {
        var clients = await PlannedClients.OfAsync(12, 0, TimeSpan.Zero);
        var done = new List<string>();
        for (var tick = 0; tick < Math.Max(24, MinutesOfADay / minutes); tick++)
        {
            await DieAsync(clients, last);
            done.AddRange(await clients.WorkOffAsync());
            clients.Time.Advance(TimeSpan.FromMinutes(minutes));
        }

        done.Order(StringComparer.Ordinal).ShouldBe(Names(12));
    }

    /// <summary>The timer itself, on a host of its own each time: the last clients of the list are fetched as well as the first.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(24)]
    [InlineData(30)]
    public async Task Fetches_of_every_client_begin_although_the_timer_dies_at_the_same_request_each_time(int last)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        for (var i = 0; i < 12; i++) await test.DropConfigAsync($"client-{i}.json", Given.Client($"client-{i}").Replace("monday", "friday", StringComparison.Ordinal));
        var start = test.Clock.GetUtcNow();
        test.Clock.LeapTo(start.AddHours(4));
        for (var tick = 0; tick < 12; tick++)
        {
            test.Clock.LeapTo(test.Clock.GetUtcNow() + Tick);
            var planner = await test.StartAnotherAsync();
            await DieAsync(test.Storage.Twin, host => host != "host-1", token => planner.Jobs.RunTimerAsync("PlanFetches", token), last);
            await test.Pipeline.Host.DrainAsync(Token);
        }

        for (var i = 0; i < 12; i++)
            (await test.Get<CursorTable>().ReadAsync($"client-{i}", Token)).ShouldHaveSingleItem().LastAttempt!.Value.ShouldBeGreaterThan(start, $"client-{i}");
    }

    [Fact]
    public async Task Of_two_planners_at_once_each_message_is_sent_by_one()
    {
        var clients = await PlannedClients.OfAsync(300, 1, TimeSpan.Zero);
        foreach (var lane in new[] { Lane.Digests, Lane.Fetches })
        {
            var planners = new[] { await clients.OutboxAsync("one"), await clients.OutboxAsync("other") };
            (await Task.WhenAll(planners.Select(planner => Task.Run(() => planner.SendDueAsync(lane, Token))))).Sum().ShouldBe(300);
        }

        var messages = clients.Twin.Dump().Messages.Select(message => MessageJson.Lasting(MessageJson.Decode(message.Text))).ToList();
        messages.Count.ShouldBe(600);
        messages.ShouldBeUnique();
    }

    private static async Task CompareAsync(int many)
    {
        var few = await CostAsync(FewClients);
        var cost = await CostAsync(many);
        TestContext.Current.TestOutputHelper!.WriteLine($"requests for each message: {few:F4} at {FewClients} clients, {cost:F4} at {many}");
        few.ShouldBeLessThan(Budget);
        cost.ShouldBeInRange(few * 0.95, few * 1.05);
    }

    /// <summary>Ticks with nothing due, and then with everything due.</summary>
    /// <returns>Requests for each message.</returns>
    private static async Task<double> CostAsync(int count)
    {
        var clients = await PlannedClients.OfAsync(count, Accounts, TimeSpan.FromDays(1));
        (await clients.TickAsync(Lane.Digests)).ShouldBe((0, IdleRequests));
        (await clients.TickAsync(Lane.Fetches)).ShouldBe((0, IdleRequests));

        clients.Time.Advance(TimeSpan.FromDays(1));
        var (digests, fetches) = (await clients.TickAsync(Lane.Digests), await clients.TickAsync(Lane.Fetches));
        (digests.Messages, fetches.Messages).ShouldBe((count, count * Accounts));
        clients.Twin.Dump().Messages.Select(message => MessageJson.Lasting(MessageJson.Decode(message.Text))).Distinct().Count().ShouldBe(count * (1 + Accounts));
        (await clients.TickAsync(Lane.Digests)).ShouldBe((0, IdleRequests));
        (await clients.TickAsync(Lane.Fetches)).ShouldBe((0, IdleRequests));
        return (digests.Requests + fetches.Requests) / (double)(digests.Messages + fetches.Messages);
    }

    private static async Task<bool> DieAsync(PlannedClients clients, int last)
    {
        var planner = await clients.OutboxAsync("dying");
        return await DieAsync(clients.Twin, host => host == "dying", token => planner.SendDueAsync(Lane.Digests, token), last);
    }

    /// <summary>A planner whose process dies at one of its requests: neither that nor any later one takes effect.</summary>
    /// <returns>False where it got to the end before.</returns>
    private static async Task<bool> DieAsync(TwinAccount twin, Func<string, bool> isPlanner, Func<CancellationToken, Task> plan, int last)
    {
        var requests = 0;
        var death = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        twin.Gate.Before = (request, _) =>
        {
            if (!isPlanner(request.Host) || Interlocked.Increment(ref requests) < last) return Task.CompletedTask;

            // Its process is gone: nothing that it waits for ever comes.
            death.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        var planning = plan(Token);
        var first = await Task.WhenAny(planning, death.Task);
        twin.Gate.Before = null;
        await first;
        return first == death.Task;
    }

    private static string[] Names(int clients) => [.. Enumerable.Range(0, clients).Select(client => new DigestMessage($"client-{client}", "2026-W48").Key).Order(StringComparer.Ordinal)];
}
