using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary><c>Due</c>, partition <c>sweep</c>: when all clients were last swept.</summary>
public sealed class SweepTable(StorageAccount account)
{
    private const string Partition = "sweep";
    private const string Last = "last";
    private readonly TableClient table = account.Table(TableNames.Due);

    /// <summary>When the last sweep was queued; null where none was.</summary>
    public async Task<DateTimeOffset?> FindLastAsync(CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, Last, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? row.GetDateTimeOffset("At") : null;
    }

    /// <summary>Records that a sweep was queued.</summary>
    public async Task SetLastAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(new TableEntity(Partition, Last) { ["At"] = at }, TableUpdateMode.Replace, cancellationToken);
}
