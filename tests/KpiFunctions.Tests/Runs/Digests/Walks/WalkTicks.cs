namespace KpiFunctions.Tests.Runs.Digests.Walks;

/// <summary>When a planner ticks: every quarter of an hour, but for times in which nothing runs.</summary>
internal sealed class WalkTicks(ScheduleWalk walk)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    public DateTimeOffset FirstFrom(DateTimeOffset instant)
    {
        while (true)
        {
            var tick = new DateTimeOffset((instant.UtcTicks + Interval.Ticks - 1) / Interval.Ticks * Interval.Ticks, TimeSpan.Zero);
            if (walk.Steps.FirstOrDefault(step => step.Action == WalkAction.Stop && step.At <= tick && tick < step.Until) is not { } stop) return tick;
            instant = stop.Until!.Value;
        }
    }
}
