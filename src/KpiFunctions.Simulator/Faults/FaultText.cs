namespace KpiFunctions.Simulator.Faults;

/// <summary>Faults as people write them: <c>facebook=server-error@201100000000001</c>, <c>sendgrid=hang</c>.</summary>
public static class FaultText
{
    /// <summary>By the kinds' names in small letters with hyphens; one that needs more than a name cannot be written.</summary>
    private static readonly Dictionary<string, FaultKind> Kinds =
        Enum.GetValues<FaultKind>().Where(kind => kind < FaultKind.PartlyUnknown).Except([FaultKind.RefuseMetric, FaultKind.RetiredMetric]).ToDictionary(NameOf, kind => kind, StringComparer.Ordinal);

    /// <summary>Reads <c>PLATFORM=KIND</c> or <c>PLATFORM=KIND@ACCOUNT</c>.</summary>
    /// <param name="platforms">The platforms that there are.</param>
    /// <returns>The fault, or what is wrong with the text and what is allowed.</returns>
    public static (Fault? Fault, string? Problem) Parse(string text, IReadOnlyList<string> platforms)
    {
        var (platform, rest) = Cut(text, '=');
        var (kind, account) = Cut(rest ?? "", '@');
        if (!platforms.Contains(platform)) return (null, $"'{platform}' is not a platform; allowed: {string.Join(", ", platforms)}");
        return Kinds.TryGetValue(kind, out var found)
            ? (new Fault(found) { At = platform, Account = account }, null)
            : (null, $"'{kind}' is not a fault; allowed: {string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal))}");
    }

    private static (string First, string? Second) Cut(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);

    private static string NameOf(FaultKind kind) =>
        string.Concat(kind.ToString().Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
