using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Work;

/// <summary>
/// Work for the queues. Each piece is noted in <see cref="DueTable"/> before its message is sent and struck off when it
/// is done: a message that is lost on the way, or whose worker died, is queued again. Queuing twice is harmless.
/// </summary>
public sealed class Backlog(DueTable due, StorageAccount account, TimeProvider time)
{
    /// <summary>After this a message counts as lost. Longer than any job runs.</summary>
    public static readonly TimeSpan QueuedAgainAfter = TimeSpan.FromMinutes(30);

    /// <summary>Queues a piece of work.</summary>
    public async Task AddAsync<T>(T work, CancellationToken cancellationToken)
        where T : IWork
    {
        var message = MessageJson.Write(work);
        await due.PutAsync(work.Queue, work.Key, message, time.GetUtcNow() + QueuedAgainAfter, cancellationToken);
        await account.Queue(work.Queue).SendMessageAsync(message, cancellationToken);
    }

    /// <summary>Puts a piece of work off: a planner queues it when it falls due.</summary>
    public Task PutOffAsync<T>(T work, DateTimeOffset dueAt, CancellationToken cancellationToken)
        where T : IWork =>
        due.PutAsync(work.Queue, work.Key, MessageJson.Write(work), dueAt, cancellationToken);

    /// <summary>The work is done, or waits for something that will queue it again.</summary>
    public Task DoneAsync(IWork work, CancellationToken cancellationToken) => due.RemoveAsync(work.Queue, work.Key, cancellationToken);

    /// <summary>Sends a blob event. It has no row: the hourly listing finds what an event missed.</summary>
    public Task AddAsync(BlobEvent message, CancellationToken cancellationToken) =>
        account.Queue(QueueNames.BlobEvents).SendMessageAsync(MessageJson.Write(message), cancellationToken);

    /// <summary>Strikes off work whose message failed too often: a failure row keeps it from here on.</summary>
    public async Task AbandonAsync(string queue, string message, CancellationToken cancellationToken)
    {
        foreach (var work in await due.ReadAsync(cancellationToken))
            if (work.Queue == queue && work.Message == message) await due.RemoveAsync(queue, work.Key, cancellationToken);
    }

    /// <summary>Queues what has fallen due. Of two planners at once, the one that moves the row sends the message.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> QueueDueAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        var now = time.GetUtcNow();
        foreach (var work in await due.ReadAsync(cancellationToken))
        {
            if (work.DueAt > now) break;
            if (!await due.TryMoveAsync(work, now + QueuedAgainAfter, cancellationToken)) continue;
            await account.Queue(work.Queue).SendMessageAsync(work.Message, cancellationToken);
            sent++;
        }

        return sent;
    }
}
