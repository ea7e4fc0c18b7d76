using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary><c>Suppressions</c>: recipients, by the hash of their address, that no longer get a client's digests, with the reason.</summary>
public sealed class SuppressionTable(StorageAccount account)
{
    private readonly TableClient table = account.Table(TableNames.Suppressions);

    /// <summary>Stops a client's digests to a recipient.</summary>
    public Task AddAsync(string client, string recipientHash, string reason, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(
            new TableEntity(TableKey.Of(client), TableKey.Of(recipientHash)) { ["Reason"] = reason }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Lets a recipient get a client's digests again.</summary>
    /// <returns>Whether they had been stopped.</returns>
    public async Task<bool> LiftAsync(string client, string recipientHash, CancellationToken cancellationToken)
    {
        var answer = await table.DeleteEntityAsync(TableKey.Of(client), TableKey.Of(recipientHash), cancellationToken: cancellationToken);
        return answer.Status != 404;
    }

    /// <summary>Why a recipient gets no digests; null where the recipient is not suppressed.</summary>
    public async Task<string?> FindReasonAsync(string client, string recipientHash, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), TableKey.Of(recipientHash), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? row.GetString("Reason") : null;
    }
}
