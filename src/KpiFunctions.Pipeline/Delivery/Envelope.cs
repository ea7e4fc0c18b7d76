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

    /// <summary>The id of the instruction by a person that asks for this mail; null for the first one.</summary>
    public string? Instruction { get; init; }

    /// <summary>Whether the recipient reads digests of several clients, as consultants do.</summary>
    public bool ReadsOfSeveral { get; init; }

    /// <summary>Why the recipient is not written to at present, for the delivery's record; null where it is.</summary>
    public string? Withheld { get; init; }

    /// <summary>The delivery's identity.</summary>
    public DeliveryKey Key => new(Client.Id, Occurrence, RecipientHash.Of(Recipient.Email), Instruction);
}

/// <summary>The identity of a delivery: one mail is sent for each.</summary>
/// <param name="Recipient">The address's hash.</param>
/// <param name="Instruction">The id of the instruction by a person that asks for this mail; null for the one that is sent without being asked for.</param>
public readonly record struct DeliveryKey(string Client, IsoWeek Occurrence, string Recipient, string? Instruction = null)
{
    /// <summary>What the instruction of a test begins with, which goes to a consultant and not to a recipient.</summary>
    public const string TestPrefix = "test-";

    /// <summary>Whether the mail is a test, which counts for nothing.</summary>
    public bool IsTest => Instruction?.StartsWith(TestPrefix, StringComparison.Ordinal) == true;

    /// <summary>What stands before the consultant's hash in place of a client, in the key of a mail to a consultant; no client's id has a colon.</summary>
    public const string ConsultantPrefix = "consultant:";

    /// <summary>The client in a log; a consultant's address leaves no trace there.</summary>
    public string ClientName => Client.StartsWith(ConsultantPrefix, StringComparison.Ordinal) ? "a consultant" : Client;

    /// <summary>An id of the delivery that may be published. It is derived from the key, so that every attempt has the same.</summary>
    public string DeliveryId =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Instruction is null ? $"{Client}|{Occurrence}|{Recipient}" : $"{Client}|{Occurrence}|{Recipient}|{Instruction}")))[..24];
}

/// <summary>One mail to a consultant about its clients.</summary>
/// <param name="Consultant">As the key of its deliveries names the consultant, in place of a client.</param>
/// <param name="Occurrence">The week in which it is due.</param>
/// <param name="Instruction">Of a mail about what cannot wait, the planner's tick; null for the week's mail.</param>
public sealed record ReportEnvelope(string Consultant, IsoWeek Occurrence, string? Instruction, Recipient Recipient, RenderedReport Report)
{
    /// <summary>The delivery's identity.</summary>
    public DeliveryKey Key => new(Consultant, Occurrence, RecipientHash.Of(Recipient.Email), Instruction);
}

/// <summary>Recipients are stored as a hash, so that no table holds an address.</summary>
public static class RecipientHash
{
    /// <summary>The hash of an address. Case is ignored.</summary>
    public static string Of(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant())))[..32];

    /// <summary>The client's recipient whose address has a hash; null where the config names none.</summary>
    public static Recipient? FindIn(ClientConfig client, string hash) => client.Recipients.FirstOrDefault(recipient => Of(recipient.Email) == hash);
}
