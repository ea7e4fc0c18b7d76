using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>
/// The keys that links are signed with: one signs, and every one of them still verifies what it signed. In the vault as
/// <c>{"current":"2026-11","keys":{"2026-11":"…"}}</c>, each key in base64.
/// </summary>
public sealed class LinkKeys
{
    /// <summary>Bytes; as many as the hash has, below which a key is weaker than it.</summary>
    public const int ShortestKey = 32;

    private const int LongestId = 32;
    private readonly FrozenDictionary<string, byte[]> keys;

    private LinkKeys(string current, FrozenDictionary<string, byte[]> keys) => (Current, this.keys) = (current, keys);

    /// <summary>The name of the key that signs.</summary>
    public string Current { get; }

    /// <summary>Reads the vault's secret.</summary>
    /// <exception cref="FormatException">It is not such a secret. The message says what is wrong and quotes nothing of it.</exception>
    public static LinkKeys Read(string secret)
    {
        try
        {
            using var json = JsonDocument.Parse(secret, new() { AllowDuplicateProperties = false });
            return From(json.RootElement);
        }
        catch (JsonException e)
        {
            // The exception itself may quote the secret: only the place is kept.
            throw Wrong(e.LineNumber is null ? "a name stands twice in it" : $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: this is not JSON");
        }
    }

    /// <summary>A secret is never a part of a text.</summary>
    public override string ToString() => nameof(LinkKeys);

    /// <summary>The signature of a text: HMAC-SHA256 under one of the keys.</summary>
    /// <returns>32 bytes; null where there is no key of that name.</returns>
    internal byte[]? Sign(string keyId, string text) =>
        keys.TryGetValue(keyId, out var key) ? HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)) : null;

    private static LinkKeys From(JsonElement secret)
    {
        if (secret.ValueKind != JsonValueKind.Object) throw Wrong("it should be an object with \"current\" and \"keys\"");
        if (!secret.TryGetProperty("keys", out var given) || given.ValueKind != JsonValueKind.Object) throw Wrong("\"keys\" should be an object of names and keys");

        var keys = given.EnumerateObject().Select((key, index) => KeyValuePair.Create(IdOf(key, index), BytesOf(key, index))).ToFrozenDictionary(StringComparer.Ordinal);
        return secret.TryGetProperty("current", out var current) && current.ValueKind == JsonValueKind.String && keys.ContainsKey(current.GetString()!)
            ? new(current.GetString()!, keys)
            : throw Wrong("\"current\" should be the name of one of \"keys\"");
    }

    private static string IdOf(JsonProperty key, int index) =>
        key.Name.Length is > 0 and <= LongestId && key.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? key.Name
            : throw Wrong($"the name of key {index + 1} should be 1 to {LongestId} letters, digits and hyphens");

    private static byte[] BytesOf(JsonProperty key, int index)
    {
        var bytes = key.Value.ValueKind == JsonValueKind.String && key.Value.TryGetBytesFromBase64(out var read) ? read : throw Wrong($"key {index + 1} is not base64");
        return bytes.Length >= ShortestKey ? bytes : throw Wrong($"key {index + 1} has {bytes.Length} bytes, and should have {ShortestKey} at least");
    }

    private static FormatException Wrong(string what) => new($"The keys of links cannot be read: {what}.");
}
