namespace KpiFunctions.Benchmarks.Paired;

/// <summary>A clock that goes only while this process works: what others do on the machine meanwhile is not counted.</summary>
internal sealed class ProcessorTime : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
