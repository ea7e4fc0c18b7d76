using System.Collections.Concurrent;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// <c>Due</c>, partition <c>alive</c>: when a digest was last planned and an account last fetched, so that somebody hears
/// where neither happens any more. An instance writes each once an hour at most.
/// </summary>
public sealed class HeartbeatTable(StorageAccount account, TimeProvider time)
{
    /// <summary>A digest was planned.</summary>
    public const string Digests = "digests";

    /// <summary>An account was fetched.</summary>
    public const string Fetches = "fetches";

    private const string Partition = "alive";
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly TableClient table = account.Table(TableNames.Due);
    private readonly ConcurrentDictionary<string, DateTimeOffset> written = new(StringComparer.Ordinal);

    /// <summary>Records that something happened now.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> BeatAsync(string what, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (written.TryGetValue(what, out var last) && now - last < Interval) return false;
        await table.UpsertEntityAsync(new TableEntity(Partition, what) { ["At"] = now }, TableUpdateMode.Replace, cancellationToken);
        written[what] = now;
        return true;
    }

    /// <summary>When something happened last, to the hour; null where it never did.</summary>
    public async Task<DateTimeOffset?> FindAsync(string what, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, what, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? row.GetDateTimeOffset("At") : null;
    }
}
