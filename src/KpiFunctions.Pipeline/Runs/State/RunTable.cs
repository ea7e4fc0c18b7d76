using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The state of one digest.</summary>
public enum RunState
{
    /// <summary>It is due.</summary>
    Planned,

    /// <summary>It waits for late sources.</summary>
    Waiting,

    /// <summary>It is computed, rendered and archived; its mails are queued.</summary>
    Built,

    /// <summary>Every mail was accepted or is suppressed.</summary>
    Sent,

    /// <summary>At least one mail was refused, or it is unknown whether it was sent: a person has to act.</summary>
    Held,

    /// <summary>It was due while nothing ran, too long ago to be sent.</summary>
    Missed,

    /// <summary>A state that a later release stored. The run is not changed.</summary>
    Unrecognized,
}

/// <summary>Stored names of runs.</summary>
public static class RunNames
{
    /// <summary>In <c>State</c> of <c>Runs</c>.</summary>
    public static readonly StoredNames<RunState> States = new(
        RunState.Unrecognized,
        (RunState.Planned, "Planned"),
        (RunState.Waiting, "Waiting"),
        (RunState.Built, "Built"),
        (RunState.Sent, "Sent"),
        (RunState.Held, "Held"),
        (RunState.Missed, "Missed"));
}

/// <summary>One digest of one client.</summary>
/// <param name="Occurrence">The ISO week of its scheduled local date.</param>
/// <param name="DueAt">When it was due.</param>
/// <param name="Missing">The accounts whose figures were not complete when it was built.</param>
public sealed record Run(string Client, IsoWeek Occurrence, DateTimeOffset DueAt, RunState State, IReadOnlyList<string> Missing, ETag Version)
{
    /// <summary>The week that it reports.</summary>
    public IsoWeek ReportedWeek => new Occurrence(Occurrence, DueAt).ReportedWeek;

    /// <summary>The state as a later release stored it, for <see cref="RunState.Unrecognized"/>; null elsewhere.</summary>
    public string? LaterState { get; init; }

    /// <summary>The state as it is stored.</summary>
    public string StateName => LaterState ?? RunNames.States[State];
}

/// <summary><c>Runs</c>: one row for each digest, kept permanently. A digest that has a row is never planned again.</summary>
public sealed class RunTable(StorageAccount account)
{
    private readonly TableClient table = account.Table(TableNames.Runs);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Runs));

    /// <summary>Adds a run unless the occurrence has one.</summary>
    /// <returns>False where the occurrence had a run.</returns>
    public async Task<bool> TryAddAsync(Run run, CancellationToken cancellationToken) =>
        await writes.TryInsertAsync(ToRow(run), cancellationToken) is not null;

    /// <summary>Replaces the version that was read.</summary>
    /// <returns>The new version; null where another writer has changed or deleted the run.</returns>
    public async Task<Run?> TryReplaceAsync(Run run, CancellationToken cancellationToken) =>
        await writes.TryReplaceAsync(ToRow(run), run.Version, cancellationToken) is { } version ? run with { Version = version } : null;

    /// <summary>The run, or null.</summary>
    public async Task<Run?> FindAsync(string client, IsoWeek occurrence, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), occurrence.ToString(), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? FromRow(row) : null;
    }

    /// <summary>Every run of a client, or of all, the oldest first.</summary>
    public async Task<IReadOnlyList<Run>> ReadAsync(string? client, CancellationToken cancellationToken)
    {
        var runs = new List<Run>();
        var filter = client is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Of(client)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) runs.Add(FromRow(row));
        return runs;
    }

    private static TableEntity ToRow(Run run) => new(TableKey.Of(run.Client), run.Occurrence.ToString())
    {
        ["Client"] = run.Client,
        ["State"] = run.StateName,
        ["DueAt"] = run.DueAt,
        ["ReportedWeek"] = run.ReportedWeek.ToString(),
        ["Missing"] = string.Join('\n', run.Missing),
    };

    private static Run FromRow(TableEntity row) => new(
        row.GetString("Client"),
        IsoWeek.Parse(row.RowKey),
        row.GetDateTimeOffset("DueAt")!.Value,
        RunNames.States.Find(row.GetString("State")) ?? RunState.Unrecognized,
        (row.GetString("Missing") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries),
        row.ETag)
    {
        LaterState = RunNames.States.Find(row.GetString("State")) is null ? row.GetString("State") : null,
    };
}
