using System.Globalization;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads how long a digest waits for its figures.</summary>
internal static class SettlingReader
{
    /// <summary>Longer, and the digest would come in the middle of the next week.</summary>
    public const int LongestWait = 48;

    /// <summary>After a week the next digest is due.</summary>
    public const int LongestHold = 168;

    /// <param name="digest">Null where the file has none, or one with a mistake: that was told.</param>
    public static SettlingConfig Read(ConfigReader? digest) => digest is null ? SettlingConfig.Default : new(
        ReadHours(digest, "waitHours", LongestWait) ?? SettlingConfig.Default.Wait,
        ReadHours(digest, "holdHours", LongestHold) ?? SettlingConfig.Default.Hold,
        digest.OneOf("withoutAnswer", ConfigShape.WithoutAnswer) ?? SettlingConfig.Default.WithoutAnswer);

    private static TimeSpan? ReadHours(ConfigReader digest, string name, int most)
    {
        if (digest.Value(name) is not { } value) return null;
        if (value is LocatedNumber { Number: var hours } && hours >= 0 && hours <= most && hours == Math.Truncate(hours)) return TimeSpan.FromHours(hours);
        digest.Error(
            value.At, digest.FieldPath(name), value.Found,
            string.Create(CultureInfo.InvariantCulture, $"is not a whole number of hours, 0 to {most}"), value is LocatedText ? "write it without quotes" : null);
        return null;
    }
}
