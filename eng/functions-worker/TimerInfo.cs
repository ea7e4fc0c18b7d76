namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer's function is told of its schedule.</summary>
public class TimerInfo
{
    /// <summary>Null where the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this occurrence is a missed one, made up for.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>Where a schedule stands.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
