using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Secrets that are an object of texts, such as an OAuth client with its refresh token.</summary>
internal static class JsonSecret
{
    /// <summary>The secret with some members replaced or added, and all others as they were; null takes a member out.</summary>
    /// <exception cref="JsonException">The secret is no object.</exception>
    public static string With(string secret, params IEnumerable<(string Name, string? Value)> members)
    {
        var whole = JsonNode.Parse(secret) as JsonObject ?? throw new JsonException("The secret is not an object.");
        foreach (var (name, value) in members)
        {
            whole.Remove(name);
            if (value is not null) whole[name] = value;
        }

        return whole.ToJsonString();
    }
}
