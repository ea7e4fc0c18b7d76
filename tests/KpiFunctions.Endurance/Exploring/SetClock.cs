namespace KpiFunctions.Endurance.Exploring;

/// <summary>A clock that is set, also back: a lane plays one schedule after the other.</summary>
internal sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Set(DateTimeOffset instant) => Interlocked.Exchange(ref ticks, instant.UtcTicks);
}
