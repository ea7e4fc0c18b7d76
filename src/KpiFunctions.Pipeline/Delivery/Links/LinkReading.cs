using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>A link that opens the digest of a week.</summary>
/// <param name="Week">The week that it reports.</param>
/// <param name="LastDay">The last day, in UTC, on which the link is valid.</param>
public sealed record DigestLink(string Client, IsoWeek Week, DateOnly LastDay)
{
    /// <summary>A further language that a recipient reads, as an ISO 639-1 code; null for the client's.</summary>
    public string? Language { get; init; }
}

/// <summary>A link that ends a client's digests to one recipient. It does not expire.</summary>
/// <param name="Recipient">The address's hash.</param>
public sealed record UnsubscribeLink(string Client, string Recipient);

/// <summary>The result of reading a link.</summary>
/// <param name="Link">The link; null unless its signature is valid.</param>
public readonly record struct LinkReading<T>(LinkOutcome Outcome, T? Link)
    where T : class;

/// <summary>Whether a link is valid.</summary>
public enum LinkOutcome
{
    /// <summary>The link was not signed here or was changed, or its key no longer exists.</summary>
    Forged,

    /// <summary>The signature is valid, and the last day is over.</summary>
    Expired,

    /// <summary>The link is valid.</summary>
    Good,

    /// <summary>There are no keys to verify it with.</summary>
    Unchecked,
}
