using System.Text;
using System.Text.Json;
using KpiFunctions.StorageTwin.Tables;

namespace KpiFunctions.StorageTwin.Lines;

/// <summary>A line as JSON. A blob's content is text where it is UTF-8 and base64 where it is not.</summary>
internal static class LineJson
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Write(AccountLine line) => Encoding.UTF8.GetString(RowJson.Written(json =>
    {
        json.WriteStartObject();
        switch (line)
        {
            case TableLine(var name): json.WriteString("table", name); break;
            case ContainerLine(var name): json.WriteString("container", name); break;
            case QueueLine(var name): json.WriteString("queue", name); break;
            case MessageLine(var queue, var text):
                json.WriteString("queue", queue);
                json.WriteString("message", text);
                break;
            case RowLine row:
                json.WriteString("table", row.Table);
                json.WritePropertyName("row");
                RowJson.Write(json, new(row.PartitionKey, row.RowKey, row.Timestamp, row.ETag, row.Properties), null);
                break;
            case BlobLine blob: Write(json, blob); break;
        }

        json.WriteEndObject();
    }));

    public static AccountLine Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var line = document.RootElement;
        if (line.TryGetProperty("table", out var table)) return line.TryGetProperty("row", out var row) ? RowOf(table.GetString()!, row) : new TableLine(table.GetString()!);
        if (line.TryGetProperty("queue", out var queue)) return line.TryGetProperty("message", out var message) ? new MessageLine(queue.GetString()!, message.GetString()!) : new QueueLine(queue.GetString()!);
        var container = line.GetProperty("container").GetString()!;
        return line.TryGetProperty("blob", out var blob) ? BlobOf(container, blob.GetString()!, line) : new ContainerLine(container);
    }

    private static RowLine RowOf(string table, JsonElement row)
    {
        var (partition, key, properties) = RowJson.Read(row);
        return new(table, partition!, key!, EdmTypes.Moment(row.GetProperty("Timestamp").GetString()!), row.GetProperty("odata.etag").GetString()!, properties);
    }

    private static void Write(Utf8JsonWriter json, BlobLine blob)
    {
        json.WriteString("container", blob.Container);
        json.WriteString("blob", blob.Name);
        json.WriteString("etag", blob.ETag);
        json.WriteString("lastModified", EdmTypes.TextOf(blob.LastModified));
        Write(json, "headers", blob.Headers);
        if (blob.Metadata.Count > 0) Write(json, "metadata", blob.Metadata);
        try
        {
            json.WriteString("text", Strict.GetString(blob.Content));
        }
        catch (DecoderFallbackException)
        {
            json.WriteBase64String("base64", blob.Content);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static BlobLine BlobOf(string container, string name, JsonElement line) => new(
        container,
        name,
        line.TryGetProperty("text", out var text) ? Strict.GetBytes(text.GetString()!) : line.GetProperty("base64").GetBytesFromBase64(),
        line.GetProperty("etag").GetString()!,
        EdmTypes.Moment(line.GetProperty("lastModified").GetString()!),
        ValuesOf(line, "headers"),
        ValuesOf(line, "metadata"));

    private static Dictionary<string, string> ValuesOf(JsonElement line, string name) => line.TryGetProperty(name, out var values)
        ? values.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.OrdinalIgnoreCase)
        : [];
}
