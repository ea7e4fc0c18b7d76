using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>Writes many rows with few requests: entity-group transactions of up to 100 rows of one partition.</summary>
public static class EntityBatches
{
    /// <summary>Rows that the service accepts in a transaction.</summary>
    internal const int LargestBatch = 100;

    /// <summary>The service accepts 4 MiB for each transaction. Half of that leaves room for the envelope and for text that grows when it is encoded.</summary>
    private const int LargestPayload = 2 * 1024 * 1024;

    private const int AtOnce = 4;

    /// <summary>Inserts rows, or merges them into existing ones: a property that a row does not name keeps its value.</summary>
    /// <param name="rows">Several partitions are allowed. Of rows with the same key, later properties win: a transaction takes each key once.</param>
    public static Task MergeAsync(TableClient table, IReadOnlyCollection<TableEntity> rows, CancellationToken cancellationToken) =>
        SubmitAsync(table, Merges(rows), cancellationToken);

    /// <summary>Submits actions in as few transactions as they fit in.</summary>
    /// <param name="actions">Several partitions are allowed, and each key once.</param>
    internal static Task SubmitAsync(TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        SubmitAsync(table, actions.Select(Alone), cancellationToken);

    /// <summary>Submits actions in as few transactions as they fit in.</summary>
    /// <param name="units">Actions that stay in one transaction. Several partitions are allowed, one for each unit, and each key once.</param>
    /// <returns>The version of each row that was written.</returns>
    internal static async Task<IReadOnlyDictionary<(string PartitionKey, string RowKey), ETag>> SubmitAsync(
        TableClient table, IEnumerable<IReadOnlyList<TableTransactionAction>> units, CancellationToken cancellationToken)
    {
        var versions = new ConcurrentDictionary<(string, string), ETag>();
        await Parallel.ForEachAsync(
            units.GroupBy(unit => unit[0].Entity.PartitionKey, StringComparer.Ordinal).SelectMany(partition => Batches(partition)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (batch, token) =>
            {
                var answers = (await table.SubmitTransactionAsync(batch, token)).Value;
                foreach (var (action, answer) in batch.Zip(answers))
                    if (answer.Headers.ETag is { } version) versions[(action.Entity.PartitionKey, action.Entity.RowKey)] = version;
            });
        return versions;
    }

    /// <summary>An action that any transaction may hold.</summary>
    internal static IReadOnlyList<TableTransactionAction> Alone(TableTransactionAction action) => [action];

    /// <summary>The actions that insert rows or merge them, each key once.</summary>
    internal static IEnumerable<TableTransactionAction> Merges(IEnumerable<TableEntity> rows) =>
        Combined(rows).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row));

    /// <summary>One row for each key, with the later properties where several rows have the same.</summary>
    private static IEnumerable<TableEntity> Combined(IEnumerable<TableEntity> rows) =>
        rows.GroupBy(row => (row.PartitionKey, row.RowKey)).Select(same => same.Aggregate((row, later) =>
        {
            foreach (var (name, value) in later) row[name] = value;
            return row;
        }));

    /// <summary>Transactions that hold whole units.</summary>
    /// <param name="most">The actions that a transaction may hold.</param>
    internal static IEnumerable<List<TableTransactionAction>> Batches(IEnumerable<IReadOnlyList<TableTransactionAction>> units, int most = LargestBatch)
    {
        var batch = new List<TableTransactionAction>(most);
        var payload = 0;
        foreach (var unit in units)
        {
            var size = unit.Sum(action => SizeOf((TableEntity)action.Entity));
            if (batch.Count > 0 && (batch.Count + unit.Count > most || payload + size > LargestPayload))
            {
                yield return batch;
                batch = new(most);
                payload = 0;
            }

            batch.AddRange(unit);
            payload += size;
        }

        if (batch.Count > 0) yield return batch;
    }

    private static int SizeOf(TableEntity row) =>
        row.Sum(property => property.Key.Length + property.Value switch { string text => 2 * text.Length, byte[] bytes => 2 * bytes.Length, _ => 16 });
}
