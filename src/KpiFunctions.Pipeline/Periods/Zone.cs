using NodaTime;
using NodaTime.TimeZones;

namespace KpiFunctions.Pipeline.Periods;

/// <summary>
/// A time zone of the tz database (<c>Europe/Paris</c>). The database comes with the library, so a host's own
/// zone files change nothing.
/// </summary>
public sealed class Zone : IEquatable<Zone>
{
    private static readonly IReadOnlyDictionary<string, string> Countries =
        (TzdbDateTimeZoneSource.Default.ZoneLocations ?? []).ToDictionary(location => location.ZoneId, location => location.CountryCode);

    private readonly DateTimeZone zone;

    private Zone(DateTimeZone zone) => this.zone = zone;

    /// <summary>Coordinated Universal Time.</summary>
    public static Zone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>Every zone identifier that <see cref="Find"/> knows.</summary>
    public static IReadOnlyCollection<string> Ids => DateTimeZoneProviders.Tzdb.Ids;

    /// <summary>The tz identifier.</summary>
    public string Id => zone.Id;

    /// <summary>The zone of that identifier, or null.</summary>
    public static Zone? Find(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } found ? new(found) : null;

    /// <summary>The country that the zone is of, ISO 3166-1 alpha-2, as the tz database's zone.tab has it; null of zones that are of none.</summary>
    public string? Country => Countries.TryGetValue(Id, out var country) || (TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(Id, out var canonical) && Countries.TryGetValue(canonical, out country)) ? country : null;

    /// <summary>Every country that a zone is of.</summary>
    public static IReadOnlyCollection<string> AllCountries { get; } = [.. Countries.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The calendar day there at an instant.</summary>
    public DateOnly DayAt(DateTimeOffset instant) => LocalAt(instant).Date.ToDateOnly();

    /// <summary>The wall clock there at an instant.</summary>
    public DateTime ClockAt(DateTimeOffset instant) => LocalAt(instant).ToDateTimeUnspecified();

    /// <summary>
    /// The instant at which a wall clock there shows this. A time that a clock change skips is taken as much later
    /// as the change skips; a time that exists twice is the first of the two.
    /// </summary>
    public DateTimeOffset InstantOf(DateOnly day, TimeOnly time) =>
        zone.ResolveLocal(LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(time), Resolvers.LenientResolver).ToDateTimeOffset().ToUniversalTime();

    /// <summary>The instant at which a day begins there (not always midnight).</summary>
    public DateTimeOffset StartOf(DateOnly day) => zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();

    /// <inheritdoc/>
    public bool Equals(Zone? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Zone);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <inheritdoc/>
    public override string ToString() => Id;

    private LocalDateTime LocalAt(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime;
}
