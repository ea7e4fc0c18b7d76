using System.Globalization;

namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>How long a platform wants to be left alone, by the header that it says so in.</summary>
internal static class RateLimits
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>A header that holds the second, since 1970, at which requests are taken again.</summary>
    /// <returns>Null where it is missing, unreadable or past.</returns>
    public static TimeSpan? UntilEpoch(HttpResponseMessage answer, string header, TimeProvider clock) =>
        long.TryParse(ValueOf(answer, header), NumberStyles.None, CultureInfo.InvariantCulture, out var second) && second < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? Until(DateTimeOffset.FromUnixTimeSeconds(second), clock)
            : null;

    /// <summary>A header that holds that instant in ISO 8601.</summary>
    /// <inheritdoc cref="UntilEpoch"/>
    public static TimeSpan? UntilInstant(HttpResponseMessage answer, string header, TimeProvider clock) =>
        DateTimeOffset.TryParse(ValueOf(answer, header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? Until(instant, clock) : null;

    /// <summary>A platform's clock may be wrong: a day is the longest that is believed.</summary>
    private static TimeSpan? Until(DateTimeOffset instant, TimeProvider clock) =>
        instant - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? (wait < Longest ? wait : Longest) : null;

    private static string? ValueOf(HttpResponseMessage answer, string header) => answer.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
