namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// Combines reads of the same key into one. No caller gets a value that was read before its call: a read waits for
/// <see cref="GroupCommit.BatchWindow"/>, and a call that arrives after it has begun waits for the next.
/// </summary>
/// <param name="read">Its token is not a caller's: when one caller cancels, the others still wait.</param>
internal sealed class CoalescedReads<TKey, TValue>(Func<TKey, CancellationToken, Task<TValue>> read, TimeProvider time)
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
        // Forced to yield: under load the delay can be over before it is awaited. The entry would then be removed here before
        // the caller has added it, and would stay: its answer would be given to every later call.
        await Task.Delay(GroupCommit.BatchWindow, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (gate) next.Remove(key);
        return await read(key, CancellationToken.None);
    }
}
