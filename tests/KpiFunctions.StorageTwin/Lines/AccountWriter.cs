using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace KpiFunctions.StorageTwin.Lines;

/// <summary>Writes to an account through the SDK.</summary>
internal static class AccountWriter
{
    public static async Task WriteAsync(
        AccountLines lines, TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues, CancellationToken cancellationToken)
    {
        foreach (var name in lines.Tables) await tables.CreateTableIfNotExistsAsync(name, cancellationToken);
        foreach (var line in lines.Rows)
        {
            var row = new TableEntity(line.PartitionKey, line.RowKey);
            foreach (var (name, value) in line.Properties) row[name] = value;
            await tables.GetTableClient(line.Table).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }

        foreach (var name in lines.Containers) await blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var line in lines.Blobs)
        {
            var options = new BlobUploadOptions { HttpHeaders = HeadersOf(line.Headers), Metadata = line.Metadata.ToDictionary() };
            await blobs.GetBlobContainerClient(line.Container).GetBlobClient(line.Name).UploadAsync(new BinaryData(line.Content), options, cancellationToken);
        }

        foreach (var name in lines.Queues) await queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var line in lines.Messages) await queues.GetQueueClient(line.Queue).SendMessageAsync(line.Text, cancellationToken);
    }

    private static BlobHttpHeaders HeadersOf(IReadOnlyDictionary<string, string> headers) => new()
    {
        ContentType = headers.GetValueOrDefault("Content-Type"),
        ContentEncoding = headers.GetValueOrDefault("Content-Encoding"),
        ContentLanguage = headers.GetValueOrDefault("Content-Language"),
        ContentDisposition = headers.GetValueOrDefault("Content-Disposition"),
        CacheControl = headers.GetValueOrDefault("Cache-Control"),
    };
}
