using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiFunctions.Simulator.Faults;

/// <summary>Changes that a platform makes to its answers without a word.</summary>
internal static class JsonChanges
{
    private const string NewKind = "brand_new_kind";
    private const string Headers = "columnHeaders";

    /// <summary>The properties in which platforms say of what kind a post is.</summary>
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "media_type", "status_type", "media_product_type", "$type" };

    /// <summary>The answer without a metric: a property, a column of a table, or an insight of that name.</summary>
    public static byte[] Without(byte[] body, string metric) => Changed(body, node => Remove(node, metric));

    /// <summary>The answer with a field more in each of its objects, and with kinds of posts that are new.</summary>
    public static byte[] WithNews(byte[] body) => Changed(body, AddNews);

    private static byte[] Changed(byte[] body, Action<JsonNode> change)
    {
        if (JsonNode.Parse(body) is not { } node) return body;
        change(node);
        return JsonSerializer.SerializeToUtf8Bytes(node);
    }

    private static void Remove(JsonNode node, string metric)
    {
        if (node is JsonArray list)
        {
            foreach (var insight in list.Where(item => item is JsonObject named && named["name"]?.ToString() == metric).ToList()) list.Remove(insight);
            foreach (var item in list.OfType<JsonNode>()) Remove(item, metric);
        }
        else if (node is JsonObject thing)
        {
            if (thing[Headers] is JsonArray headers) RemoveColumn(headers, thing["rows"] as JsonArray, metric);
            thing.Remove(metric);
            foreach (var (_, value) in thing.ToList()) if (value is not null) Remove(value, metric);
        }
    }

    private static void RemoveColumn(JsonArray headers, JsonArray? rows, string metric)
    {
        var column = headers.Select(header => header?["name"]?.ToString()).ToList().IndexOf(metric);
        if (column < 0) return;
        headers.RemoveAt(column);
        foreach (var row in (rows ?? []).OfType<JsonArray>()) row.RemoveAt(column);
    }

    private static void AddNews(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>()) AddNews(item);
        }
        else if (node is JsonObject thing)
        {
            foreach (var (name, value) in thing.ToList())
            {
                if (Kinds.Contains(name)) thing[name] = NewKind;
                else if (value is not null) AddNews(value);
            }

            thing["brandNewField"] = new JsonObject { ["of"] = new JsonArray(1, "two", null) };
        }
    }
}
