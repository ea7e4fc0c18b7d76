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

    /// <summary>It is computed, rendered and archived, and waits for a person's approval.</summary>
    Drafted,

    /// <summary>It is computed, rendered and archived; its mails are queued.</summary>
    Built,

    /// <summary>Every mail was accepted or is suppressed.</summary>
    Sent,

    /// <summary>It cannot leave as it is; <see cref="Run.HeldFor"/> says why.</summary>
    Held,

    /// <summary>It was not sent, and will not be.</summary>
    Missed,

    /// <summary>A state that a later release stored. The run is not changed.</summary>
    Unrecognized,
}

/// <summary>Why a digest is held.</summary>
public enum HeldFor
{
    /// <summary>No objective has a figure: it waits for one, for a person's approval, or for the time that the config allows.</summary>
    NoFigures,

    /// <summary>A person holds it, until somebody releases it or an instant has passed.</summary>
    ByPerson,

    /// <summary>At least one mail was refused: a person has to act.</summary>
    MailRefused,

    /// <summary>It is unknown whether at least one mail was sent: a person has to act.</summary>
    MailUnknown,

    /// <summary>A reason that a later release stored. The run is not changed.</summary>
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
        (RunState.Drafted, "Drafted"),
        (RunState.Built, "Built"),
        (RunState.Sent, "Sent"),
        (RunState.Held, "Held"),
        (RunState.Missed, "Missed"));

    /// <summary>In <c>HeldFor</c> of <c>Runs</c>.</summary>
    public static readonly StoredNames<HeldFor> Reasons = new(
        HeldFor.Unrecognized,
        (HeldFor.NoFigures, "noFigures"),
        (HeldFor.ByPerson, "byPerson"),
        (HeldFor.MailRefused, "mailRefused"),
        (HeldFor.MailUnknown, "mailUnknown"));
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

    /// <summary>Why it is held; null where it is not, and where a release that held only for mails stored it.</summary>
    public HeldFor? HeldFor { get; init; }

    /// <summary>Until when it waits for figures, or for a person's approval; null where it never did.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>When it was built; null where it was not.</summary>
    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>When a person approved it; null where nobody did.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Who approved it.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Who holds it, or held it last; null where nobody did.</summary>
    public string? HeldBy { get; init; }

    /// <summary>When it goes on by itself that a person holds; null where it waits for a release as long as it can be sent.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The id of the instruction by a person that changed it last: the same instruction changes it once.</summary>
    public string? Instruction { get; init; }

    /// <summary>
    /// Until when it can still be sent: three days after it was due, or as long as it may wait for figures, an approval or
    /// a release and an hour more. After that it is missed.
    /// </summary>
    public DateTimeOffset InTimeUntil => new[] { DueAt + CatchUp, HoldUntil + ToLeave, HeldUntil + ToLeave }.OfType<DateTimeOffset>().Max();

    /// <summary>When its mails may leave at the earliest, once it is built: when it was built, approved or waited for in vain.</summary>
    public DateTimeOffset? LeavesAt => new[] { BuiltAt, ApprovedAt, HoldUntil, HeldUntil }.Max();

    /// <summary>The time that is left after a wait for what follows.</summary>
    private static readonly TimeSpan ToLeave = TimeSpan.FromHours(1);

    /// <summary>A digest that was due longer ago than this is missed.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromDays(3);
}

/// <summary><c>Runs</c>: one row for each digest, kept permanently. A digest that has a row is never planned again.</summary>
public sealed class RunTable(StorageAccount account)
{
    private readonly TableClient table = account.Table(TableNames.Runs);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Runs));

    /// <summary>Adds a run unless the occurrence has one.</summary>
    /// <returns>The run with its version; null where the occurrence had a run.</returns>
    public async Task<Run?> TryAddAsync(Run run, CancellationToken cancellationToken) =>
        await writes.TryInsertAsync(ToRow(run), cancellationToken) is { } version ? run with { Version = version } : null;

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

    /// <summary>A client's runs from an occurrence on, the oldest first.</summary>
    public Task<IReadOnlyList<Run>> ReadSinceAsync(string client, IsoWeek first, CancellationToken cancellationToken) =>
        ReadWhereAsync(TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Of(client)} and RowKey ge {first.ToString()}"), cancellationToken);

    /// <summary>Every run of a client, or of all, the oldest first.</summary>
    public Task<IReadOnlyList<Run>> ReadAsync(string? client, CancellationToken cancellationToken) =>
        ReadWhereAsync(client is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Of(client)}"), cancellationToken);

    private async Task<IReadOnlyList<Run>> ReadWhereAsync(string? filter, CancellationToken cancellationToken)
    {
        var runs = new List<Run>();
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
        ["HeldFor"] = run.HeldFor is { } reason ? RunNames.Reasons[reason] : null,
        ["HoldUntil"] = run.HoldUntil,
        ["BuiltAt"] = run.BuiltAt,
        ["ApprovedAt"] = run.ApprovedAt,
        ["ApprovedBy"] = run.ApprovedBy,
        ["HeldBy"] = run.HeldBy,
        ["HeldUntil"] = run.HeldUntil,
        ["Instruction"] = run.Instruction,
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
        HeldFor = row.GetString("HeldFor") is { } reason ? RunNames.Reasons.Find(reason) ?? State.HeldFor.Unrecognized : null,
        HoldUntil = row.GetDateTimeOffset("HoldUntil"),
        BuiltAt = row.GetDateTimeOffset("BuiltAt"),
        ApprovedAt = row.GetDateTimeOffset("ApprovedAt"),
        ApprovedBy = row.GetString("ApprovedBy"),
        HeldBy = row.GetString("HeldBy"),
        HeldUntil = row.GetDateTimeOffset("HeldUntil"),
        Instruction = row.GetString("Instruction"),
    };
}
