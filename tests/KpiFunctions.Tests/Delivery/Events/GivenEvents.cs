using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Events;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Tests.Runs.Web;

namespace KpiFunctions.Tests.Delivery.Events;

/// <summary>Posts to the event webhook, signed with a key of their own.</summary>
internal sealed class GivenEvents : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Key => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>One event of a delivery.</summary>
    /// <param name="more">Further fields.</param>
    public static JsonObject Event(DeliveryKey delivery, string kind, DateTimeOffset at, string? id = null, params (string Name, string? Value)[] more)
    {
        var json = new JsonObject
        {
            ["email"] = "owner@client.example",
            ["timestamp"] = at.ToUnixTimeSeconds(),
            ["event"] = kind,
            ["sg_event_id"] = id ?? $"{delivery.DeliveryId}-{kind}-{at:HHmmss}",
            ["client"] = delivery.Client,
            ["occurrence"] = delivery.Occurrence.ToString(),
            ["delivery_id"] = delivery.DeliveryId,
        };
        foreach (var (name, value) in more) json[name] = value;
        return json;
    }

    public static byte[] Body(params IEnumerable<JsonObject> events) => JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. events.Select(one => one.DeepClone())]));

    public static string Stamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string Sign(string timestamp, byte[] body) =>
        Convert.ToBase64String(key.SignData([.. Encoding.ASCII.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>A post as SendGrid makes it.</summary>
    public WebJobRequest Post(byte[] body, DateTimeOffset at) => Post(body, Sign(Stamp(at), body), Stamp(at));

    public static WebJobRequest Post(byte[] body, string signature, string timestamp) => WebCalls.With(
        "", "application/json", body, (EventSignature.SignatureHeader, signature), (EventSignature.TimestampHeader, timestamp));

    public void Dispose() => key.Dispose();
}
