using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>
/// The keys of signed links: the current one signs, and all of them verify. The vault holds them as
/// <c>{"current":"2026-11","keys":{"2026-11":"…"}}</c>, each key in base64.
/// </summary>
public sealed class LinkKeys
{
    /// <summary>The shortest valid key, in bytes: as long as the hash, since a shorter key is weaker.</summary>
    public const int ShortestKey = 32;

    private const int LongestId = 32;
    private readonly FrozenDictionary<string, byte[]> keys;

    private LinkKeys(string current, FrozenDictionary<string, byte[]> keys) => (Current, this.keys) = (current, keys);

    /// <summary>The name of the key that signs.</summary>
    public string Current { get; }

    /// <summary>Reads the vault's secret.</summary>
    /// <exception cref="FormatException">The secret has another form. The message says what is wrong and does not quote the secret.</exception>
    public static LinkKeys Read(string secret)
    {
        try
        {
            using var json = JsonDocument.Parse(secret, new() { AllowDuplicateProperties = false });
            return From(json.RootElement);
        }
        catch (JsonException e)
        {
            // The exception may quote the secret: only the position is used.
            throw Wrong(e.LineNumber is null ? "a name stands twice in it" : $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: this is not JSON");
        }
    }

    /// <summary>The name of the type, so that no key is ever part of a text.</summary>
    public override string ToString() => nameof(LinkKeys);

    /// <summary>The signature of a text: HMAC-SHA256 under one of the keys.</summary>
    /// <returns>32 bytes; null where no key has that name.</returns>
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
