using Azure;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Work for the queues. Each piece has a row in <see cref="ScheduledMessageTable"/> before its message is sent, and the
/// row is deleted when the work is done: a message that is lost on the way, or whose worker died, is sent again.
/// Sending twice is harmless.
/// </summary>
public sealed class Outbox(ScheduledMessageTable scheduled, StorageAccount account, TimeProvider time)
{
    /// <summary>A message counts as lost after this time, which is longer than any job runs.</summary>
    public static readonly TimeSpan ResentAfter = TimeSpan.FromMinutes(30);

    /// <summary>Sends a piece of work.</summary>
    public async Task AddAsync(Work work, CancellationToken cancellationToken)
    {
        var version = await PutAsync(work, time.GetUtcNow() + ResentAfter, cancellationToken);
        await SendAsync(work.Queue, MessageJson.Write<object>(work with { DueVersion = version.ToString() }), cancellationToken);
    }

    /// <summary>Puts a piece of work off: a planner sends it when it is due.</summary>
    public Task PutOffAsync(Work work, DateTimeOffset dueAt, CancellationToken cancellationToken) => PutAsync(work, dueAt, cancellationToken);

    /// <summary>
    /// Completes the work of a message, unless it was put off or sent again since: then the row belongs to the later
    /// message.
    /// </summary>
    public Task DoneAsync(Work work, CancellationToken cancellationToken) => work.DueVersion is { Length: > 0 } version
        ? scheduled.RemoveAsync(work.Queue, work.Key, new ETag(version), cancellationToken)
        : Task.CompletedTask;

    /// <summary>
    /// The work with the version of its row. A message of an earlier release has none; it is given the version that
    /// the row has before its job starts.
    /// </summary>
    public async Task<Work> WithVersionAsync(Work work, CancellationToken cancellationToken) => work.DueVersion is not null
        ? work
        : work with { DueVersion = (await scheduled.FindVersionAsync(work.Queue, work.Key, cancellationToken))?.ToString() ?? "" };

    /// <summary>Sends a blob event. It has no row: the hourly listing finds what an event missed.</summary>
    public Task AddAsync(BlobEvent message, CancellationToken cancellationToken) => SendAsync(QueueNames.BlobEvents, MessageJson.Write(message), cancellationToken);

    /// <summary>Sends what is due. Of two planners at once, the one that moves the row sends the message.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        var now = time.GetUtcNow();
        foreach (var message in await scheduled.ReadAsync(cancellationToken))
        {
            if (message.DueAt > now) break;
            if (await scheduled.TryMoveAsync(message, now + ResentAfter, cancellationToken) is not { } version) continue;
            await SendAsync(message.Queue, MessageJson.WithDueVersion(message.Message, version.ToString()), cancellationToken);
            sent++;
        }

        return sent;
    }

    private Task<ETag> PutAsync(Work work, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        scheduled.PutAsync(work.Queue, work.Key, MessageJson.Write<object>(work with { DueVersion = null }), dueAt, cancellationToken);

    private async Task SendAsync(string queue, string message, CancellationToken cancellationToken) => await account.Queue(queue).SendMessageAsync(MessageJson.Encode(message), cancellationToken);
}
