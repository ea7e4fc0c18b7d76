using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>One digest on its way to one recipient.</summary>
/// <param name="Client">Who it is about, with sender and reply address.</param>
/// <param name="Occurrence">The week that identifies the digest (not the week that it reports).</param>
public sealed record Envelope(ClientConfig Client, IsoWeek Occurrence, Recipient Recipient, RenderedDigest Digest)
{
    /// <summary>Where the recipient ends these digests by one click; null where the pipeline is not reached from outside.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>What makes this delivery the only one of its kind.</summary>
    public DeliveryKey Key => new(Client.Id, Occurrence, RecipientHash.Of(Recipient.Email));
}

/// <summary>The identity of a delivery: there is one mail for each.</summary>
public readonly record struct DeliveryKey(string Client, IsoWeek Occurrence, string Recipient)
{
    /// <summary>A name for it that the outside world may see; derived, so that a second attempt has the same.</summary>
    public string DeliveryId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Client}|{Occurrence}|{Recipient}")))[..24];
}

/// <summary>Recipients are kept by a hash, so that no table or log holds an address.</summary>
public static class RecipientHash
{
    /// <summary>The hash of an address, whatever its letters' case.</summary>
    public static string Of(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant())))[..32];
}
