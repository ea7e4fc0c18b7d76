using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>One digest to be sent to one recipient.</summary>
/// <param name="Client">The client, with sender and reply address.</param>
/// <param name="Occurrence">The week that identifies the digest (not the week that it reports).</param>
public sealed record Envelope(ClientConfig Client, IsoWeek Occurrence, Recipient Recipient, RenderedDigest Digest)
{
    /// <summary>The link that unsubscribes the recipient with one click; null where the pipeline has no public address.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>The delivery's identity.</summary>
    public DeliveryKey Key => new(Client.Id, Occurrence, RecipientHash.Of(Recipient.Email));
}

/// <summary>The identity of a delivery: one mail is sent for each.</summary>
public readonly record struct DeliveryKey(string Client, IsoWeek Occurrence, string Recipient)
{
    /// <summary>An id of the delivery that may be published. It is derived from the key, so that every attempt has the same.</summary>
    public string DeliveryId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Client}|{Occurrence}|{Recipient}")))[..24];
}

/// <summary>Recipients are stored as a hash, so that no table holds an address.</summary>
public static class RecipientHash
{
    /// <summary>The hash of an address. Case is ignored.</summary>
    public static string Of(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant())))[..32];
}
