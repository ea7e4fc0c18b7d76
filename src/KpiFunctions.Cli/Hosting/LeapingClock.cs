namespace KpiFunctions.Cli.Hosting;

/// <summary>A clock that stands still until it is moved. Timers and delays that are created on it run in real time.</summary>
internal sealed class LeapingClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset now = start.ToUniversalTime();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    /// <summary>Moves the clock forward to an instant. It never moves back.</summary>
    public void LeapTo(DateTimeOffset instant)
    {
        lock (gate)
            if (instant > now) now = instant.ToUniversalTime();
    }
}
