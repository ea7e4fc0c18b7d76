using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A piece of work that is not done, and when its message is to be sent (again).</summary>
/// <param name="Queue">The queue that it goes through.</param>
/// <param name="Client">The client that it is about.</param>
/// <param name="Key">Identifies the work within the queue.</param>
/// <param name="Message">The message's JSON, without the row's version.</param>
/// <param name="Tries">How often it was sent and came to no end.</param>
/// <param name="IsSent">Whether its message is on the way: the row sends it again where that comes to no end.</param>
public sealed record ScheduledMessage(string Queue, string Client, string Key, string Message, DateTimeOffset DueAt, int Tries, bool IsSent)
{
    /// <summary>Differs between any two writes of the row, also at the same instant. Its beginning is of the work, so that work of one instant has the same order each time.</summary>
    internal string Mark { get; init; } = NewMark(Queue, Key);

    /// <summary>The row's version: when it is due, and its mark.</summary>
    public string Version => $"{InstantOf(DueAt)}|{Mark}";

    /// <summary>The version that a message names, of the same work.</summary>
    /// <exception cref="FormatException">The text is no version.</exception>
    internal static ScheduledMessage At(string version, ScheduledMessage work)
    {
        var at = version.IndexOf('|', StringComparison.Ordinal);
        return at > 0 && DateTimeOffset.TryParseExact(version[..at], InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var dueAt)
            ? work with { DueAt = dueAt, Mark = version[(at + 1)..] }
            : throw new FormatException($"'{version}' is no version of a row in Due.");
    }

    /// <summary>An instant as a key's part, which sorts by time.</summary>
    internal static string InstantOf(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>The same work, written anew.</summary>
    internal ScheduledMessage Anew(DateTimeOffset dueAt) => this with { DueAt = dueAt, Mark = NewMark(Queue, Key) };

    private static string NewMark(string queue, string key) =>
        Convert.ToHexStringLower([.. SHA256.HashData(Encoding.UTF8.GetBytes($"{queue} {key}")).AsSpan(0, 4), .. RandomNumberGenerator.GetBytes(8)]);

    private const string InstantFormat = "yyyyMMdd'T'HHmmssfffffff";
}

/// <summary>
/// <c>Due</c>: each piece of work that is not done, in one of <see cref="Shards"/> partitions by its client. A piece has two
/// rows that are always written in one transaction: one by the work's name, so that the same work never stands twice, and
/// one by instant, so that planners read what is due and nothing else. The key of the row by instant holds the version: a
/// change deletes the row of the version that it was made from, and is refused where that row no longer exists.
/// </summary>
public sealed class ScheduledMessageTable(StorageAccount account)
{
    /// <summary>The number of partitions: planners read them at the same time, and each takes 2,000 changes a second.</summary>
    public const int Shards = 16;

    private const string ByName = "work";
    private const string ByInstant = "due";

    private readonly TableClient table = account.Table(TableNames.Due);
    private readonly GroupCommit writes = account.GroupCommit(TableNames.Due);

    /// <summary>Schedules a piece of work, in place of an earlier schedule of the same work.</summary>
    /// <returns>The work as it is scheduled: how often it came to no end is carried over, so that its success clears its failure.</returns>
    public async Task<ScheduledMessage> PutAsync(ScheduledMessage message, CancellationToken cancellationToken)
    {
        ScheduledMessage? before = null;
        string? refused = null;
        while (!await TryChangeAsync(Putting(), cancellationToken))
        {
            // Whoever was first may also have struck the work off since.
            refused = before?.Mark;
            before = await FindAsync(message, cancellationToken);
            if (before?.Mark == message.Mark) break;
            if (before?.Tries > message.Tries) message = message with { Tries = before.Tries };
        }

        return message;

        // Where the row by instant is missing, deleted by hand perhaps, the row by name is enough.
        List<TableTransactionAction> Putting() => before is null
            ? [new(TableTransactionActionType.Add, ByNameOf(message)), new(TableTransactionActionType.Add, ByInstantOf(message))]
            : before.Mark == refused ? Replacing(before, message)[1..] : Replacing(before, message);
    }

    /// <summary>Replaces one version of a piece of work.</summary>
    /// <returns>False where another writer has changed or deleted it since that version.</returns>
    public async Task<bool> TryReplaceAsync(ScheduledMessage before, ScheduledMessage after, CancellationToken cancellationToken) =>
        await TryChangeAsync(Replacing(before, after), cancellationToken) || await HasMarkAsync(after, cancellationToken);

    /// <summary>Replaces versions of pieces of work of one shard, in one transaction where that is possible.</summary>
    /// <returns>The new versions of those that no other writer has changed or deleted.</returns>
    internal async Task<IReadOnlyList<ScheduledMessage>> ReplaceAsync(IReadOnlyList<(ScheduledMessage Before, ScheduledMessage After)> moves, CancellationToken cancellationToken)
    {
        // After a row by name was deleted by hand, the same work may have two rows by instant: a transaction accepts its row once.
        var together = moves.DistinctBy(move => (move.After.Queue, move.After.Key)).ToList();
        var replaced = new List<ScheduledMessage>();
        var isDone = await TryAsync(() => table.SubmitTransactionAsync(together.SelectMany(move => Replacing(move.Before, move.After)), cancellationToken));
        if (isDone) replaced.AddRange(together.Select(move => move.After));

        // Another planner or a worker was faster with one of them, or the answer was lost.
        foreach (var (before, after) in isDone ? moves.Except(together) : moves)
            if (await HasMarkAsync(after, cancellationToken) || await TryReplaceAsync(before, after, cancellationToken)) replaced.Add(after);
        return replaced;
    }

    /// <summary>Deletes one version of a piece of work. Where it is gone or has changed, nothing happens.</summary>
    public Task RemoveAsync(string queue, string client, string key, string version, CancellationToken cancellationToken) => TryChangeAsync(
        [
            new(TableTransactionActionType.Delete, new TableEntity(ShardOf(client), ByInstantKey(queue, version)), ETag.All),
            new(TableTransactionActionType.Delete, new TableEntity(ShardOf(client), ByNameKey(queue, client, key)), ETag.All),
        ],
        cancellationToken);

    /// <summary>Writes a missing row by instant again, without which no planner would find the work.</summary>
    /// <param name="read">The piece of work as it was read by its name.</param>
    /// <returns>Whether the row was missing.</returns>
    internal async Task<bool> RepairAsync(ScheduledMessage read, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(ShardOf(read.Client), ByInstantKey(read.Queue, read.Version), ["Mark"], cancellationToken);
        if (found.HasValue) return false;

        // A change since it was read has moved the row.
        if (await FindRowAsync(read.Queue, read.Client, read.Key, cancellationToken) is not { } row || FromRow(row).Version != read.Version) return false;
        return await TryChangeAsync([new(TableTransactionActionType.Add, ByInstantOf(read)), new(TableTransactionActionType.UpdateReplace, ByNameOf(read), row.ETag)], cancellationToken);
    }

    /// <summary>The piece of work; null where it is not scheduled.</summary>
    public async Task<ScheduledMessage?> FindAsync(Work work, CancellationToken cancellationToken) =>
        await FindRowAsync(work.Queue, work.About, work.Key, cancellationToken) is { } row ? FromRow(row) : null;

    private async Task<ScheduledMessage?> FindAsync(ScheduledMessage message, CancellationToken cancellationToken) =>
        await FindRowAsync(message.Queue, message.Client, message.Key, cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>What is due in a shard, the earliest first, in pages as the service gives them.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<ScheduledMessage>> DueAsync(
        int shard, Lane lane, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (partition, first) = (NameOf(shard), $"{ByInstant}|{NameOf(lane)}|");
        var last = $"{first}{ScheduledMessage.InstantOf(now)}|~";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {last}");
        await foreach (var page in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages())
            if (page.Values.Count > 0) yield return [.. page.Values.Select(FromRow)];
    }

    /// <summary>Whether a lane has any work, due or not.</summary>
    public async Task<bool> HasAnyAsync(Lane lane, CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < Shards; shard++)
            await foreach (var page in DueAsync(shard, lane, DateTimeOffset.MaxValue, cancellationToken)) return page.Count > 0;
        return false;
    }

    /// <summary>Every piece of work of a client, by when it is due.</summary>
    public Task<IReadOnlyList<ScheduledMessage>> ReadAsync(string client, CancellationToken cancellationToken) =>
        ReadWhereAsync(TableKey.StartingWith(ShardOf(client), TableKey.Of(ByName, client) + "|"), cancellationToken);

    /// <summary>Every piece of work that is not done, by when it is due.</summary>
    public Task<IReadOnlyList<ScheduledMessage>> ReadAsync(CancellationToken cancellationToken) =>
        ReadWhereAsync($"RowKey ge '{ByName}|' and RowKey lt '{ByName}}}'", cancellationToken);

    private async Task<IReadOnlyList<ScheduledMessage>> ReadWhereAsync(string filter, CancellationToken cancellationToken)
    {
        var messages = new List<ScheduledMessage>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) messages.Add(FromRow(row));
        return [.. messages.OrderBy(message => message.DueAt).ThenBy(message => message.Key, StringComparer.Ordinal)];
    }

    private static List<TableTransactionAction> Replacing(ScheduledMessage before, ScheduledMessage after) =>
    [
        new(TableTransactionActionType.Delete, new TableEntity(ShardOf(before.Client), ByInstantKey(before.Queue, before.Version)), ETag.All),
        new(TableTransactionActionType.Add, ByInstantOf(after)),
        new(TableTransactionActionType.UpsertReplace, ByNameOf(after)),
    ];

    /// <returns>False where a row that has to exist is missing, or one that must not exist does.</returns>
    private Task<bool> TryChangeAsync(IReadOnlyList<TableTransactionAction> changes, CancellationToken cancellationToken) =>
        TryAsync(() => writes.ChangeAsync(changes, cancellationToken));

    private static async Task<bool> TryAsync(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private async Task<bool> HasMarkAsync(ScheduledMessage message, CancellationToken cancellationToken) =>
        (await FindRowAsync(message.Queue, message.Client, message.Key, cancellationToken))?.GetString("Mark") == message.Mark;

    private async Task<TableEntity?> FindRowAsync(string queue, string client, string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(ShardOf(client), ByNameKey(queue, client, key), cancellationToken: cancellationToken);
        return found is { HasValue: true } ? found.Value : null;
    }

    /// <summary>The shard of a client, the same on every machine.</summary>
    private static string ShardOf(string client) => NameOf(SHA256.HashData(Encoding.UTF8.GetBytes(client))[0] % Shards);

    private static string NameOf(int shard) => shard.ToString("D2", CultureInfo.InvariantCulture);

    private static string NameOf(Lane lane) => lane switch
    {
        Lane.Fetches => "fetches",
        Lane.Reports => "reports",
        _ => "digests",
    };

    private static string ByNameKey(string queue, string client, string key) => TableKey.Of(ByName, client, queue, key);

    private static string ByInstantKey(string queue, string version) => $"{ByInstant}|{NameOf(QueueNames.LaneOf(queue))}|{version}";

    private static TableEntity ByNameOf(ScheduledMessage message) => ToRow(message, ByNameKey(message.Queue, message.Client, message.Key));

    private static TableEntity ByInstantOf(ScheduledMessage message) => ToRow(message, ByInstantKey(message.Queue, message.Version));

    private static TableEntity ToRow(ScheduledMessage message, string rowKey) => new(ShardOf(message.Client), rowKey)
    {
        ["Queue"] = message.Queue,
        ["Client"] = message.Client,
        ["Key"] = message.Key,
        ["Message"] = message.Message,
        ["DueAt"] = message.DueAt,
        ["Tries"] = message.Tries,
        ["IsSent"] = message.IsSent,
        ["Mark"] = message.Mark,
    };

    private static ScheduledMessage FromRow(TableEntity row) => new(
        row.GetString("Queue"),
        row.GetString("Client"),
        row.GetString("Key"),
        row.GetString("Message"),
        row.GetDateTimeOffset("DueAt")!.Value,
        row.GetInt32("Tries") ?? 0,
        row.GetBoolean("IsSent") ?? false)
    {
        Mark = row.GetString("Mark"),
    };
}
