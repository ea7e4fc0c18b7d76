using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// <c>Credentials</c>: one row is one secret that was renewed, and until when somebody is at it. It holds no secret:
/// those stay in the vault.
/// </summary>
public sealed class CredentialTable(StorageAccount account, TimeProvider time)
{
    private const string Partition = "credential";
    private readonly TableClient table = account.Table(TableNames.Credentials);

    /// <summary>Reserves the renewal of a secret.</summary>
    /// <param name="until">When the reservation ends by itself, should its holder die.</param>
    /// <returns>The reservation; null where another one has it.</returns>
    public async Task<ETag?> TryHoldAsync(string name, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Of(name), cancellationToken: cancellationToken);
            if (found is not { HasValue: true, Value: { } row })
                return (await table.AddEntityAsync(new TableEntity(Partition, TableKey.Of(name)) { ["Name"] = name, ["HeldUntil"] = until }, cancellationToken)).Headers.ETag;

            if (row.GetDateTimeOffset("HeldUntil") > time.GetUtcNow()) return null;
            row["HeldUntil"] = until;
            return (await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken)).Headers.ETag;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Ends a reservation. One that ran out, and that another one has by now, is left to that one.</summary>
    /// <param name="renewed">Whether a new secret was kept.</param>
    /// <param name="expiresAt">When the secret that was kept runs out; null where nobody says.</param>
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
            // Somebody else's by now.
        }
    }
}
