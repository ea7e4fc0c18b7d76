using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Delivery.Events;

/// <summary>
/// Verifies that SendGrid posted an event webhook's body: ECDSA on the curve P-256 with SHA-256, over the timestamp's text
/// and the body's bytes. The signature is base64 of the DER form.
/// </summary>
public sealed class EventSignature
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";

    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>SendGrid repeats a post for a day; the hour is for clocks that differ and for the last attempt's own time.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(25);

    /// <summary>How far a timestamp may lie in the future.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private const string Setting = "SendGrid:EventKey";
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int LongestSignature = 200;
    private const int LongestTimestamp = 11;

    private readonly byte[]? key;

    private EventSignature(byte[]? key) => this.key = key;

    /// <summary>Reads the setting that holds SendGrid's verification key.</summary>
    /// <exception cref="SettingException">It is not such a key.</exception>
    public static EventSignature From(IConfiguration configuration)
    {
        if (configuration[Setting]?.Trim() is not { Length: > 0 } text) return new(key: null);
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length) && IsKey(bytes.AsSpan(0, length))) return new(bytes[..length]);
        throw new SettingException(
            Settings.NameOf(Setting), Settings.Found(text), "the verification key that SendGrid shows for the signed event webhook, one line of base64 that begins with MFkw, or nothing");
    }

    /// <summary>Whether the headers could be those of a post of SendGrid's. It costs nothing: the body is read only afterwards.</summary>
    /// <param name="signature">Null where the header is missing or given twice.</param>
    /// <param name="timestamp">Seconds since 1970 in UTC; null where the header is missing or given twice.</param>
    public SignatureOutcome Look(string? signature, string? timestamp, DateTimeOffset now)
    {
        if (key is null) return SignatureOutcome.Unchecked;
        if (string.IsNullOrEmpty(signature) || string.IsNullOrEmpty(timestamp)) return SignatureOutcome.Missing;
        if (signature.Length > LongestSignature || timestamp.Length > LongestTimestamp
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return SignatureOutcome.Forged;

        var age = now - DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds(seconds);
        return age > Oldest ? SignatureOutcome.Late : age < -Ahead ? SignatureOutcome.Early : SignatureOutcome.Good;
    }

    /// <summary>Verifies a post.</summary>
    public SignatureOutcome Verify(string? signature, string? timestamp, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var look = Look(signature, timestamp, now);
        if (look != SignatureOutcome.Good) return look;

        var given = new byte[LongestSignature];
        if (!Convert.TryFromBase64String(signature!, given, out var length)) return SignatureOutcome.Forged;
        var signed = new byte[timestamp!.Length + body.Length];
        Encoding.ASCII.GetBytes(timestamp, signed);
        body.CopyTo(signed.AsSpan(timestamp.Length));
        return IsSigned(signed, given.AsSpan(0, length)) ? SignatureOutcome.Good : SignatureOutcome.Forged;
    }

    private bool IsSigned(byte[] signed, ReadOnlySpan<byte> signature)
    {
        try
        {
            // Made for each post: one object is not for several threads.
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out _);
            return ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // The signature is no DER.
            return false;
        }
    }

    private static bool IsKey(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(bytes, out var read);
            return read == bytes.Length && ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid is { Value: P256 } or { FriendlyName: "nistP256" };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
