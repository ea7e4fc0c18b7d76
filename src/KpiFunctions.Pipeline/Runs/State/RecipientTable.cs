using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// <c>Recipients</c>: which clients' digests go to an address, by its hash. It only helps to find them: the configs in force
/// say who is a recipient, and a row that no config bears out is deleted when it is found.
/// </summary>
public sealed class RecipientTable(StorageAccount account, ClientDirectory clients)
{
    private readonly TableClient table = account.Table(TableNames.Recipients);

    /// <summary>Makes a client be found by its recipients.</summary>
    public async Task AddAsync(ClientConfig config, CancellationToken cancellationToken)
    {
        foreach (var recipient in config.Recipients) await AddAsync(config.Id, RecipientHash.Of(recipient.Email), cancellationToken);
    }

    /// <summary>Whether a recipient of a client also gets the digest of another one.</summary>
    /// <param name="recipient">The hash of the address.</param>
    public async Task<bool> GetsSeveralAsync(string client, string recipient, CancellationToken cancellationToken)
    {
        var known = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(recipient)}"), cancellationToken: cancellationToken))
            known.Add(row.GetString("Client"));

        // A config that an earlier release accepted has no row.
        if (!known.Remove(client)) await AddAsync(client, recipient, cancellationToken);
        foreach (var other in known)
        {
            if (await clients.FindAsync(other, cancellationToken) is { Config: var config } && RecipientHash.FindIn(config, recipient) is not null) return true;
            await table.DeleteEntityAsync(PartitionOf(recipient), TableKey.Of(other), ETag.All, cancellationToken);
        }

        return false;
    }

    private async Task AddAsync(string client, string recipient, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(new TableEntity(PartitionOf(recipient), TableKey.Of(client)) { ["Client"] = client }, TableUpdateMode.Replace, cancellationToken);

    private static string PartitionOf(string recipient) => TableKey.Of(recipient);
}
