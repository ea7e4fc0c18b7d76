using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Store;

/// <summary>
/// <c>Quotas</c>: one row is one window of something that runs out: an app's requests of a day, an account's paid reads
/// of a month. Every change is conditional on the row that it was made from, so instances that take at the same time
/// never take more than there is.
/// </summary>
public sealed class QuotaTable(StorageAccount account)
{
    private readonly TableClient table = account.Table(TableNames.Quotas);

    /// <summary>What was used so far.</summary>
    /// <param name="name">What runs out.</param>
    /// <param name="window">The window's name.</param>
    public async Task<QuotaUse> ReadAsync(string name, string window, CancellationToken cancellationToken) =>
        (await FindAsync(name, window, cancellationToken)).Use;

    /// <summary>Changes what was used. A change that leaves it as it is writes nothing.</summary>
    /// <param name="change">Called again with what another instance left, where that one was faster.</param>
    /// <returns>What the last call of <paramref name="change"/> answered.</returns>
    public async Task<T> ChangeAsync<T>(string name, string window, Func<QuotaUse, (T Answer, QuotaUse After)> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, version) = await FindAsync(name, window, cancellationToken);
            var (answer, after) = change(before);
            if (after == before || await TryWriteAsync(ToRow(name, window, after), version, cancellationToken)) return answer;
        }
    }

    private async Task<(QuotaUse Use, ETag? Version)> FindAsync(string name, string window, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(name), TableKey.Of(window), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? (FromRow(row), row.ETag) : (new(), null);
    }

    private async Task<bool> TryWriteAsync(TableEntity row, ETag? version, CancellationToken cancellationToken)
    {
        try
        {
            if (version is { } read) await table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken);
            else await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static TableEntity ToRow(string name, string window, QuotaUse use) => new(TableKey.Of(name), TableKey.Of(window))
    {
        ["Used"] = use.Used,
        ["Accounts"] = use.Accounts,
        ["Served"] = use.Served,
        ["ClosedUntil"] = use.ClosedUntil,
    };

    private static QuotaUse FromRow(TableEntity row) => new()
    {
        Used = row.GetInt32("Used") ?? 0,
        Accounts = row.GetInt32("Accounts") ?? 0,
        Served = row.GetInt32("Served") ?? 0,
        ClosedUntil = row.GetDateTimeOffset("ClosedUntil"),
    };
}
