using KpiFunctions.Pipeline.Runs.State;

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

    [LongFact]
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

    /// <summary>Each time it gets no further than to a part of its shards; which ones are the first differs.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(24)]
    [InlineData(30)]
    public async Task A_planner_that_dies_at_the_same_request_each_time_serves_every_client_within_twelve_ticks(int last)
    {
        var clients = await PlannedClients.OfAsync(12, 0, TimeSpan.Zero);
        var done = new List<string>();
        for (var tick = 0; tick < 12; tick++)
        {
            await DieAsync(clients, last);
            done.AddRange(await clients.WorkOffAsync());
            clients.Time.Advance(Tick);
        }

        done.Order(StringComparer.Ordinal).ShouldBe(Names(12));
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

    /// <summary>A planner whose process dies at one of its requests: neither that nor any later one takes effect.</summary>
    /// <returns>False where it got to the end before.</returns>
    private static async Task<bool> DieAsync(PlannedClients clients, int last)
    {
        var requests = 0;
        using var death = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var planner = await clients.OutboxAsync("dying");
        clients.Twin.Gate.Before = async (request, token) =>
        {
            if (request.Host != "dying" || Interlocked.Increment(ref requests) < last) return;
            await death.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        try
        {
            await planner.SendDueAsync(Lane.Digests, death.Token);
        }
        catch (OperationCanceledException) when (death.IsCancellationRequested && !Token.IsCancellationRequested)
        {
            // Its process is gone.
        }
        finally
        {
            clients.Twin.Gate.Before = null;
        }

        return death.IsCancellationRequested;
    }

    private static string[] Names(int clients) => [.. Enumerable.Range(0, clients).Select(client => new DigestMessage($"client-{client}", "2026-W48").Key).Order(StringComparer.Ordinal)];
}
