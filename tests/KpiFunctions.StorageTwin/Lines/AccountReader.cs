using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace KpiFunctions.StorageTwin.Lines;

/// <summary>Reads an account through the SDK.</summary>
internal static class AccountReader
{
    private const int MostPeeked = 32;

    private static readonly string[] System = ["odata.etag", "PartitionKey", "RowKey", "Timestamp"];

    public static async Task<List<AccountLine>> TablesAsync(TableServiceClient tables, CancellationToken cancellationToken)
    {
        var lines = new List<AccountLine>();
        await foreach (var table in tables.QueryAsync(cancellationToken: cancellationToken))
        {
            lines.Add(new TableLine(table.Name));
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: cancellationToken))
                lines.Add(new RowLine(table.Name, row.PartitionKey, row.RowKey, row.Timestamp!.Value, row.ETag.ToString("H"), row.Where(one => !System.Contains(one.Key)).ToDictionary()));
        }

        return lines;
    }

    public static async Task<List<AccountLine>> BlobsAsync(BlobServiceClient blobs, CancellationToken cancellationToken)
    {
        var lines = new List<AccountLine>();
        await foreach (var container in blobs.GetBlobContainersAsync(cancellationToken: cancellationToken))
        {
            var client = blobs.GetBlobContainerClient(container.Name);
            lines.Add(new ContainerLine(container.Name));
            await foreach (var blob in client.GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
            {
                var read = (await client.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken)).Value;
                lines.Add(new BlobLine(
                    container.Name,
                    blob.Name,
                    read.Content.ToArray(),
                    read.Details.ETag.ToString("H"),
                    read.Details.LastModified,
                    HeadersOf(read.Details),
                    read.Details.Metadata.AsReadOnly()));
            }
        }

        return lines;
    }

    public static async Task<List<AccountLine>> QueuesAsync(QueueServiceClient queues, CancellationToken cancellationToken)
    {
        var lines = new List<AccountLine>();
        await foreach (var queue in queues.GetQueuesAsync(cancellationToken: cancellationToken))
        {
            var client = queues.GetQueueClient(queue.Name);
            var messages = (await client.PeekMessagesAsync(MostPeeked, cancellationToken)).Value;
            var count = (await client.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
            if (count > messages.Length) throw new NotSupportedException($"{queue.Name} has {count} messages; only {messages.Length} can be peeked at.");
            lines.Add(new QueueLine(queue.Name));
            lines.AddRange(messages.Select(message => new MessageLine(queue.Name, message.Body.ToString())));
        }

        return lines;
    }

    private static Dictionary<string, string> HeadersOf(BlobDownloadDetails details) => new (string Name, string? Value)[]
    {
        ("Content-Type", details.ContentType),
        ("Content-Encoding", details.ContentEncoding),
        ("Content-Language", details.ContentLanguage),
        ("Content-Disposition", details.ContentDisposition),
        ("Cache-Control", details.CacheControl),
    }.Where(header => !string.IsNullOrEmpty(header.Value)).ToDictionary(header => header.Name, header => header.Value!);
}
