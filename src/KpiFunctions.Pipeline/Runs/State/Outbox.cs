using System.Collections.Concurrent;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Work for the queues. Each piece is scheduled in <see cref="ScheduledMessageTable"/> before its message is sent, and is
/// struck off when it is done: a message that is lost on the way, or whose worker died, is sent again. Sending twice is
/// harmless. A message names the version of the schedule that it was sent from, and whoever handles it strikes off or puts
/// off that version and no later one.
/// </summary>
public sealed class Outbox(ScheduledMessageTable scheduled, StorageAccount account, TimeProvider time)
{
    /// <summary>A message counts as lost after this time, which is longer than any job runs.</summary>
    public static readonly TimeSpan ResentAfter = TimeSpan.FromMinutes(30);

    /// <summary>The pauses before work that failed is sent again: the first after its first failure, the last from then on.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses = [.. new[] { 5, 15, 30, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>As many pieces as fit into one transaction: a move changes three rows.</summary>
    private const int MovedAtOnce = 33;

    /// <summary>A queue with more messages is behind: what waits in it is not lost, and sending it again would make it longer.</summary>
    private const int LongestQueue = 1_000;

    private readonly EarlierDueRows earlier = new(account);

    /// <summary>Sends a piece of work.</summary>
    public async Task AddAsync(Work work, CancellationToken cancellationToken)
    {
        var sent = await scheduled.PutAsync(ScheduleOf(work, time.GetUtcNow() + ResentAfter, isSent: true), cancellationToken);
        await SendAsync(sent, cancellationToken);
    }

    /// <summary>Schedules a piece of work: a planner sends it when it is due. An earlier schedule of the same work is replaced.</summary>
    public Task ScheduleAsync(Work work, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        scheduled.PutAsync(ScheduleOf(work, dueAt, isSent: false), cancellationToken);

    /// <summary>Puts the work of a message off, unless it was sent or put off again since: then that holds.</summary>
    public Task PutOffAsync(Work work, DateTimeOffset dueAt, CancellationToken cancellationToken) => TryPutOffAsync(work, dueAt, tries: 0, cancellationToken);

    /// <summary>Puts the work of a message that failed back, for one of the <see cref="Pauses"/>.</summary>
    /// <param name="before">It is sent again at that instant at the latest.</param>
    /// <returns>When it is sent again; null where it was sent or put off again since.</returns>
    public async Task<DateTimeOffset?> TryPutBackAsync(Work work, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow() + Pauses[Math.Min(work.Tries, Pauses.Count - 1)];
        if (next > before) next = before;
        return await TryPutOffAsync(work, next, work.Tries + 1, cancellationToken) ? next : null;
    }

    /// <summary>
    /// Strikes the work of a message off, unless it was put off or sent again since: then the row belongs to the later
    /// message.
    /// </summary>
    public Task DoneAsync(Work work, CancellationToken cancellationToken) => work.DueVersion switch
    {
        null or "" => Task.CompletedTask,
        { } version when IsEarlier(version) => earlier.RemoveAsync(work.Queue, work.Key, version, cancellationToken),
        { } version => scheduled.RemoveAsync(work.Queue, work.About, work.Key, version, cancellationToken),
    };

    /// <summary>
    /// The work with the version of its row. A message of an earlier release, or one that a person has put into the queue,
    /// has none; it is given the version that the row has before its job starts.
    /// </summary>
    public async Task<Work> WithVersionAsync(Work work, CancellationToken cancellationToken)
    {
        if (work.DueVersion is not null) return work;
        return await scheduled.FindAsync(work, cancellationToken) is { } row
            ? work with { DueVersion = row.Version, Tries = row.Tries }
            : work with { DueVersion = "" };
    }

    /// <summary>Sends a message that has no row, since what sends it does so again.</summary>
    public Task AddAsync<T>(string queue, T message, CancellationToken cancellationToken) => SendAsync(queue, MessageJson.Write(message), cancellationToken);

    /// <summary>Sends a message's text as it was kept, of a queue whose messages have no row.</summary>
    public Task AddTextAsync(string queue, string message, CancellationToken cancellationToken) => SendAsync(queue, message, cancellationToken);

    /// <summary>Sends a blob event. It has no row: the hourly listing finds what an event missed.</summary>
    public Task AddAsync(BlobEvent message, CancellationToken cancellationToken) => AddAsync(QueueNames.BlobEvents, message, cancellationToken);

    /// <summary>
    /// Sends what is due in a lane. Each piece is moved to the instant at which it counts as lost, and then sent: of two
    /// planners at once, the one that moves the row sends the message, and what a planner that is stopped has not moved is
    /// left to the next one.
    /// </summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> SendDueAsync(Lane lane, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sent = 0;
        var failures = new ConcurrentQueue<Exception>();
        var behind = new ConcurrentDictionary<string, Task<bool>>(StringComparer.Ordinal);
        await earlier.TakeOverAsync((queue, message, dueAt) => AdoptAsync(queue, message, dueAt, cancellationToken), cancellationToken);

        // The order differs from tick to tick, so that planners that are stopped do not leave the same shards to the end each time.
        await Parallel.ForEachAsync(
            ShardsAt(now),
            new ParallelOptions { MaxDegreeOfParallelism = account.AtOnce, CancellationToken = cancellationToken },
            async (shard, token) =>
            {
                try
                {
                    await foreach (var page in scheduled.DueAsync(shard, lane, now, token))
                    {
                        var due = new List<ScheduledMessage>(page.Count);
                        foreach (var message in page)
                            if (!message.IsSent || !await behind.GetOrAdd(message.Queue, queue => IsBehindAsync(queue, token))) due.Add(message);
                        foreach (var chunk in due.Chunk(MovedAtOnce)) Interlocked.Add(ref sent, await MoveAndSendAsync(chunk, now, token));
                    }
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    // The clients of other shards do not pay for it.
                    failures.Enqueue(exception);
                }
            });
        if (!failures.IsEmpty) throw new AggregateException($"{failures.Count} of {ScheduledMessageTable.Shards} shards could not be read or written to the end.", failures);
        return sent;
    }

    private async Task<bool> IsBehindAsync(string queue, CancellationToken cancellationToken) =>
        (await account.Queue(queue).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > LongestQueue;

    private async Task<int> MoveAndSendAsync(IReadOnlyList<ScheduledMessage> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moves = due.Select(message => (message, message.Anew(now + ResentAfter) with { IsSent = true, Tries = message.Tries + (message.IsSent ? 1 : 0) })).ToList();
        var moved = await scheduled.ReplaceAsync(moves, cancellationToken);
        await Parallel.ForEachAsync(
            moved, new ParallelOptions { MaxDegreeOfParallelism = account.AtOnce, CancellationToken = cancellationToken }, async (message, token) => await SendAsync(message, token));
        return moved.Count;
    }

    private async Task<bool> TryPutOffAsync(Work work, DateTimeOffset dueAt, int tries, CancellationToken cancellationToken)
    {
        var after = ScheduleOf(work, dueAt, isSent: false) with { Tries = tries };
        if (work.DueVersion is not { Length: > 0 } version || IsEarlier(version))
        {
            await scheduled.PutAsync(after, cancellationToken);
            await DoneAsync(work, cancellationToken);
            return true;
        }

        return await scheduled.TryReplaceAsync(ScheduledMessage.At(version, after), after, cancellationToken);
    }

    /// <summary>Schedules the work of an earlier release's row.</summary>
    private Task AdoptAsync(string queue, string message, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        Work? work = queue switch
        {
            QueueNames.Fetch => MessageJson.Read<FetchMessage>(message),
            QueueNames.Digest => MessageJson.Read<DigestMessage>(message),
            QueueNames.Send => MessageJson.Read<SendMessage>(message),
            _ => null,
        };
        return work is null ? Task.CompletedTask : ScheduleAsync(work, dueAt, cancellationToken);
    }

    private static ScheduledMessage ScheduleOf(Work work, DateTimeOffset dueAt, bool isSent) =>
        new(work.Queue, work.About, work.Key, MessageJson.Write<object>(work with { DueVersion = null, Tries = 0 }), dueAt, 0, isSent);

    /// <summary>Whether a version is the ETag of a row that a release before the shards wrote.</summary>
    private static bool IsEarlier(string version) => version.StartsWith("W/", StringComparison.Ordinal);

    /// <summary>The shards, beginning with another one from minute to minute whatever the time between two ticks.</summary>
    private static IEnumerable<int> ShardsAt(DateTimeOffset now)
    {
        const uint golden = 0x9E3779B9;
        var first = (int)(unchecked((uint)(now.UtcTicks / TimeSpan.TicksPerMinute) * golden) >> 16) % ScheduledMessageTable.Shards;
        return Enumerable.Range(first, ScheduledMessageTable.Shards).Select(shard => shard % ScheduledMessageTable.Shards);
    }

    private Task SendAsync(ScheduledMessage message, CancellationToken cancellationToken) => SendAsync(message.Queue, MessageJson.Of(message), cancellationToken);

    private async Task SendAsync(string queue, string message, CancellationToken cancellationToken) => await account.Queue(queue).SendMessageAsync(MessageJson.Encode(message), cancellationToken);
}
