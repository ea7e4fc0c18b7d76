using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary><c>Deliveries</c>: one row for each delivery. The caller that inserts the row, or replaces the version it read, owns the claim.</summary>
public sealed class DeliveryTable(StorageAccount account)
{
    private readonly TableClient table = account.Table(TableNames.Deliveries);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Deliveries));

    /// <summary>Inserts a delivery.</summary>
    /// <returns>The row's version; null where another writer has recorded the delivery.</returns>
    public async Task<DeliveryRecord?> TryInsertAsync(DeliveryRecord record, CancellationToken cancellationToken) =>
        await writes.TryInsertAsync(ToRow(record), cancellationToken) is { } version ? record with { Version = version } : null;

    /// <summary>Replaces the version that was read.</summary>
    /// <returns>The new version; null where another writer has changed the row.</returns>
    public async Task<DeliveryRecord?> TryReplaceAsync(DeliveryRecord record, CancellationToken cancellationToken) =>
        await writes.TryReplaceAsync(ToRow(record), record.Version, cancellationToken) is { } version ? record with { Version = version } : null;

    /// <summary>The delivery, or null where it was never claimed.</summary>
    public async Task<DeliveryRecord?> FindAsync(DeliveryKey key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(key.Client), RowKeyOf(key), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? FromRow(row) : null;
    }

    /// <summary>Records what SendGrid reported of a mail. An event that was recorded, or that a greater one has overtaken, changes nothing.</summary>
    /// <returns>The delivery after the event; null where it was never claimed.</returns>
    public async Task<DeliveryRecord?> ApplyAsync(DeliveryKey key, MailEvent mailEvent, CancellationToken cancellationToken)
    {
        while (await FindAsync(key, cancellationToken) is { } found)
        {
            var after = DeliveryTransitions.After(found, mailEvent);
            if (after == found) return found;
            if (await TryReplaceAsync(after, cancellationToken) is { } stored) return stored;
        }

        return null;
    }

    /// <summary>Every delivery of one digest.</summary>
    public async Task<IReadOnlyList<DeliveryRecord>> ReadAsync(string client, IsoWeek occurrence, CancellationToken cancellationToken)
    {
        var records = new List<DeliveryRecord>();
        var filter = TableKey.StartingWith(TableKey.Of(client), TableKey.Of(occurrence.ToString()));
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) records.Add(FromRow(row));
        return records;
    }

    private static string RowKeyOf(DeliveryKey key) => key.Instruction is { } instruction
        ? TableKey.Of(key.Occurrence.ToString(), key.Recipient, instruction)
        : TableKey.Of(key.Occurrence.ToString(), key.Recipient);

    private static TableEntity ToRow(DeliveryRecord record) => new(TableKey.Of(record.Key.Client), RowKeyOf(record.Key))
    {
        ["Client"] = record.Key.Client,
        ["Occurrence"] = record.Key.Occurrence.ToString(),
        ["Recipient"] = record.Key.Recipient,
        ["Instruction"] = record.Key.Instruction,
        ["DeliveryId"] = record.Key.DeliveryId,
        ["State"] = record.StateName,
        ["FirstClaimedAt"] = record.FirstClaimedAt,
        ["ClaimedAt"] = record.ClaimedAt,
        ["MessageId"] = record.MessageId,
        ["Reason"] = record.Reason,
        ["EventAt"] = record.EventAt,
    };

    private static DeliveryRecord FromRow(TableEntity row) => new(
        new(row.GetString("Client"), IsoWeek.Parse(row.GetString("Occurrence")), row.GetString("Recipient"), row.GetString("Instruction")),
        DeliveryNames.States.Find(row.GetString("State")) ?? DeliveryState.Unrecognized,
        row.GetDateTimeOffset("FirstClaimedAt")!.Value,
        row.GetDateTimeOffset("ClaimedAt")!.Value,
        row.GetString("MessageId"),
        row.GetString("Reason"),
        row.ETag)
    {
        EventAt = row.GetDateTimeOffset("EventAt"),
        LaterState = DeliveryNames.States.Find(row.GetString("State")) is null ? row.GetString("State") : null,
    };
}
