using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>What a link opens: the digest of a week.</summary>
/// <param name="Week">The week that it reports.</param>
/// <param name="LastDay">The last day, in UTC, on which it opens.</param>
public sealed record DigestLink(string Client, IsoWeek Week, DateOnly LastDay);

/// <summary>What a link ends: a client's digests to one recipient. It holds for ever.</summary>
/// <param name="Recipient">The address's hash.</param>
public sealed record UnsubscribeLink(string Client, string Recipient);

/// <summary>What became of a link that somebody followed.</summary>
/// <param name="Link">What it says; null unless it is ours.</param>
public readonly record struct LinkReading<T>(LinkOutcome Outcome, T? Link)
    where T : class;

/// <summary>Whether a link is good.</summary>
public enum LinkOutcome
{
    /// <summary>It is none of ours, it was changed on the way, or its key is gone.</summary>
    Forged,

    /// <summary>It is ours, and its day is past.</summary>
    Expired,

    /// <summary>It is ours.</summary>
    Good,

    /// <summary>There are no keys to check it with.</summary>
    Unchecked,
}
