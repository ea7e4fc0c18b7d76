using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Work;

/// <summary>A piece of work that is not done.</summary>
/// <param name="Queue">Where its message goes.</param>
/// <param name="Key">Its name within the queue: the same work has the same name.</param>
/// <param name="DueAt">When it is to be queued (again).</param>
public sealed record DueWork(string Queue, string Key, string Message, DateTimeOffset DueAt, ETag Version);

/// <summary>
/// <c>Due</c>: a row for each piece of work that is not done, and none for what is. Small, so that a planner reads it
/// whole; visible and purgeable, unlike a message that hides in a queue.
/// </summary>
public sealed class DueTable(StorageAccount account)
{
    private const string Partition = "due";
    private readonly TableClient table = account.Table(TableNames.Due);
    private readonly SharedWrites writes = account.WritesTo(TableNames.Due);

    /// <summary>Notes the work, or moves it to another instant.</summary>
    public Task PutAsync(string queue, string key, string message, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        writes.ReplaceAsync(ToRow(queue, key, message, dueAt), cancellationToken);

    /// <summary>Moves the work to another instant unless somebody else touched it since it was read.</summary>
    public async Task<bool> TryMoveAsync(DueWork work, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(ToRow(work.Queue, work.Key, work.Message, dueAt), work.Version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 412 or 404)
        {
            return false;
        }
    }

    /// <summary>The work is done.</summary>
    public Task RemoveAsync(string queue, string key, CancellationToken cancellationToken) =>
        writes.DeleteAsync(Partition, RowKeyOf(queue, key), cancellationToken);

    /// <summary>Everything that is not done, by when it is due.</summary>
    public async Task<IReadOnlyList<DueWork>> ReadAsync(CancellationToken cancellationToken)
    {
        var work = new List<DueWork>();
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken))
            work.Add(new(row.GetString("Queue"), row.GetString("Key"), row.GetString("Message"), row.GetDateTimeOffset("DueAt")!.Value, row.ETag));
        return [.. work.OrderBy(item => item.DueAt).ThenBy(item => item.Key, StringComparer.Ordinal)];
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
