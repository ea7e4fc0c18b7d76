using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// The rows of <c>Due</c> that releases before the shards wrote, all in one partition. They are taken over until there are
/// none; instances of such a release may add some while it is being replaced.
/// </summary>
internal sealed class EarlierDueRows(StorageAccount account)
{
    private const string Partition = "due";
    private readonly TableClient table = account.Table(TableNames.Due);

    /// <summary>Takes every row over. A row is deleted after its work has been scheduled anew.</summary>
    /// <param name="adoptAsync">Schedules the work of a row: queue, message and instant.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> TakeOverAsync(Func<string, string, DateTimeOffset, Task> adoptAsync, CancellationToken cancellationToken)
    {
        var rows = 0;
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
        {
            try
            {
                await adoptAsync(row.GetString("Queue"), row.GetString("Message"), row.GetDateTimeOffset("DueAt")!.Value);
            }
            catch (FormatException)
            {
                // Not a message of any release. The row stays where a person can look at it.
                continue;
            }

            await RemoveAsync(row.RowKey, row.ETag, cancellationToken);
            rows++;
        }

        return rows;
    }

    /// <summary>Deletes the version of a row that a message of such a release names.</summary>
    public Task RemoveAsync(string queue, string key, string version, CancellationToken cancellationToken) =>
        RemoveAsync(TableKey.Of(queue, key), new(version), cancellationToken);

    private async Task RemoveAsync(string rowKey, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(Partition, rowKey, version, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Deleted by another instance, or put off by an instance of that release: the new version is taken over next.
        }
    }
}
