using NodaTime;

namespace KpiFunctions.Simulator.World;

/// <summary>Days and instants in the zones of the accounts.</summary>
internal static class WorldZones
{
    /// <summary>The zone in which Facebook counts a page's days.</summary>
    public const string Pacific = "America/Los_Angeles";

    /// <summary>The calendar day there.</summary>
    public static DateOnly DayAt(string zone, DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[zone]).Date.ToDateOnly();

    /// <summary>When a day begins there.</summary>
    public static DateTimeOffset StartOf(string zone, DateOnly day) =>
        DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>When a clock there shows this; a skipped time counts from the skip on.</summary>
    public static DateTimeOffset InstantOf(string zone, DateOnly day, TimeOnly time) =>
        LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(time)).InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset().ToUniversalTime();
}
