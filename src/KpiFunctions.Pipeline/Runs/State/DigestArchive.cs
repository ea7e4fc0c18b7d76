using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Pictures;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Every digest as it is sent, in the container <c>digests</c>: <c>{client}/{reported week}.html</c> and <c>.txt</c>,
/// <c>.{id}.png</c> for its pictures, <c>.page.html</c> for a browser, <c>.trace.json</c>, which traces its figures back to
/// the readings, and <c>.json</c>, the header. In a further language that its recipients read, it has a blob of each kind but
/// the trace after <c>{reported week}.{language}</c>.
/// </summary>
public sealed class DigestArchive(StorageAccount account)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new StoredNameConverter<Aggregation>(KpiNames.Ways) }, WriteIndented = true };

    private readonly BlobContainerClient container = account.Container(ContainerNames.Digests);

    /// <summary>Stores a digest with its translations. Its own header is written last: a digest that has one is complete.</summary>
    public async Task KeepAsync(RenderedDigest digest, IReadOnlyList<RenderedDigest> translations, WeekTrace trace, CancellationToken cancellationToken)
    {
        foreach (var translation in translations) await KeepAsync(NameOf(translation.ClientId, translation.Week, translation.Language), translation, cancellationToken);
        await UploadAsync(TraceOf(digest.ClientId, digest.Week), "application/json", JsonSerializer.Serialize(trace, Json), cancellationToken);
        await KeepAsync(NameOf(digest.ClientId, digest.Week), digest, cancellationToken);
    }

    private async Task KeepAsync(string name, RenderedDigest digest, CancellationToken cancellationToken)
    {
        await UploadAsync(name + ".html", "text/html; charset=utf-8", digest.Html, cancellationToken);
        await UploadAsync(name + ".txt", "text/plain; charset=utf-8", digest.Text, cancellationToken);
        await UploadAsync(name + ".page.html", "text/html; charset=utf-8", digest.Page, cancellationToken);
        foreach (var picture in digest.Pictures) await UploadAsync(PictureOf(name, picture.ContentId), "image/png", picture.Png, cancellationToken);
        await UploadAsync(name + ".json", "application/json", JsonSerializer.Serialize(HeaderOf(digest)), cancellationToken);
    }

    /// <summary>The blob that holds a week's trace.</summary>
    public static string TraceOf(string client, IsoWeek week) => $"{NameOf(client, week)}.trace.json";

    /// <summary>The trace of a week's digest: the figures that it showed and what they were computed from. Null where there is no digest.</summary>
    public async Task<WeekTrace?> FindTraceAsync(string client, IsoWeek week, CancellationToken cancellationToken)
    {
        if (await DownloadAsync(NameOf(client, week) + ".json", cancellationToken) is not { } header) return null;
        return JsonSerializer.Deserialize<Header>(header)!.Trace is { } trace && await DownloadAsync(trace, cancellationToken) is { } text
            ? JsonSerializer.Deserialize<WeekTrace>(text, Json)
            : null;
    }

    /// <summary>The digest of a week, or null where there is none.</summary>
    /// <param name="language">A further language that a recipient reads; null for the client's, which one gets who was not a recipient with that language when the digest was built.</param>
    public async Task<RenderedDigest?> FindAsync(string client, IsoWeek week, string? language, CancellationToken cancellationToken) =>
        (language is null ? null : await FindAsync(NameOf(client, week, language), client, week, cancellationToken)) ?? await FindAsync(NameOf(client, week), client, week, cancellationToken);

    private async Task<RenderedDigest?> FindAsync(string name, string client, IsoWeek week, CancellationToken cancellationToken)
    {
        if (await DownloadAsync(name + ".json", cancellationToken) is not { } header) return null;
        var (subject, _, sender, pictures, language) = JsonSerializer.Deserialize<Header>(header)!;
        return new(
            client,
            week,
            subject,
            await DownloadAsync(name + ".html", cancellationToken) ?? throw new InvalidOperationException($"The archive lacks {name}.html."),
            await DownloadAsync(name + ".txt", cancellationToken) ?? throw new InvalidOperationException($"The archive lacks {name}.txt."))
        {
            Language = language ?? "",
            Sender = sender,
            Pictures = [.. await Task.WhenAll(pictures.Select(id => PictureAsync(name, id, cancellationToken)))],
            Page = await DownloadAsync(name + ".page.html", cancellationToken) ?? "",
        };
    }

    /// <summary>The digest of a week as a page for a browser (<c>.page.html</c>); null where there is none.</summary>
    /// <param name="language">A further language; null for the client's.</param>
    public async Task<string?> FindPageAsync(string client, IsoWeek week, string? language, CancellationToken cancellationToken) =>
        (language is null ? null : await DownloadAsync(NameOf(client, week, language) + ".page.html", cancellationToken)) ?? await DownloadAsync(NameOf(client, week) + ".page.html", cancellationToken);

    private static string NameOf(string client, IsoWeek week, string? language = null) => language is null ? $"{client}/{week}" : $"{client}/{week}.{language}";

    private static string PictureOf(string name, string contentId) => $"{name}.{contentId}.png";

    private static Header HeaderOf(RenderedDigest digest) =>
        new(digest.Subject, TraceOf(digest.ClientId, digest.Week), digest.Sender, [.. digest.Pictures.Select(picture => picture.ContentId)], digest.Language);

    private async Task<DigestPicture> PictureAsync(string name, string contentId, CancellationToken cancellationToken) =>
        new(contentId, (await container.GetBlobClient(PictureOf(name, contentId)).DownloadContentAsync(cancellationToken)).Value.Content.ToArray());

    private Task UploadAsync(string name, string contentType, string text, CancellationToken cancellationToken) =>
        UploadAsync(name, contentType, Encoding.UTF8.GetBytes(text), cancellationToken);

    private async Task UploadAsync(string name, string contentType, byte[] content, CancellationToken cancellationToken) =>
        await container.GetBlobClient(name).UploadAsync(
            new BinaryData(content),
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

    /// <param name="Trace">The blob that holds the trace.</param>
    /// <param name="Pictures">The content ids of the mail's pictures.</param>
    /// <param name="Language">Digests of earlier releases have none.</param>
    private sealed record Header(
        [property: JsonPropertyName("Subject")] string Subject,
        [property: JsonPropertyName("Trace")] string Trace,
        [property: JsonPropertyName("Sender")] Sender Sender,
        [property: JsonPropertyName("Pictures")] IReadOnlyList<string> Pictures,
        [property: JsonPropertyName("Language")] string? Language);
}
