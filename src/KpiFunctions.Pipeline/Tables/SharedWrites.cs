using Azure;
using Azure.Data.Tables;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// Writes of several callers that ask at the same time, in as few transactions as they fit in. A write waits a moment
/// for company; whoever comes while a partition is being written to goes with the next transaction, together with all
/// others who wait by then. A call returns when its own rows are stored.
/// </summary>
/// <param name="table">The one table; writes to different partitions do not wait for each other.</param>
/// <param name="time">The clock of the moments that are waited.</param>
public sealed class SharedWrites(TableClient table, TimeProvider time)
{
    /// <summary>Less than a request to the storage takes in Azure.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();

    /// <summary>A partition is here as long as somebody writes to it.</summary>
    private readonly Dictionary<string, List<Write>> waiting = new(StringComparer.Ordinal);

    /// <summary>Inserts rows, or merges them into those that are there: a property that a row does not name keeps its value.</summary>
    /// <param name="rows">Of one partition. Of rows with the same key, later properties win.</param>
    public Task MergeAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        SubmitAsync([.. EntityBatches.Combined(rows).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row))], cancellationToken);

    /// <summary>Inserts a row, or puts it in the place of the one that is there.</summary>
    public Task ReplaceAsync(TableEntity row, CancellationToken cancellationToken) =>
        SubmitAsync([new(TableTransactionActionType.UpsertReplace, row)], cancellationToken);

    /// <summary>Deletes a row, whatever its version; one that is not there is none the worse.</summary>
    public async Task DeleteAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        try
        {
            await SubmitAsync([new(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ETag.All)], cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Somebody else was faster.
        }
    }

    private async Task SubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        if (actions.Count == 0) return;
        var write = new Write(actions);
        var partition = actions[0].Entity.PartitionKey;
        bool isFirst;
        lock (gate)
        {
            isFirst = waiting.TryAdd(partition, []);
            waiting[partition].Add(write);
        }

        if (isFirst) _ = WorkOffAsync(partition);

        // Others may depend on what has begun: who stops waiting does not stop the writing.
        await write.Done.WaitAsync(cancellationToken);
    }

    private async Task WorkOffAsync(string partition)
    {
        await Task.Delay(Patience, time, CancellationToken.None);
        while (TakeGroup(partition) is { Count: > 0 } group)
        {
            if (await TryAsync(group) || group.Count == 1) continue;

            // A transaction is refused whole for one of its rows: each on its own, so that nobody pays for another one.
            foreach (var write in group) await TryAsync([write]);
        }
    }

    /// <summary>All who wait, up to the first that touches a row of one before it: a transaction takes each row once.</summary>
    private List<Write> TakeGroup(string partition)
    {
        lock (gate)
        {
            var all = waiting[partition];
            var rows = new HashSet<string>(StringComparer.Ordinal);
            var group = all.TakeWhile(write => write.Actions.All(action => rows.Add(action.Entity.RowKey))).ToList();
            all.RemoveRange(0, group.Count);
            if (group.Count == 0) waiting.Remove(partition);
            return group;
        }
    }

    /// <returns>Whether it was stored; one that was alone is told why it was not.</returns>
    private async Task<bool> TryAsync(IReadOnlyList<Write> group)
    {
        try
        {
            await EntityBatches.SubmitAsync(table, group.SelectMany(write => write.Actions), CancellationToken.None);
            foreach (var write in group) write.Succeeded();
            return true;
        }
        catch (Exception exception)
        {
            if (group is [var only]) only.Failed(exception);
            return false;
        }
    }

    private sealed class Write(IReadOnlyList<TableTransactionAction> actions)
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<TableTransactionAction> Actions => actions;

        public Task Done => done.Task;

        public void Succeeded() => done.SetResult();

        public void Failed(Exception exception) => done.SetException(exception);
    }
}
