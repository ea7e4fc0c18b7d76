using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// <c>Audit</c>: one row for each thing that a person wanted done. It is inserted before anything is done, and gets its outcome
/// afterwards: one without was left by a process that died, and is carried out again.
/// </summary>
public sealed class AuditTable(StorageAccount account, TimeProvider time)
{
    private readonly TableClient table = account.Table(TableNames.Audit);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Audit));

    /// <summary>Records that something is about to be done.</summary>
    /// <returns>Null where the same instruction was recorded before.</returns>
    public async Task<AuditEntry?> TryBeginAsync(ActionRequest request, Instruction instruction, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(request, instruction, null, null, default);
        return await writes.TryInsertAsync(ToRow(entry), cancellationToken) is { } version ? entry with { Version = version } : null;
    }

    /// <summary>Records what came of it. Where another worker has carried out the same instruction, its record stays.</summary>
    public async Task EndAsync(AuditEntry entry, ActionOutcome outcome, CancellationToken cancellationToken) =>
        await writes.TryReplaceAsync(ToRow(entry with { Outcome = outcome, EndedAt = time.GetUtcNow() }), entry.Version, cancellationToken);

    /// <summary>The row of an instruction, or null.</summary>
    public async Task<AuditEntry?> FindAsync(string client, string instruction, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), TableKey.Of(instruction), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? FromRow(row) : null;
    }

    /// <summary>What was wanted done about a client, the oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(string client, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Of(client)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) entries.Add(FromRow(row));
        return [.. entries.OrderBy(entry => entry.Instruction.At).ThenBy(entry => entry.Instruction.Id, StringComparer.Ordinal)];
    }

    /// <summary>Deletes a row. Deleting a missing row succeeds.</summary>
    public async Task DeleteAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        await table.DeleteEntityAsync(TableKey.Of(entry.Request.Client), TableKey.Of(entry.Instruction.Id), cancellationToken: cancellationToken);

    private static TableEntity ToRow(AuditEntry entry) => new(TableKey.Of(entry.Request.Client), TableKey.Of(entry.Instruction.Id))
    {
        ["Client"] = entry.Request.Client,
        ["Action"] = entry.Request.Action,
        ["Occurrence"] = entry.Request.Occurrence?.ToString(),
        ["Recipient"] = entry.Request.Recipient,
        ["Until"] = entry.Request.Until,
        ["IsTest"] = entry.Request.IsTest ? true : null,
        ["Queue"] = entry.Request.Queue,
        ["Instruction"] = entry.Instruction.Id,
        ["By"] = entry.Instruction.By,
        ["ByAddress"] = entry.Instruction.ByAddress,
        ["Through"] = entry.Instruction.Through,
        ["Why"] = entry.Instruction.Why,
        ["At"] = entry.Instruction.At,
        ["Outcome"] = entry.Outcome is { } outcome ? AuditNames.Outcomes[outcome] : null,
        ["EndedAt"] = entry.EndedAt,
    };

    private static AuditEntry FromRow(TableEntity row) => new(
        new(row.GetString("Action"), row.GetString("Client"))
        {
            Occurrence = IsoWeek.TryParse(row.GetString("Occurrence"), out var week) ? week : null,
            Recipient = row.GetString("Recipient"),
            Until = row.GetDateTimeOffset("Until"),
            IsTest = row.GetBoolean("IsTest") == true,
            Queue = row.GetString("Queue"),
        },
        new(row.GetString("Instruction"), row.GetString("By"), row.GetString("Through"), row.GetDateTimeOffset("At")!.Value)
        {
            ByAddress = row.GetString("ByAddress"),
            Why = row.GetString("Why"),
        },
        row.GetString("Outcome") is { } name && AuditNames.Outcomes.FirstOrDefault(pair => pair.Value == name) is { Value: not null } known ? known.Key : null,
        row.GetDateTimeOffset("EndedAt"),
        row.ETag);
}
