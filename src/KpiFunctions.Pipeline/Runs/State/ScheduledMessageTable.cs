using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A message of work that is not done.</summary>
/// <param name="Queue">The queue that it goes to.</param>
/// <param name="Key">Identifies the work within the queue.</param>
/// <param name="Message">The message's JSON, without the row's version.</param>
/// <param name="DueAt">When it is to be sent (again).</param>
public sealed record ScheduledMessage(string Queue, string Key, string Message, DateTimeOffset DueAt, ETag Version);

/// <summary>
/// <c>Due</c>: one row for each piece of work that is not done. The table stays small, so that a planner can read it
/// whole; unlike a message that is hidden in a queue, a row is visible and can be deleted.
/// </summary>
public sealed class ScheduledMessageTable(StorageAccount account)
{
    private const string Partition = "due";
    private readonly TableClient table = account.Table(TableNames.Due);
    private readonly ConditionalWrites conditional = new(account.Table(TableNames.Due));
    private readonly GroupCommit writes = account.GroupCommit(TableNames.Due);

    /// <summary>Inserts the work's row, or replaces it.</summary>
    /// <returns>The row's version.</returns>
    public Task<ETag> PutAsync(string queue, string key, string message, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        writes.ReplaceAsync(ToRow(queue, key, message, dueAt), cancellationToken);

    /// <summary>Changes when the work is due.</summary>
    /// <returns>The row's new version; null where another writer has changed or deleted it since it was read.</returns>
    public Task<ETag?> TryMoveAsync(ScheduledMessage message, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        conditional.TryReplaceAsync(ToRow(message.Queue, message.Key, message.Message, dueAt), message.Version, cancellationToken);

    /// <summary>Deletes one version of the work's row. Deleting a missing row, or one that has changed, does nothing.</summary>
    public Task RemoveAsync(string queue, string key, ETag version, CancellationToken cancellationToken) =>
        writes.DeleteAsync(Partition, RowKeyOf(queue, key), version, cancellationToken);

    /// <summary>The version of the work's row; null where there is none.</summary>
    public async Task<ETag?> FindVersionAsync(string queue, string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, RowKeyOf(queue, key), [nameof(TableEntity.RowKey)], cancellationToken);
        return found is { HasValue: true, Value: { } row } ? row.ETag : null;
    }

    /// <summary>Everything that is not done, by when it is due.</summary>
    public async Task<IReadOnlyList<ScheduledMessage>> ReadAsync(CancellationToken cancellationToken)
    {
        var messages = new List<ScheduledMessage>();
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken))
            messages.Add(new(row.GetString("Queue"), row.GetString("Key"), row.GetString("Message"), row.GetDateTimeOffset("DueAt")!.Value, row.ETag));
        return [.. messages.OrderBy(item => item.DueAt).ThenBy(item => item.Key, StringComparer.Ordinal)];
    }

    private static string RowKeyOf(string queue, string key) => TableKey.Of(queue, key);

    private static TableEntity ToRow(string queue, string key, string message, DateTimeOffset dueAt) => new(Partition, RowKeyOf(queue, key))
    {
        ["Queue"] = queue,
        ["Key"] = key,
        ["Message"] = message,
        ["DueAt"] = dueAt,
    };
}
