using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads how long a digest waits for its figures.</summary>
internal static class SettlingReader
{
    /// <param name="digest">Null where the file has none, or one with a mistake, which is reported.</param>
    public static SettlingConfig Read(ConfigReader? digest) => digest is null ? SettlingConfig.Default : new(
        ReadHours(digest, DigestFields.WaitHours) ?? SettlingConfig.Default.Wait,
        ReadHours(digest, DigestFields.HoldHours) ?? SettlingConfig.Default.Hold,
        digest.OneOf(DigestFields.WithoutAnswer) ?? SettlingConfig.Default.WithoutAnswer);

    private static TimeSpan? ReadHours(ConfigReader digest, ConfigField<NumberShape> field) => digest.Number(field) is { } hours ? TimeSpan.FromHours(hours) : null;
}
