using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>A storage in which each client's next digest and each account's next fetch is scheduled, and planners that send them.</summary>
internal sealed class PlannedClients
{
    /// <summary>A planner's host, of which requests are counted.</summary>
    public const string Planner = "planner";

    /// <summary>Clients whose work is scheduled at once: writes that wait for the same shard go together.</summary>
    private const int ScheduledAtOnce = 4_000;

    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W48");
    private int requests;

    private PlannedClients()
    {
        Twin = new(Time);
        Twin.KeepsRequests = false;
        Twin.Gate.Before = (request, _) =>
        {
            if (request.Host == Planner) Interlocked.Increment(ref requests);
            return Task.CompletedTask;
        };
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public TwinAccount Twin { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Clients whose digest, and as many accounts whose fetch, are due at an instant.</summary>
    public static async Task<PlannedClients> OfAsync(int clients, int accounts, TimeSpan dueIn)
    {
        var planned = new PlannedClients();
        var outbox = await planned.OutboxAsync("writer");
        var dueAt = planned.Time.GetUtcNow() + dueIn;
        foreach (var some in Enumerable.Range(0, clients).Chunk(ScheduledAtOnce))
            await Task.WhenAll(some.SelectMany(client => WorkOf($"client-{client}", accounts)).Select(work => outbox.ScheduleAsync(work, dueAt, Token)));
        return planned;
    }

    /// <summary>A planner of its own, as another host has it.</summary>
    public async Task<Outbox> OutboxAsync(string host)
    {
        var account = await Twin.AccountAsync(host);
        return new(new ScheduledMessageTable(account), account, Time);
    }

    /// <summary>Sends what is due in a lane.</summary>
    /// <returns>How many messages were sent, and the requests that it took.</returns>
    public async Task<(int Messages, int Requests)> TickAsync(Lane lane)
    {
        var outbox = await OutboxAsync(Planner);
        requests = 0;
        var messages = await outbox.SendDueAsync(lane, Token);
        return (messages, requests);
    }

    /// <summary>Takes every message from the queues and completes it.</summary>
    /// <returns>The work of each.</returns>
    public async Task<IReadOnlyList<string>> WorkOffAsync()
    {
        var account = await Twin.AccountAsync("worker");
        var outbox = await OutboxAsync("worker");
        var done = new List<string>();
        foreach (var name in new[] { QueueNames.Digest, QueueNames.Fetch })
        {
            var queue = account.Queue(name);
            while ((await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value is { Length: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    var text = MessageJson.Decode(message.Body.ToString());
                    Work work = name == QueueNames.Digest ? MessageJson.Read<DigestMessage>(text) : MessageJson.Read<FetchMessage>(text);
                    await outbox.DoneAsync(work, Token);
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
                    done.Add(work.Key);
                }
            }
        }

        return done;
    }

    private static IEnumerable<Work> WorkOf(string client, int accounts) =>
        Enumerable.Range(0, accounts).Select(account => (Work)new FetchMessage(client, "facebook", $"2011000000{account}")).Prepend(new DigestMessage(client, Week.ToString()));
}
