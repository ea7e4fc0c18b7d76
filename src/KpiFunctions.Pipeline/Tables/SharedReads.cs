namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// One read for all who ask for the same at the same time. Nobody is given what was read before they asked: a read
/// waits a moment for company, and who comes once it has begun waits for the next.
/// </summary>
/// <param name="read">Its token is none of the callers': the others still wait when one gives up.</param>
internal sealed class SharedReads<TKey, TValue>(Func<TKey, CancellationToken, Task<TValue>> read, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock gate = new();

    /// <summary>Reads that have not begun.</summary>
    private readonly Dictionary<TKey, Task<TValue>> next = [];

    public Task<TValue> ReadAsync(TKey key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!next.TryGetValue(key, out var joined)) next[key] = joined = ReadSoonAsync(key);
            return joined.WaitAsync(cancellationToken);
        }
    }

    private async Task<TValue> ReadSoonAsync(TKey key)
    {
        await Task.Delay(SharedWrites.Patience, time, CancellationToken.None);
        lock (gate) next.Remove(key);
        return await read(key, CancellationToken.None);
    }
}
