using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A client in the index of a consultant.</summary>
/// <param name="Consultant">The hash of the consultant's address.</param>
/// <param name="Zone">The client's zone, by its tz identifier.</param>
/// <param name="Language">The client's language.</param>
/// <param name="OwnLanguage">The language that the config declares for the consultant; null where it declares none.</param>
public sealed record ConsultantsClient(string Consultant, string Client, string Zone, string Language, string? OwnLanguage)
{
    /// <summary>When the row was written. No mail that was due before is missing.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>
/// <c>Consultants</c>: which clients each consultant is in charge of, so that a mail to one lists no others, and which
/// consultants each client has. It is written when a config is accepted, and by the daily sweep. It holds no address: the
/// configs do, and a mail names a client only where its config names the consultant.
/// </summary>
public sealed class ConsultantTable(StorageAccount account, TimeProvider time)
{
    /// <summary>In place of a consultant's hash: the agency, whom what concerns no client is reported to.</summary>
    public const string Agency = "agency";

    private readonly TableClient table = account.Table(TableNames.Consultants);

    /// <summary>The clients of a consultant, by their ids.</summary>
    public async Task<IReadOnlyList<ConsultantsClient>> ClientsOfAsync(string consultant, CancellationToken cancellationToken)
    {
        var clients = new List<ConsultantsClient>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(consultant)}"), cancellationToken: cancellationToken))
            clients.Add(FromRow(row));
        return [.. clients.OrderBy(client => client.Client, StringComparer.Ordinal)];
    }

    /// <summary>The consultants of a client, by the hashes of their addresses; none of one whose config was never accepted.</summary>
    public async Task<IReadOnlyList<string>> ConsultantsOfAsync(string client, CancellationToken cancellationToken) =>
        [.. (await RowsOfAsync(client, cancellationToken)).Select(row => row.Consultant)];

    /// <summary>Makes the index of a client say what its config does. Where it says so already, nothing is written.</summary>
    /// <returns>The consultants, by the hashes of their addresses.</returns>
    public async Task<IReadOnlyList<string>> SetAsync(ClientConfig config, CancellationToken cancellationToken)
    {
        var wanted = config.Consultants.Select(consultant => Of(config, consultant)).ToList();
        await SetAsync(config.Id, wanted, cancellationToken);
        return [.. wanted.Select(client => client.Consultant)];
    }

    /// <summary>Has the agency hear of a client that has no consultants, since no config of it was ever accepted.</summary>
    public Task SetToAgencyAsync(string client, CancellationToken cancellationToken) => SetAsync(client, [new(Agency, client, Zone.Utc.Id, "", null)], cancellationToken);

    /// <summary>Takes a client out of the index.</summary>
    public Task RemoveAsync(string client, CancellationToken cancellationToken) => SetAsync(client, [], cancellationToken);

    private async Task SetAsync(string client, IReadOnlyList<ConsultantsClient> wanted, CancellationToken cancellationToken)
    {
        var known = await RowsOfAsync(client, cancellationToken);

        // The client's own row is written last, and deleted last: where the process stops in between, it is done again.
        foreach (var added in wanted.Where(client => known.All(row => row with { Since = null } != client)))
        {
            var row = added with { Since = known.FirstOrDefault(row => row.Consultant == added.Consultant)?.Since ?? time.GetUtcNow() };
            await table.UpsertEntityAsync(ToRow(PartitionOf(added.Consultant), TableKey.Of(client), row), TableUpdateMode.Replace, cancellationToken);
            await table.UpsertEntityAsync(ToRow(PartitionOfClient(client), added.Consultant, row), TableUpdateMode.Replace, cancellationToken);
        }

        foreach (var removed in known.Where(row => wanted.All(other => other.Consultant != row.Consultant)))
        {
            await table.DeleteEntityAsync(PartitionOf(removed.Consultant), TableKey.Of(client), ETag.All, cancellationToken);
            await table.DeleteEntityAsync(PartitionOfClient(client), removed.Consultant, ETag.All, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ConsultantsClient>> RowsOfAsync(string client, CancellationToken cancellationToken)
    {
        var rows = new List<ConsultantsClient>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOfClient(client)}"), cancellationToken: cancellationToken))
            rows.Add(FromRow(row));
        return rows;
    }

    private static ConsultantsClient Of(ClientConfig config, Consultant consultant) =>
        new(RecipientHash.Of(consultant.Email), config.Id, config.Schedule.Zone.Id, config.Language, consultant.Language);

    private static string PartitionOf(string consultant) => TableKey.Of("consultant", consultant);

    private static string PartitionOfClient(string client) => TableKey.Of("client", client);

    private static TableEntity ToRow(string partition, string key, ConsultantsClient client) => new(partition, key)
    {
        ["Consultant"] = client.Consultant,
        ["Client"] = client.Client,
        ["Zone"] = client.Zone,
        ["Language"] = client.Language,
        ["OwnLanguage"] = client.OwnLanguage,
        ["Since"] = client.Since,
    };

    private static ConsultantsClient FromRow(TableEntity row) =>
        new(row.GetString("Consultant"), row.GetString("Client"), row.GetString("Zone"), row.GetString("Language"), row.GetString("OwnLanguage")) { Since = row.GetDateTimeOffset("Since") };
}
