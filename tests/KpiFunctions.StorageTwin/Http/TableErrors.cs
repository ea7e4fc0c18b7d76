using System.Text.Json;

namespace KpiFunctions.StorageTwin.Http;

/// <summary>The table service's JSON for an error.</summary>
internal static class TableErrors
{
    public static byte[] Body(ServiceError error)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("odata.error");
            json.WriteString("code", error.Code);
            json.WriteStartObject("message");
            json.WriteString("lang", "en-US");
            json.WriteString("value", error.Message);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
