using System.Collections.Frozen;
using Azure;
using Azure.Data.Tables;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// Combines the writes of several callers into as few transactions as possible. A write waits for
/// <see cref="BatchWindow"/>; writes that arrive while their partition is being written to share the next transaction.
/// A call returns when its own rows are stored.
/// </summary>
/// <param name="table">The table. Writes to different partitions do not wait for each other.</param>
/// <param name="time">The clock of the batch window.</param>
public sealed class GroupCommit(TableClient table, TimeProvider time)
{
    /// <summary>How long a write waits for others. This is shorter than a request to the storage takes in Azure.</summary>
    internal static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();

    /// <summary>Writes that have not begun, by partition. A partition has an entry as long as it is being written to.</summary>
    private readonly Dictionary<string, List<Write>> waiting = new(StringComparer.Ordinal);

    /// <summary>Inserts rows, or merges them into existing ones: a property that a row does not name keeps its value.</summary>
    /// <param name="rows">Rows of one partition. Of rows with the same key, later properties win.</param>
    public Task MergeAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        SubmitAsync([.. EntityBatches.Merges(rows)], cancellationToken);

    /// <summary>Inserts a row, or replaces the one that exists.</summary>
    /// <returns>The row's version.</returns>
    public async Task<ETag> ReplaceAsync(TableEntity row, CancellationToken cancellationToken) =>
        (await SubmitAsync([new(TableTransactionActionType.UpsertReplace, row)], cancellationToken))[(row.PartitionKey, row.RowKey)];

    /// <summary>Makes changes of one partition together: all of them take effect, or none.</summary>
    /// <param name="changes">At most 100, and each row once.</param>
    /// <exception cref="RequestFailedException">One of them was refused: the row exists, is missing, or has changed.</exception>
    public Task ChangeAsync(IReadOnlyList<TableTransactionAction> changes, CancellationToken cancellationToken) => SubmitAsync(changes, cancellationToken, isWhole: true);

    /// <summary>Replaces a version of a row, or inserts the row.</summary>
    /// <param name="version">Null where the row does not exist.</param>
    /// <returns>The row's new version.</returns>
    /// <exception cref="RequestFailedException">Another writer was first (409, 412 or 404), possibly an attempt of this write whose answer was lost.</exception>
    internal async Task<ETag> WriteAsync(TableEntity row, ETag? version, CancellationToken cancellationToken) =>
        (await SubmitAsync([ActionOf(row, version)], cancellationToken))[(row.PartitionKey, row.RowKey)];

    /// <summary>Merges rows in one transaction with the conditional write of another row of the partition: either all take effect or none.</summary>
    /// <param name="merges">At most 99.</param>
    /// <param name="version">The version of <paramref name="row"/>; null where it does not exist.</param>
    /// <returns>The new version of <paramref name="row"/>.</returns>
    /// <exception cref="RequestFailedException">Another writer of <paramref name="row"/> was first, possibly an attempt of this write whose answer was lost.</exception>
    internal async Task<ETag> MergeWithAsync(IReadOnlyList<TableTransactionAction> merges, TableEntity row, ETag? version, CancellationToken cancellationToken) =>
        (await SubmitAsync([.. merges, ActionOf(row, version)], cancellationToken, isWhole: true))[(row.PartitionKey, row.RowKey)];

    private static TableTransactionAction ActionOf(TableEntity row, ETag? version) =>
        version is { } read ? new(TableTransactionActionType.UpdateReplace, row, read) : new(TableTransactionActionType.Add, row);

    /// <param name="isWhole">Whether all actions have to be in one transaction.</param>
    private async Task<IReadOnlyDictionary<(string PartitionKey, string RowKey), ETag>> SubmitAsync(
        IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken, bool isWhole = false)
    {
        if (actions.Count == 0) return FrozenDictionary<(string, string), ETag>.Empty;
        var write = new Write(actions, isWhole);
        var partition = actions[0].Entity.PartitionKey;
        bool isFirst;
        lock (gate)
        {
            isFirst = waiting.TryAdd(partition, []);
            waiting[partition].Add(write);
        }

        if (isFirst) _ = WorkOffAsync(partition);

        // The transaction may hold rows of other callers: a caller that cancels stops waiting, not writing.
        return await write.Done.WaitAsync(cancellationToken);
    }

    private async Task WorkOffAsync(string partition)
    {
        await Task.Delay(BatchWindow, time, CancellationToken.None);
        while (TakeGroup(partition) is { Count: > 0 } group)
        {
            if (await TryAsync(group) || group.Count == 1) continue;

            // A transaction is refused as a whole because of one row. Each write is tried alone, so that the others succeed.
            foreach (var write in group) await TryAsync([write]);
        }
    }

    /// <summary>
    /// The waiting writes that fit into one transaction, up to the first that touches a row of an earlier one: a transaction
    /// accepts each row once. A write is not divided, so that its rows change together; only one that is larger than a
    /// transaction by itself is.
    /// </summary>
    private List<Write> TakeGroup(string partition)
    {
        lock (gate)
        {
            var all = waiting[partition];
            var rows = new HashSet<string>(StringComparer.Ordinal);
            var group = all
                .TakeWhile((write, i) => (i == 0 || rows.Count + write.Actions.Count <= EntityBatches.LargestBatch) && write.Actions.All(action => rows.Add(action.Entity.RowKey)))
                .ToList();
            all.RemoveRange(0, group.Count);
            if (group.Count == 0) waiting.Remove(partition);
            return group;
        }
    }

    /// <returns>Whether the group was stored. A write that was alone gets the reason as its exception.</returns>
    private async Task<bool> TryAsync(IReadOnlyList<Write> group)
    {
        try
        {
            var versions = await EntityBatches.SubmitAsync(table, group.SelectMany(write => write.Units), CancellationToken.None);
            foreach (var write in group) write.Succeeded(versions);
            return true;
        }
        catch (Exception exception)
        {
            if (group is [var only]) only.Failed(exception);
            return false;
        }
    }

    private sealed class Write(IReadOnlyList<TableTransactionAction> actions, bool isWhole)
    {
        private readonly TaskCompletionSource<IReadOnlyDictionary<(string PartitionKey, string RowKey), ETag>> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<TableTransactionAction> Actions => actions;

        public IEnumerable<IReadOnlyList<TableTransactionAction>> Units => isWhole ? [actions] : actions.Select(EntityBatches.Alone);

        public Task<IReadOnlyDictionary<(string PartitionKey, string RowKey), ETag>> Done => done.Task;

        public void Succeeded(IReadOnlyDictionary<(string PartitionKey, string RowKey), ETag> versions) => done.SetResult(versions);

        public void Failed(Exception exception) => done.SetException(exception);
    }
}
