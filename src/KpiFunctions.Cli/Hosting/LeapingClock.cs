namespace KpiFunctions.Cli.Hosting;

/// <summary>A clock that stands still until it is moved; timers and delays that are created on it run on the real one.</summary>
internal sealed class LeapingClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset now = start.ToUniversalTime();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    /// <summary>Moves on to an instant; never back.</summary>
    public void LeapTo(DateTimeOffset instant)
    {
        lock (gate)
            if (instant > now) now = instant.ToUniversalTime();
    }
}
