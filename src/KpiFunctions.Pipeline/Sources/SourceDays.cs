using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>A source's days as they stand at one instant.</summary>
/// <param name="Zone">The zone in which the source's days begin.</param>
/// <param name="Now">When the source is asked.</param>
/// <param name="SettlesAfter">How long after its end a day may still be restated.</param>
internal sealed record SourceDays(Zone Zone, DateTimeOffset Now, TimeSpan SettlesAfter)
{
    /// <summary>Whether the day is over there; one that is not has no figures yet, whatever the platform says.</summary>
    public bool IsOver(DateOnly day) => EndOf(day) <= Now;

    /// <summary>Whether the source has stopped restating the day.</summary>
    public bool IsSettled(DateOnly day) => EndOf(day) + SettlesAfter <= Now;

    /// <summary>Whether the day is still asked for while a part of it is not known (<see cref="SourceTraits.OpenDays"/>).</summary>
    public bool IsOpen(DateOnly day) => Now < EndOf(day.AddDays(SourceTraits.OpenDays));

    /// <summary>
    /// What a metric is worth that a successful answer left out: 0 where the platform leaves out zeros and has
    /// finished with the day, else unknown.
    /// </summary>
    public double? Silence(DateOnly day, Absence absence) => absence == Absence.Zero && IsSettled(day) ? 0 : null;

    private DateTimeOffset EndOf(DateOnly day) => Zone.StartOf(day.AddDays(1));
}
