using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// <c>Credentials</c>: one row for each secret that was renewed, with the reservation of a renewal in progress. The
/// secrets themselves stay in the vault.
/// </summary>
public sealed class CredentialTable(StorageAccount account, TimeProvider time)
{
    private const string Partition = "credential";
    private readonly TableClient table = account.Table(TableNames.Credentials);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Credentials));

    /// <summary>Reserves the renewal of a secret.</summary>
    /// <param name="until">When the reservation expires if its holder dies.</param>
    /// <returns>The reservation; null where another instance holds it.</returns>
    public async Task<ETag?> TryHoldAsync(string name, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Of(name), cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } row })
            return await writes.TryInsertAsync(new(Partition, TableKey.Of(name)) { ["Name"] = name, ["HeldUntil"] = until }, cancellationToken);

        if (row.GetDateTimeOffset("HeldUntil") > time.GetUtcNow()) return null;
        row["HeldUntil"] = until;
        return await writes.TryReplaceAsync(row, row.ETag, cancellationToken);
    }

    /// <summary>Ends a reservation. A reservation that has expired and is now held by another instance is not changed.</summary>
    /// <param name="renewed">Whether a new secret was stored in the vault.</param>
    /// <param name="expiresAt">When the new secret expires; null where that is not known.</param>
    public async Task ReleaseAsync(string name, ETag held, bool renewed, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, TableKey.Of(name)) { ["Name"] = name, ["HeldUntil"] = DateTimeOffset.UnixEpoch };
        if (renewed) (row["RenewedAt"], row["ExpiresAt"]) = (time.GetUtcNow(), expiresAt);
        try
        {
            await table.UpdateEntityAsync(row, held, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Another instance's by now, or ended by an attempt whose answer was lost: nothing is left to do.
        }
    }
}
