namespace KpiFunctions.Tests.Runs.Digests.Walks;

/// <summary>When a planner ticks: every quarter of an hour, but for times in which nothing runs.</summary>
internal sealed class WalkTicks(ScheduleWalk walk)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>The first tick from an instant on.</summary>
    public DateTimeOffset FirstFrom(DateTimeOffset instant)
    {
        while (true)
        {
            var tick = new DateTimeOffset((instant.UtcTicks + Interval.Ticks - 1) / Interval.Ticks * Interval.Ticks, TimeSpan.Zero);
            if (walk.Steps.FirstOrDefault(step => step.Action == WalkAction.Stop && step.At <= tick && tick < step.Until) is not { } stop) return tick;
            instant = stop.Until!.Value;
        }
    }

    /// <summary>When the messages of the first tick from an instant on are handled.</summary>
    public DateTimeOffset FirstHandledFrom(DateTimeOffset instant) => HandledAt(FirstFrom(instant));

    /// <summary>When messages that are sent at an instant are handled: at once, but for times in which none is.</summary>
    public DateTimeOffset HandledAt(DateTimeOffset sent) =>
        walk.Steps.FirstOrDefault(step => step.Action == WalkAction.Stall && step.At <= sent && sent < step.Until)?.Until ?? sent;

    /// <summary>When anything looks at what falls due while a config is in force: the message of a tick, or a version of the config that is taken in.</summary>
    public DateTimeOffset FirstLookFrom(DateTimeOffset instant) => walk.Steps
        .Where(step => step.Action is WalkAction.Drop or WalkAction.DropRefused or WalkAction.Delete && step.At >= instant)
        .Select(step => step.At).Append(FirstHandledFrom(instant)).Min();
}
