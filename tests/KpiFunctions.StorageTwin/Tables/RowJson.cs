using System.Text.Encodings.Web;
using System.Text.Json;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>Rows as OData's JSON.</summary>
internal static class RowJson
{
    private const string TypeSuffix = "@odata.type";

    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entity in a request: its keys, where they are given, and its own properties without nulls.</summary>
    public static (string? PartitionKey, string? RowKey, Dictionary<string, object> Properties) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new ServiceError(400, "InvalidInput", exception.Message);
        }
    }

    public static (string? PartitionKey, string? RowKey, Dictionary<string, object> Properties) Read(JsonElement entity)
    {
        var types = entity.EnumerateObject().Where(one => one.Name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            .ToDictionary(one => one.Name[..^TypeSuffix.Length], one => one.Value.GetString());
        string? partition = null, row = null;
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var one in entity.EnumerateObject())
        {
            // Timestamp is the service's: what a client sends is ignored.
            if (one.Name is "Timestamp" || one.Name.StartsWith("odata.", StringComparison.Ordinal) || one.Name.EndsWith(TypeSuffix, StringComparison.Ordinal)) continue;
            if (one.Name is "PartitionKey") partition = one.Value.GetString();
            else if (one.Name is "RowKey") row = one.Value.GetString();
            else if (EdmTypes.Read(one.Name, one.Value, types.GetValueOrDefault(one.Name)) is { } value && !properties.TryAdd(one.Name, value))
                throw new ServiceError(400, "DuplicatePropertiesSpecified", $"The property {one.Name} is there twice.");
        }

        return (partition, row, properties);
    }

    /// <param name="selected">The properties to write; all where it is null.</param>
    public static void Write(Utf8JsonWriter json, Row row, IReadOnlySet<string>? selected)
    {
        json.WriteStartObject();
        json.WriteString("odata.etag", row.ETag);
        if (selected?.Contains("PartitionKey") != false) json.WriteString("PartitionKey", row.PartitionKey);
        if (selected?.Contains("RowKey") != false) json.WriteString("RowKey", row.RowKey);
        if (selected?.Contains("Timestamp") != false) json.WriteString("Timestamp", EdmTypes.TextOf(row.Timestamp));
        foreach (var (name, value) in row.Properties)
            if (selected?.Contains(name) != false) EdmTypes.Write(json, name, value);
        json.WriteEndObject();
    }

    public static byte[] One(Row row, IReadOnlySet<string>? selected) => Written(json => Write(json, row, selected));

    public static byte[] Many(IEnumerable<Row> rows, IReadOnlySet<string>? selected) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("value");
        foreach (var row in rows) Write(json, row, selected);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options)) write(json);
        return stream.ToArray();
    }
}
