using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Every digest as it goes out, in the <c>digests</c> container: <c>{client}/{reported week}.html</c>, <c>.txt</c> and <c>.json</c>.</summary>
public sealed class DigestArchive(StorageAccount account)
{
    private readonly BlobContainerClient container = account.Container(ContainerNames.Digests);

    /// <summary>Keeps a digest. The subject is written last: a digest that has one is whole.</summary>
    public async Task KeepAsync(RenderedDigest digest, CancellationToken cancellationToken)
    {
        var name = NameOf(digest.ClientId, digest.Week);
        await UploadAsync(name + ".html", "text/html; charset=utf-8", digest.Html, cancellationToken);
        await UploadAsync(name + ".txt", "text/plain; charset=utf-8", digest.Text, cancellationToken);
        await UploadAsync(name + ".json", "application/json", JsonSerializer.Serialize(new Header(digest.Subject)), cancellationToken);
    }

    /// <summary>The digest of a week, or null where there is none.</summary>
    public async Task<RenderedDigest?> FindAsync(string client, IsoWeek week, CancellationToken cancellationToken)
    {
        var name = NameOf(client, week);
        if (await DownloadAsync(name + ".json", cancellationToken) is not { } header) return null;
        return new(
            client,
            week,
            JsonSerializer.Deserialize<Header>(header)!.Subject,
            await DownloadAsync(name + ".html", cancellationToken) ?? throw new InvalidOperationException($"The archive lacks {name}.html."),
            await DownloadAsync(name + ".txt", cancellationToken) ?? throw new InvalidOperationException($"The archive lacks {name}.txt."));
    }

    private static string NameOf(string client, IsoWeek week) => $"{client}/{week}";

    private async Task UploadAsync(string name, string contentType, string text, CancellationToken cancellationToken) =>
        await container.GetBlobClient(name).UploadAsync(
            new BinaryData(Encoding.UTF8.GetBytes(text)),
            new BlobUploadOptions { HttpHeaders = new() { ContentType = contentType } },
            cancellationToken);

    private async Task<string?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var content = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return content.Value.Content.ToString();
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    private sealed record Header(string Subject);
}
