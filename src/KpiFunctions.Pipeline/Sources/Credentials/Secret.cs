namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>A secret as the vault holds it.</summary>
/// <param name="Value">A token, or the JSON of a key or a grant.</param>
/// <param name="ExpiresAt">When it runs out unless it is renewed before; null where it does not, or nobody says.</param>
public sealed record Secret(string Value, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>A secret is never a part of a text.</summary>
    public override string ToString() => nameof(Secret);
}
