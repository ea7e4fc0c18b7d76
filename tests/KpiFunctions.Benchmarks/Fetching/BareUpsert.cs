using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Benchmarks.Fetching;

/// <summary>
/// The least work that stores the same rows: transactions of a hundred rows of one partition, one after the other as
/// they come, and nothing else.
/// </summary>
internal sealed class BareUpsert(IReadOnlyList<(TableClient Table, IReadOnlyList<TableTransactionAction> Batch)> batches)
{
    private const int LargestBatch = 100;

    /// <summary>How many rows there are.</summary>
    public int Rows => batches.Sum(each => each.Batch.Count);

    /// <summary>The rows that a table holds, for another table.</summary>
    /// <param name="filter">Which of them; null for all.</param>
    public static async Task<BareUpsert> OfAsync(StorageAccount account, IEnumerable<(string From, string To)> tables, string? filter, CancellationToken cancellationToken)
    {
        var batches = new List<(TableClient, IReadOnlyList<TableTransactionAction>)>();
        foreach (var (from, to) in tables)
        {
            var rows = new List<TableEntity>();
            await foreach (var row in account.Table(from).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                // What the service adds to a row is not written.
                row.Remove("odata.etag");
                row.Remove("Timestamp");
                rows.Add(row);
            }

            batches.AddRange(
                from partition in rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal)
                from batch in partition.Chunk(LargestBatch)
                select (account.Table(to), (IReadOnlyList<TableTransactionAction>)[.. batch.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row))]));
        }

        return new(batches);
    }

    /// <summary>Writes them.</summary>
    /// <param name="atOnce">Transactions at the same time.</param>
    public Task RunAsync(int atOnce, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        batches,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
        async (each, token) => await each.Table.SubmitTransactionAsync(each.Batch, token));
}
