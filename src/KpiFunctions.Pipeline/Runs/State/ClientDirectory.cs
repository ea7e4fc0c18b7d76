using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A client whose config is in force.</summary>
/// <param name="Since">When the client's first config was accepted. No digest is due before.</param>
/// <param name="PlannedThrough">The newest occurrence that was planned; null before the first.</param>
/// <param name="Version">A hash of the config's text.</param>
public sealed record ClientInForce(ClientConfig Config, DateTimeOffset Since, IsoWeek? PlannedThrough, string Version)
{
    /// <summary>Whether its next digest was ever scheduled in <c>Due</c>; releases before did not.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>When the config's file was deleted; null while the config is in force.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The latest time during which no config was in force: its file was deleted and dropped again. Null where there was none, or a long one.</summary>
    public Absence? Absence { get; init; }

    /// <summary>The pause of all of its digests; null where there is none. It may have ended.</summary>
    public Pause? Pause { get; init; }

    /// <summary>The pauses of single recipients, by the hash of the address. They may have ended.</summary>
    public IReadOnlyDictionary<string, Pause> PausedRecipients { get; init; } = new Dictionary<string, Pause>();

    /// <summary>Whether none of its digests is sent at an instant, as a person wants.</summary>
    public bool IsPausedAt(DateTimeOffset instant) => Pause?.Includes(instant) == true;

    /// <summary>Whether a recipient gets no digest at an instant, as a person wants.</summary>
    /// <param name="recipient">The address's hash.</param>
    public bool IsPausedAt(string recipient, DateTimeOffset instant) => PausedRecipients.TryGetValue(recipient, out var pause) && pause.Includes(instant);

    /// <summary>The first occurrence that the latest change of the schedule moved from the future into the past; null where it moved none.</summary>
    public MovedOccurrence? Moved { get; init; }

    /// <summary>When a week's digest is due: at its time, or when a change of the schedule moved it into the past.</summary>
    public Occurrence In(IsoWeek week)
    {
        var occurrence = Config.Schedule.In(week);
        return Moved is { } moved && week >= moved.Week && occurrence.DueAt < moved.At ? new(week, moved.At) : occurrence;
    }
}

/// <summary>A time during which no config of a client was in force.</summary>
/// <param name="To">Excluded.</param>
public sealed record Absence(DateTimeOffset From, DateTimeOffset To)
{
    public bool Includes(DateTimeOffset instant) => From <= instant && instant < To;
}

/// <summary>An occurrence that had not fallen due when its schedule changed, and that the new schedule places before the change. Between zones that are far apart the one after it may be another.</summary>
/// <param name="Week">The first such occurrence.</param>
/// <param name="At">When the schedule changed: it is due then.</param>
public sealed record MovedOccurrence(IsoWeek Week, DateTimeOffset At);

/// <summary>Clients in the order of their ids.</summary>
/// <param name="Ids">The ids of all rows.</param>
/// <param name="Clients">Those whose config today's rules accept.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
public sealed record ClientPage(IReadOnlyList<string> Ids, IReadOnlyList<ClientInForce> Clients, string? Next);

/// <summary>A client's row as it was read, for a change that holds only if nobody has changed it since.</summary>
public sealed class ClientVersion
{
    internal ClientVersion(TableEntity? row) => Row = row;

    internal TableEntity? Row { get; }
}

/// <summary>
/// <c>Clients</c>, partition <c>in-force</c>: the last good version of each client's config, so that a refused new version
/// does not stop its digests.
/// </summary>
public sealed partial class ClientDirectory
{
    /// <summary>A client whose file was away for longer starts anew: what was due meanwhile was not wanted.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(28);

    private const string InForce = "in-force";
    private readonly TableClient table;
    private readonly ConditionalWrites writes;
    private readonly ConfigParser parser;
    private readonly AlertTable alerts;
    private readonly ILogger<ClientDirectory> logger;
    private readonly CoalescedReads<string, ClientInForce?> reads;

    public ClientDirectory(StorageAccount account, ConfigParser parser, AlertTable alerts, ILogger<ClientDirectory> logger)
    {
        (table, this.parser, this.alerts, this.logger) = (account.Table(TableNames.Clients), parser, alerts, logger);
        writes = new(table);
        reads = new(FindOnceAsync, TimeProvider.System);
    }

    /// <summary>Every client in force.</summary>
    public async Task<IReadOnlyList<ClientInForce>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await ReadWhereAsync(TableClient.CreateQueryFilter($"PartitionKey eq {InForce}"), cancellationToken)).Where(client => client.RetiredAt is null)];

    /// <summary>The client; null where no config of that id is in force.</summary>
    public Task<ClientInForce?> FindAsync(string id, CancellationToken cancellationToken) => reads.ReadAsync(id, cancellationToken);

    /// <summary>The client, whether its config is in force or was; null where none was ever accepted, or today's rules refuse it.</summary>
    public async Task<ClientInForce?> FindLastAsync(string id, CancellationToken cancellationToken) =>
        await FindRowAsync(id, cancellationToken) is { } row ? await FromRowAsync(row, cancellationToken) : null;

    /// <summary>A page of clients by id, whether their config is in force or was.</summary>
    /// <param name="first">The id to begin at; empty for the beginning.</param>
    public async Task<ClientPage> PageAsync(string first, int size, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {InForce} and RowKey ge {TableKey.Of(first)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: size + 1, cancellationToken: cancellationToken))
        {
            rows.Add(row);
            if (rows.Count > size) break;
        }

        var clients = new List<ClientInForce>();
        foreach (var row in rows.Take(size))
            if (await FromRowAsync(row, cancellationToken) is { } client) clients.Add(client);
        return new([.. rows.Take(size).Select(row => row.RowKey)], clients, rows.Count > size ? rows[size].RowKey : null);
    }

    /// <summary>Clients with ids in a range, whether their config is in force or was.</summary>
    /// <param name="last">Included.</param>
    public Task<IReadOnlyList<ClientInForce>> ReadRangeAsync(string first, string last, CancellationToken cancellationToken) => ReadWhereAsync(
        TableClient.CreateQueryFilter($"PartitionKey eq {InForce} and RowKey ge {TableKey.Of(first)} and RowKey le {TableKey.Of(last)}"), cancellationToken);

    private async Task<IReadOnlyList<ClientInForce>> ReadWhereAsync(string filter, CancellationToken cancellationToken)
    {
        var clients = new List<ClientInForce>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            if (await FromRowAsync(row, cancellationToken) is { } client) clients.Add(client);
        return clients;
    }

    private async Task<ClientInForce?> FindOnceAsync(string id, CancellationToken cancellationToken) =>
        await FindLastAsync(id, cancellationToken) is { RetiredAt: null } client ? client : null;

    /// <summary>The client's row as it is now. Read it before the file: then a change that holds was made from the newest file.</summary>
    public async Task<ClientVersion> VersionOfAsync(string id, CancellationToken cancellationToken) => new(await FindRowAsync(id, cancellationToken));

    /// <summary>The client of a row that was read; null where no config is in force.</summary>
    public async Task<ClientInForce?> InForceAsync(ClientVersion read, CancellationToken cancellationToken) =>
        read.Row is { } row && await FromRowAsync(row, cancellationToken) is { RetiredAt: null } client ? client : null;

    /// <summary>Puts a config in force in place of the previous version.</summary>
    /// <param name="config">What the parser has read from the file.</param>
    /// <param name="json">The file as it was dropped.</param>
    /// <exception cref="OvertakenException">Another writer has changed the row since it was read.</exception>
    public async Task PutInForceAsync(ClientConfig config, ReadOnlyMemory<byte> json, ClientVersion read, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = read.Row is null ? new(InForce, TableKey.Of(config.Id)) : new TableEntity(read.Row);
        var before = read.Row is null ? null : await FromRowAsync(read.Row, cancellationToken);
        if (read.Row?.GetBoolean("Retired") is not false || row.GetDateTimeOffset("Since") is null) Return(row, now);
        if (before is not null && row.GetDateTimeOffset("Since") == before.Since) Change(row, before, config.Schedule, now);
        (row["Config"], row["Retired"]) = (json.ToArray(), false);
        await ChangeAsync(row, read, cancellationToken);
    }

    /// <summary>Takes a client out of force because its file was deleted. Its other rows stay.</summary>
    /// <exception cref="OvertakenException">Another writer has changed the row since it was read.</exception>
    public async Task RetireAsync(ClientVersion read, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The event of a deletion may come twice, or for a file that was never accepted.
        if (read.Row is not { } before || before.GetBoolean("Retired") == true) return;
        await ChangeAsync(new TableEntity(before) { ["Retired"] = true, ["RetiredAt"] = now }, read, cancellationToken);
    }

    /// <summary>Records that every occurrence up to this one has a run, and that the one after it is scheduled.</summary>
    public async Task SetPlannedThroughAsync(string id, IsoWeek occurrence, CancellationToken cancellationToken) => await table.UpsertEntityAsync(
        new TableEntity(InForce, TableKey.Of(id)) { ["PlannedThrough"] = occurrence.ToString(), ["Scheduled"] = true }, TableUpdateMode.Merge, cancellationToken);

    /// <summary>A client comes (back) into force. What was due during a short absence was missed; after a long one it starts anew.</summary>
    private static void Return(TableEntity row, DateTimeOffset now)
    {
        if (row.GetDateTimeOffset("RetiredAt") is { } away && now - away <= LongestAbsence)
        {
            (row["AbsentFrom"], row["AbsentTo"]) = (away, now);
        }
        else
        {
            row["Since"] = now;
            foreach (var column in new[] { "AbsentFrom", "AbsentTo", "MovedWeek", "MovedAt" }) row.Remove(column);
        }

        row.Remove("RetiredAt");
    }

    /// <summary>The schedule of a client that does not start anew may change: what becomes due by that is due now, and what was never due, before the client's first config, may become due.</summary>
    private static void Change(TableEntity row, ClientInForce before, DigestSchedule after, DateTimeOffset now)
    {
        var toCome = (Before: before.Config.Schedule.LatestDueAt(now).Week.Plus(1), After: after.LatestDueAt(now).Week.Plus(1));
        if (toCome.Before < toCome.After) (row["MovedWeek"], row["MovedAt"]) = (toCome.Before.ToString(), now);
        if (before.PlannedThrough >= toCome.After && before.Config.Schedule.In(toCome.After).DueAt < before.Since) row["PlannedThrough"] = toCome.After.Plus(-1).ToString();
    }

    private async Task ChangeAsync(TableEntity row, ClientVersion read, CancellationToken cancellationToken)
    {
        if (!await writes.TryChangeAsync(row, read.Row?.ETag, cancellationToken)) throw new OvertakenException($"the client '{row.RowKey}'");
    }

    private async Task<TableEntity?> FindRowAsync(string id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(InForce, TableKey.Of(id), cancellationToken: cancellationToken);
        return found is { HasValue: true } ? found.Value : null;
    }

    /// <summary>The client of a row. A config that today's rules refuse is reported and skipped, so that other clients are not affected.</summary>
    private async Task<ClientInForce?> FromRowAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetBinary("Config") is not { } json) return null;
        var isRetired = row.GetBoolean("Retired") == true;
        if (parser.ParseAccepted(row.RowKey + ".json", json) is { } config)
        {
            return new(config, row.GetDateTimeOffset("Since")!.Value, WeekIn("PlannedThrough"), Convert.ToHexString(SHA256.HashData(json)))
            {
                IsScheduled = row.GetBoolean("Scheduled") == true,

                // Releases that did not record the instant retired it at some time before.
                RetiredAt = isRetired ? row.GetDateTimeOffset("RetiredAt") ?? row.Timestamp ?? DateTimeOffset.MinValue : null,
                Absence = row.GetDateTimeOffset("AbsentFrom") is { } from && row.GetDateTimeOffset("AbsentTo") is { } to ? new(from, to) : null,
                Pause = ClientPauses.OfClient(row),
                PausedRecipients = ClientPauses.OfRecipients(row),
                Moved = WeekIn("MovedWeek") is { } week && row.GetDateTimeOffset("MovedAt") is { } at ? new(week, at) : null,
            };
        }

        if (isRetired) return null;
        Log.Outdated(logger, row.RowKey);
        await alerts.RecordAsync(
            row.RowKey, AlertKinds.ConfigOutdated, row.RowKey + ".json", "This config was accepted once and would be refused now: drop it again to see why.", cancellationToken);
        return null;

        IsoWeek? WeekIn(string column) => IsoWeek.TryParse(row.GetString(column), out var week) ? week : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Client} gets no digest: its config was accepted once and is refused by today's rules.")]
        public static partial void Outdated(ILogger logger, string client);
    }
}
