using System.Globalization;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>Instants as Graph reads and writes them.</summary>
internal static class GraphTime
{
    /// <summary><c>2026-11-16T08:00:00+0000</c>.</summary>
    public static string Format(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss+0000", CultureInfo.InvariantCulture);

    /// <summary>A <c>since</c> or <c>until</c>: seconds since 1970, a date (its beginning in Facebook's zone) or an instant; null where it is absent.</summary>
    /// <exception cref="GraphError">It is none of these.</exception>
    public static DateTimeOffset? Bound(WireRequest request, string name)
    {
        if (request.Parameter(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800) return DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return WorldZones.StartOf(WorldZones.Pacific, day);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return instant;
        throw GraphError.BadParameter($"param {name} must be a unixtime or a date/time representation parseable by strtotime()");
    }
}
