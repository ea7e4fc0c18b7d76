using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin.Lines;

namespace KpiFunctions.Benchmarks.Planning;

/// <summary>
/// The least work that moves the same rows and sends the same messages: the rows are made and the messages written
/// before, nothing is read, and nothing is decided.
/// </summary>
internal sealed class BarePlan(TableClient table, ILookup<string, BarePlan.Chunk> chunks)
{
    /// <summary>As many as the planner moves in one transaction, and as many shards at once.</summary>
    private const int MovedAtOnce = 33;
    private const int ShardsAtOnce = 8;

    /// <summary>A transaction, and the messages that are sent after it.</summary>
    internal sealed record Chunk(IReadOnlyList<TableTransactionAction> Moves, IReadOnlyList<(QueueClient Queue, string Text)> Messages);

    private sealed record Move(RowLine ByInstant, RowLine ByName, string Mark);

    /// <param name="movedTo">When what was sent is due again.</param>
    public static BarePlan Of(AccountLines due, StorageAccount account, DateTimeOffset movedTo)
    {
        var byName = due.Rows.Where(row => row.RowKey.StartsWith("work|", StringComparison.Ordinal)).ToDictionary(row => (string)row.Properties["Mark"]);
        var chunks =
            from row in due.Rows
            where row.RowKey.StartsWith("due|", StringComparison.Ordinal)
            group new Move(row, byName[(string)row.Properties["Mark"]], Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))) by (row.PartitionKey, Lane: row.RowKey.Split('|')[1]) into shard
            from moves in shard.Chunk(MovedAtOnce)
            select (shard.Key.PartitionKey, Chunk: ChunkOf(moves, shard.Key.Lane, account, movedTo));
        return new(account.Table(TableNames.Due), chunks.ToLookup(chunk => chunk.PartitionKey, chunk => chunk.Chunk));
    }

    public Task RunAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        chunks,
        new ParallelOptions { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken },
        async (shard, token) =>
        {
            foreach (var (moves, messages) in shard)
            {
                await table.SubmitTransactionAsync(moves, token);
                await Task.WhenAll(messages.Select(message => message.Queue.SendMessageAsync(message.Text, token)));
            }
        });

    private static Chunk ChunkOf(IReadOnlyList<Move> moves, string lane, StorageAccount account, DateTimeOffset movedTo)
    {
        var (actions, messages) = (new List<TableTransactionAction>(), new List<(QueueClient, string)>());
        foreach (var move in moves)
        {
            var version = $"{movedTo.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfffffff", CultureInfo.InvariantCulture)}|{move.Mark}";
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(move.ByInstant.PartitionKey, move.ByInstant.RowKey), ETag.All));
            actions.Add(new(TableTransactionActionType.Add, Moved(move.ByInstant, $"due|{lane}|{version}")));
            actions.Add(new(TableTransactionActionType.UpsertReplace, Moved(move.ByName, move.ByName.RowKey)));
            var text = ((string)move.ByInstant.Properties["Message"])[..^1] + $",\"{Work.VersionProperty}\":\"{version}\"}}";
            messages.Add((account.Queue((string)move.ByInstant.Properties["Queue"]), MessageJson.Encode(text)));

            TableEntity Moved(RowLine row, string key)
            {
                var entity = new TableEntity(row.PartitionKey, key);
                foreach (var (name, value) in row.Properties) entity[name] = value;
                (entity["DueAt"], entity["IsSent"], entity["Mark"]) = (movedTo, true, move.Mark);
                return entity;
            }
        }

        return new(actions, messages);
    }
}
