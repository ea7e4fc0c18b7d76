namespace KpiFunctions.StorageTwin.Http;

/// <summary>ETags. Each is another one, also where the clock stands still.</summary>
internal sealed class VersionTags(TimeProvider time)
{
    private long last;

    /// <summary>A number of ticks that was never given before. To be called under the service's lock.</summary>
    public long Next() => last = Math.Max(last + 1, time.GetUtcNow().UtcTicks);
}
