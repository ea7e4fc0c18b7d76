using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>
/// <c>Quotas</c>: one row is one window of something that runs out: an app's requests of a day, an account's paid reads
/// of a month. Every change is conditional on the row that it was made from, so instances that take at the same time
/// never take more than there is.
/// </summary>
public sealed class QuotaTable(StorageAccount account)
{
    /// <summary>In place of a window's name: the row that counts the accounts which share a quota.</summary>
    public const string AccountsWindow = "accounts";

    private readonly TableClient table = account.Table(TableNames.Quotas);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Quotas));

    /// <summary>What was used so far.</summary>
    /// <param name="name">What runs out.</param>
    /// <param name="window">The window's name.</param>
    public async Task<QuotaUse> ReadAsync(string name, string window, CancellationToken cancellationToken) =>
        FromRow(await FindAsync(name, window, cancellationToken));

    /// <summary>Changes what was used. A change that leaves it as it is writes nothing.</summary>
    /// <param name="change">Called again with what another instance wrote, where that one was faster.</param>
    /// <returns>What the last call of <paramref name="change"/> answered.</returns>
    public Task<T> ChangeAsync<T>(string name, string window, Func<QuotaUse, (T Answer, QuotaUse After)> change, CancellationToken cancellationToken) =>
        ChangeAsync(name, window, change, isShared: false, cancellationToken);

    /// <inheritdoc cref="ChangeAsync{T}(string, string, Func{QuotaUse, ValueTuple{T, QuotaUse}}, CancellationToken)"/>
    /// <remarks>The window is one of a quota that accounts share: it begins with their number.</remarks>
    public Task<T> ChangeSharedAsync<T>(string name, string window, Func<QuotaUse, (T Answer, QuotaUse After)> change, CancellationToken cancellationToken) =>
        ChangeAsync(name, window, change, isShared: true, cancellationToken);

    private async Task<T> ChangeAsync<T>(
        string name, string window, Func<QuotaUse, (T Answer, QuotaUse After)> change, bool isShared, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await FindAsync(name, window, cancellationToken);
            var before = row is null && isShared
                ? new() { Accounts = (await ReadAsync(name, AccountsWindow, cancellationToken)).Accounts }
                : FromRow(row);
            var (answer, after) = change(before);
            if (after == before) return answer;

            var changed = ToRow(name, window, after);
            changed[ConditionalWrites.MarkColumn] = row?.GetString(ConditionalWrites.MarkColumn);
            if (await writes.TryChangeAsync(changed, row?.ETag, cancellationToken)) return answer;
        }
    }

    private async Task<TableEntity?> FindAsync(string name, string window, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(name), TableKey.Of(window), cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static TableEntity ToRow(string name, string window, QuotaUse use) => new(TableKey.Of(name), TableKey.Of(window))
    {
        ["Used"] = use.Used,
        ["Accounts"] = use.Accounts,
        ["Served"] = use.Served,
        ["ClosedUntil"] = use.ClosedUntil,
    };

    private static QuotaUse FromRow(TableEntity? row) => row is null ? new() : new()
    {
        Used = row.GetInt32("Used") ?? 0,
        Accounts = row.GetInt32("Accounts") ?? 0,
        Served = row.GetInt32("Served") ?? 0,
        ClosedUntil = row.GetDateTimeOffset("ClosedUntil"),
    };
}
