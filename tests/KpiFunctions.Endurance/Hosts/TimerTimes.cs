using Cronos;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Hosts;

/// <summary>When timers fire.</summary>
internal static class TimerTimes
{
    /// <summary>The first time after an instant.</summary>
    public static DateTimeOffset After(this TimerJob timer, DateTimeOffset instant) =>
        CronExpression.Parse(timer.Schedule, CronFormat.IncludeSeconds).GetNextOccurrence(instant, TimeZoneInfo.Utc)!.Value;

    public static bool IsAt(this TimerJob timer, DateTimeOffset instant) => timer.After(instant.AddTicks(-1)) == instant;
}
