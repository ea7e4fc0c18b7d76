namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>When the timers fire: NCRONTAB with seconds, in UTC. Timers only plan; a client's work is done by queue jobs.</summary>
public static class Schedules
{
    /// <summary>Hourly: lists the input containers for changes whose events were lost.</summary>
    public const string ReconcileBlobs = "0 40 * * * *";

    /// <summary>Every quarter of an hour, five minutes after the digests: which accounts are due for a fetch.</summary>
    public const string PlanFetches = "0 5,20,35,50 * * * *";

    /// <summary>Every quarter of an hour: which digests are due, and which messages that were put off.</summary>
    public const string PlanDigests = "0 */15 * * * *";

    /// <summary>Every quarter of an hour: which mails to consultants are due.</summary>
    public const string PlanReports = "0 */15 * * * *";

    /// <summary>Hourly: looks for work that nothing would wake, where that was not done for a day.</summary>
    public const string SweepWork = "0 20 * * * *";
}
