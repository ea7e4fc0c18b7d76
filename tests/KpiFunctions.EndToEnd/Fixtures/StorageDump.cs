using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.EndToEnd.Fixtures;

/// <summary>
/// All that a storage account holds as lines of JSON, in the form that the storage twin loads: a row as OData writes it, a
/// blob's content as text or in base64, a message as the
/// queue holds it.
/// </summary>
internal static class StorageDump
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A table's rows, in order of their keys.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(StorageAccount account, string table, CancellationToken cancellationToken)
    {
        var lines = new List<string> { new JsonObject { ["table"] = table }.ToJsonString(Json) };
        await foreach (var row in account.Table(table).QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            lines.Add(new JsonObject { ["table"] = table, ["row"] = Row(row) }.ToJsonString(Json));
        return lines;
    }

    /// <summary>A container's blobs, in order of their names.</summary>
    public static async Task<IReadOnlyList<string>> BlobsAsync(StorageAccount account, string container, CancellationToken cancellationToken)
    {
        var lines = new List<string> { new JsonObject { ["container"] = container }.ToJsonString(Json) };
        await foreach (var blob in account.Container(container).GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
        {
            var content = (await account.Container(container).GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken)).Value;
            var line = new JsonObject
            {
                ["container"] = container,
                ["blob"] = blob.Name,
                ["etag"] = content.Details.ETag.ToString("H"),
                ["lastModified"] = Instant(content.Details.LastModified),
                ["headers"] = new JsonObject { ["Content-Type"] = content.Details.ContentType },
            };
            if (TextOf(content.Content) is { } text) line["text"] = text;
            else line["base64"] = Convert.ToBase64String(content.Content);
            lines.Add(line.ToJsonString(Json));
        }

        return lines;
    }

    /// <summary>A queue's visible messages, 32 at most.</summary>
    public static async Task<IReadOnlyList<string>> MessagesAsync(StorageAccount account, string queue, CancellationToken cancellationToken)
    {
        var messages = (await account.Queue(queue).PeekMessagesAsync(32, cancellationToken)).Value;
        var lines = messages.Select(message => new JsonObject { ["queue"] = queue, ["message"] = Convert.ToBase64String(message.Body) });
        return [.. lines.Prepend(new() { ["queue"] = queue }).Select(line => line.ToJsonString(Json))];
    }

    private static JsonObject Row(TableEntity row)
    {
        var json = new JsonObject
        {
            ["odata.etag"] = row.ETag.ToString(),
            ["PartitionKey"] = row.PartitionKey,
            ["RowKey"] = row.RowKey,
            ["Timestamp"] = Instant(row.Timestamp!.Value),
        };
        foreach (var (name, value) in row.Where(column => column.Value is not null && !json.ContainsKey(column.Key)))
        {
            var (type, written) = Value(value);
            if (type is not null) json[name + "@odata.type"] = type;
            json[name] = written;
        }

        return json;
    }

    private static (string? Type, JsonNode Value) Value(object value) => value switch
    {
        string text => (null, JsonValue.Create(text)),
        int number => (null, JsonValue.Create(number)),
        bool flag => (null, JsonValue.Create(flag)),
        double number => ("Edm.Double", JsonValue.Create(number)),
        long number => ("Edm.Int64", JsonValue.Create(number.ToString(CultureInfo.InvariantCulture))),
        DateTimeOffset moment => ("Edm.DateTime", JsonValue.Create(Instant(moment))),
        byte[] bytes => ("Edm.Binary", JsonValue.Create(Convert.ToBase64String(bytes))),
        _ => throw new NotSupportedException($"No column of the pipeline holds a {value.GetType()}."),
    };

    private static string Instant(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    /// <summary>The content where it is UTF-8; null where it is not.</summary>
    private static string? TextOf(BinaryData content)
    {
        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
