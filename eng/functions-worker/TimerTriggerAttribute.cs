using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function at the times of a schedule.</summary>
/// <param name="schedule">NCRONTAB: six fields, seconds first.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether occurrences are recorded, so that one that was missed is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also starts with the host.</summary>
    public bool RunOnStartup { get; set; }
}
