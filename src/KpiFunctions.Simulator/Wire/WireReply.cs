using System.Text;
using System.Text.Json.Nodes;

namespace KpiFunctions.Simulator.Wire;

/// <summary>An answer, ready to be sent.</summary>
internal sealed record WireReply(int Status, string ContentType, byte[] Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether there is JSON in it.</summary>
    public bool IsJson => Body.Length > 0 && ContentType.StartsWith("application/json", StringComparison.Ordinal);

    public static WireReply Json(int status, JsonNode body) => new(status, "application/json; charset=UTF-8", Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static WireReply Text(int status, string text) => new(status, "text/plain; charset=UTF-8", Encoding.UTF8.GetBytes(text));

    /// <summary>What a proxy says when the server behind it is gone.</summary>
    public static WireReply Html(int status, string title) =>
        new(status, "text/html; charset=UTF-8", Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Please try again later.</p></body></html>\n"));

    public WireReply With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };
}
