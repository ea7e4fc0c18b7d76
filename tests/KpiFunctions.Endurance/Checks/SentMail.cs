using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KpiFunctions.Endurance.Checks;

/// <summary>A mail that SendGrid took.</summary>
internal sealed record SentMail(string Client, string Occurrence, string DeliveryId, string To, string Body)
{
    /// <summary>Whether it is a report to a consultant, and not a digest.</summary>
    public bool IsReport => Client.StartsWith("consultant:", StringComparison.Ordinal);

    public string BodyHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))[..16];

    public static SentMail Of(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var first = json.RootElement.GetProperty("personalizations")[0];
        var args = first.GetProperty("custom_args");
        return new(
            args.GetProperty("client").GetString()!,
            args.GetProperty("occurrence").GetString()!,
            args.GetProperty("delivery_id").GetString()!,
            first.GetProperty("to")[0].GetProperty("email").GetString()!,
            Encoding.UTF8.GetString(body.Span));
    }
}
