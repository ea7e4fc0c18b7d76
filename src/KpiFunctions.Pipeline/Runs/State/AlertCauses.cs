namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// What one remedy fixes, as the column <c>Cause</c> stores it: alerts with the same cause are one line in a consultant's mail.
/// </summary>
public static class AlertCauses
{
    /// <summary>The cause of an alert that concerns no client.</summary>
    public const string Pipeline = "pipeline";

    private const string BrandPrefix = "brand:";
    private const string CredentialPrefix = "credential:";

    /// <summary>A secret in the vault.</summary>
    public static string Credential(string name) => CredentialPrefix + name;

    /// <summary>A platform.</summary>
    /// <param name="source">The source's type.</param>
    public static string Platform(string source) => $"platform:{source}";

    /// <summary>A brand's files.</summary>
    public static string Brand(string brand) => BrandPrefix + brand;

    /// <summary>The brand; null where the cause, or the owner of an alert, is none.</summary>
    public static string? BrandOf(string cause) => cause.StartsWith(BrandPrefix, StringComparison.Ordinal) ? cause[BrandPrefix.Length..] : null;

    /// <summary>A client's config or files.</summary>
    public static string Client(string client) => $"client:{client}";

    /// <summary>The name of the secret; null where the cause is none.</summary>
    public static string? CredentialOf(string cause) => cause.StartsWith(CredentialPrefix, StringComparison.Ordinal) ? cause[CredentialPrefix.Length..] : null;

    /// <summary>The cause of a row that does not say it, such as one of an earlier release.</summary>
    public static string Otherwise(string client, string kind, string subject) => AlertKinds.Find(kind)?.Scope switch
    {
        AlertScope.Platform => Platform(subject.Split(' ', ':')[0]),
        AlertScope.Brand => Brand(subject),
        _ when client == AlertOwners.NoClient => Pipeline,
        _ when client.StartsWith(BrandPrefix, StringComparison.Ordinal) => client,
        _ => Client(client),
    };
}
