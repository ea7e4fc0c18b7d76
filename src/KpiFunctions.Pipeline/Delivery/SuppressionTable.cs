using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary><c>Suppressions</c>: recipients, by the hash of their address, that no longer get a client's digests, with the reason.</summary>
public sealed class SuppressionTable(StorageAccount account, TimeProvider time)
{
    private readonly TableClient table = account.Table(TableNames.Suppressions);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Suppressions));

    /// <summary>Stops a client's digests to a recipient, from now on.</summary>
    public Task AddAsync(string client, string recipientHash, string reason, CancellationToken cancellationToken) =>
        AddAsync(client, recipientHash, new Suppression(reason, null, time.GetUtcNow()), cancellationToken);

    /// <summary>Stops a client's digests to a recipient, unless a greater cause is recorded or a person lifted this one.</summary>
    /// <returns>What is recorded afterwards.</returns>
    public async Task<Suppression> AddAsync(string client, string recipientHash, Suppression cause, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await FindRowAsync(client, recipientHash, cancellationToken);
            var before = row is null ? null : FromRow(row);
            var after = Suppression.After(before, cause);
            if (after == before || await TryWriteAsync(client, recipientHash, after, row, cancellationToken)) return after;
        }
    }

    /// <summary>Lets a recipient get the client's digests again. Events that SendGrid repeats of what was before do not suppress the recipient anew.</summary>
    /// <returns>Whether the recipient was suppressed.</returns>
    public async Task<bool> LiftAsync(string client, string recipientHash, CancellationToken cancellationToken)
    {
        while (await FindRowAsync(client, recipientHash, cancellationToken) is { } row)
        {
            var before = FromRow(row);
            if (before.LiftedAt is not null) return false;
            if (await TryWriteAsync(client, recipientHash, before with { LiftedAt = time.GetUtcNow() }, row, cancellationToken)) return true;
        }

        return false;
    }

    /// <summary>What is recorded of a recipient, also where it was lifted; null where nothing is.</summary>
    public async Task<Suppression?> FindAsync(string client, string recipientHash, CancellationToken cancellationToken) =>
        await FindRowAsync(client, recipientHash, cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>Why a recipient gets no digests; null where the recipient is not suppressed.</summary>
    public async Task<string?> FindReasonAsync(string client, string recipientHash, CancellationToken cancellationToken) =>
        await FindAsync(client, recipientHash, cancellationToken) is { LiftedAt: null } suppression ? suppression.Reason : null;

    private async Task<TableEntity?> FindRowAsync(string client, string recipientHash, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), TableKey.Of(recipientHash), cancellationToken: cancellationToken);
        return found is { HasValue: true } ? found.Value : null;
    }

    private Task<bool> TryWriteAsync(string client, string recipientHash, Suppression suppression, TableEntity? before, CancellationToken cancellationToken) =>
        writes.TryChangeAsync(
            new TableEntity(TableKey.Of(client), TableKey.Of(recipientHash))
            {
                ["Reason"] = suppression.Reason,
                ["Detail"] = suppression.Detail,
                ["At"] = suppression.At,
                ["LiftedAt"] = suppression.LiftedAt,
                [ConditionalWrites.MarkColumn] = before?.GetString(ConditionalWrites.MarkColumn),
            },
            before?.ETag,
            cancellationToken);

    private static Suppression FromRow(TableEntity row) =>
        new(row.GetString("Reason"), row.GetString("Detail"), row.GetDateTimeOffset("At"), row.GetDateTimeOffset("LiftedAt"));
}
