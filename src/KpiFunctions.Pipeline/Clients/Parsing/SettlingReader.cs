using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads how long a digest waits for its figures, and for a person.</summary>
internal static class SettlingReader
{
    /// <param name="digest">Null where the file has none, or one with a mistake, which is reported.</param>
    public static SettlingConfig Read(ConfigReader? digest)
    {
        if (digest is null) return SettlingConfig.Default;
        var settling = new SettlingConfig(
            ReadHours(digest, DigestFields.WaitHours) ?? SettlingConfig.Default.Wait,
            ReadHours(digest, DigestFields.HoldHours) ?? SettlingConfig.Default.Hold,
            digest.OneOf(DigestFields.WithoutAnswer) ?? SettlingConfig.Default.WithoutAnswer)
        {
            Review = digest.Switch(DigestFields.Review),
        };
        if (settling.Review && settling.Hold <= settling.Wait)
        {
            digest.Error(
                DigestFields.Review, null, $"leaves nobody time to approve: the digest waits {settling.Wait.TotalHours:0} hours for its sources and {settling.Hold.TotalHours:0} hours in all",
                "make holdHours more than waitHours");
        }

        return settling;
    }

    private static TimeSpan? ReadHours(ConfigReader digest, ConfigField<NumberShape> field) => digest.Number(field) is { } hours ? TimeSpan.FromHours(hours) : null;
}
