using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A client whose config is in force.</summary>
/// <param name="Since">When the client's first config was accepted. No digest is due before.</param>
/// <param name="PlannedThrough">The newest occurrence that was planned; null before the first.</param>
/// <param name="Version">A hash of the config's text.</param>
public sealed record ClientInForce(ClientConfig Config, DateTimeOffset Since, IsoWeek? PlannedThrough, string Version);

/// <summary>
/// <c>Clients</c>, partition <c>in-force</c>: the last good version of each client's config, so that a refused new version
/// does not stop its digests.
/// </summary>
public sealed partial class ClientDirectory
{
    private const string InForce = "in-force";
    private readonly TableClient table;
    private readonly ConfigParser parser;
    private readonly AlertTable alerts;
    private readonly ILogger<ClientDirectory> logger;
    private readonly CoalescedReads<string, ClientInForce?> reads;

    public ClientDirectory(StorageAccount account, ConfigParser parser, AlertTable alerts, ILogger<ClientDirectory> logger)
    {
        (table, this.parser, this.alerts, this.logger) = (account.Table(TableNames.Clients), parser, alerts, logger);
        reads = new(FindOnceAsync, TimeProvider.System);
    }

    /// <summary>Every client in force.</summary>
    public async Task<IReadOnlyList<ClientInForce>> ListAsync(CancellationToken cancellationToken)
    {
        var clients = new List<ClientInForce>();
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == InForce, cancellationToken: cancellationToken))
            if (await FromRowAsync(row, cancellationToken) is { } client) clients.Add(client);
        return clients;
    }

    /// <summary>The client; null where no config of that id is in force.</summary>
    public Task<ClientInForce?> FindAsync(string id, CancellationToken cancellationToken) => reads.ReadAsync(id, cancellationToken);

    private async Task<ClientInForce?> FindOnceAsync(string id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(InForce, TableKey.Of(id), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? await FromRowAsync(row, cancellationToken) : null;
    }

    /// <summary>Puts a config in force in place of the previous version.</summary>
    /// <param name="json">The file as it was dropped. The parser has accepted it.</param>
    public Task PutInForceAsync(string id, ReadOnlyMemory<byte> json, DateTimeOffset now, CancellationToken cancellationToken) =>
        MergeAsync(id, async row =>
        {
            row["Config"] = json.ToArray();
            row["Retired"] = false;
            // A client that is added again starts anew: digests that were due while it was retired were not missed.
            var before = await FindRowAsync(id, cancellationToken);
            row["Since"] = before?.GetBoolean("Retired") == false ? before.GetDateTimeOffset("Since") : now;
        }, cancellationToken);

    /// <summary>Takes a client out of force because its file was deleted. Its other rows stay.</summary>
    public Task RetireAsync(string id, CancellationToken cancellationToken) =>
        MergeAsync(id, row => { row["Retired"] = true; return Task.CompletedTask; }, cancellationToken);

    /// <summary>Records that every occurrence up to this one has a run.</summary>
    public Task SetPlannedThroughAsync(string id, IsoWeek occurrence, CancellationToken cancellationToken) =>
        MergeAsync(id, row => { row["PlannedThrough"] = occurrence.ToString(); return Task.CompletedTask; }, cancellationToken);

    private async Task MergeAsync(string id, Func<TableEntity, Task> change, CancellationToken cancellationToken)
    {
        var row = new TableEntity(InForce, TableKey.Of(id));
        await change(row);
        await table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    private async Task<TableEntity?> FindRowAsync(string id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(InForce, TableKey.Of(id), cancellationToken: cancellationToken);
        return found is { HasValue: true } ? found.Value : null;
    }

    /// <summary>The client of a row; null where it is retired. A config that today's rules refuse is reported and skipped, so that other clients are not affected.</summary>
    private async Task<ClientInForce?> FromRowAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetBoolean("Retired") == true || row.GetBinary("Config") is not { } json) return null;
        if (parser.ParseAccepted(row.RowKey + ".json", json) is { } config)
            return new(config, row.GetDateTimeOffset("Since")!.Value, IsoWeek.TryParse(row.GetString("PlannedThrough"), out var week) ? week : null, Convert.ToHexString(SHA256.HashData(json)));

        Log.Outdated(logger, row.RowKey);
        await alerts.RecordAsync(
            row.RowKey, AlertKinds.ConfigOutdated, row.RowKey + ".json", "This config was accepted once and would be refused now: drop it again to see why.", cancellationToken);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Client} gets no digest: its config was accepted once and is refused by today's rules.")]
        public static partial void Outdated(ILogger logger, string client);
    }
}
