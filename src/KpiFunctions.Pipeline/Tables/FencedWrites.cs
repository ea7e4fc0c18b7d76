using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// Merges rows under a fence: a row in the same partition that holds the number of the writer who wrote last. Each
/// transaction replaces that row on its version, so that a writer with a lower number, however long it was held up, writes
/// nothing after one with a higher number. This costs no request of its own.
/// </summary>
/// <param name="table">The table. Fence rows are in the partitions of the rows that they guard.</param>
/// <param name="writes">The writes to the table that share transactions.</param>
internal sealed class FencedWrites(TableClient table, GroupCommit writes)
{
    /// <summary>The column of a fence row with its number.</summary>
    public const string NumberColumn = "Fence";

    /// <summary>Inserts rows, or merges them into existing ones. The transactions follow each other.</summary>
    /// <param name="fence">The writer's. One write at a time is made under it.</param>
    /// <param name="rows">Rows of the fence's partition. Of rows with the same key, later properties win.</param>
    /// <exception cref="OvertakenException">A writer with a higher number has written. Earlier transactions of this call stay.</exception>
    public async Task MergeAsync(Fence fence, IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        // One place of each transaction is the fence row's.
        foreach (var part in EntityBatches.Batches(EntityBatches.Merges(rows).Select(EntityBatches.Alone), EntityBatches.LargestBatch - 1))
            await WriteAsync(fence, part, cancellationToken);
    }

    private async Task WriteAsync(Fence fence, IReadOnlyList<TableTransactionAction> rows, CancellationToken cancellationToken)
    {
        var mark = ConditionalWrites.NewMark();
        while (true)
        {
            var row = new TableEntity(fence.PartitionKey, fence.RowKey) { [NumberColumn] = fence.Number, [ConditionalWrites.MarkColumn] = mark };
            try
            {
                fence.Version = await writes.MergeWithAsync(rows, row, fence.Version, cancellationToken);
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412 || exception.ErrorCode == TableErrorCode.ResourceNotFound)
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(
                    fence.PartitionKey, fence.RowKey, [NumberColumn, ConditionalWrites.MarkColumn], cancellationToken);
                var stored = found.HasValue ? found.Value : null;

                // Nobody has changed the fence: the transaction was refused for another reason.
                if (stored?.ETag == fence.Version) throw;
                fence.Version = stored?.ETag;

                // The first attempt took effect, and its answer was lost.
                if (stored?.GetString(ConditionalWrites.MarkColumn) == mark) return;
                if (stored?.GetInt64(NumberColumn) > fence.Number) throw new OvertakenException("the account's rows");
            }
        }
    }
}

/// <summary>What one writer knows of its fence row in one table.</summary>
/// <param name="partitionKey">The partition of the rows that are written.</param>
/// <param name="name">Whose rows the fence guards, as a key's parts.</param>
/// <param name="number">Higher than that of each earlier writer.</param>
/// <param name="version">The row's version, as far as it is known; null where it is not, or where there is no row yet.</param>
public sealed class Fence(string partitionKey, string name, long number, ETag? version)
{
    /// <summary>Sorts after digits: a range of days never contains a fence row.</summary>
    private const string Prefix = "fence";

    /// <summary>The fence row's partition.</summary>
    public string PartitionKey => partitionKey;

    /// <summary>The fence row's key.</summary>
    public string RowKey { get; } = $"{Prefix}|{name}";

    /// <summary>The writer's number.</summary>
    public long Number => number;

    /// <summary>The row's version after the latest write.</summary>
    public ETag? Version { get; internal set; } = version;
}
