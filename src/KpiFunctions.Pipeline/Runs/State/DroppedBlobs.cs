using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A dropped file as it was read.</summary>
/// <param name="Content">Only the beginning where the file is too large to be read.</param>
/// <param name="Version">Its ETag.</param>
/// <param name="FirstSeen">When this version was first read: the file was written before that instant.</param>
public sealed record DroppedBlob(string Container, string Name, ReadOnlyMemory<byte> Content, string Version, DateTimeOffset FirstSeen)
{
    /// <summary>When this version was written, to the second, by the storage's clock; not after <see cref="FirstSeen"/>.</summary>
    public DateTimeOffset DroppedAt { get; init; } = FirstSeen;

    /// <summary>The file's size in bytes.</summary>
    public long Length { get; init; } = Content.Length;

    /// <summary>Whether only the beginning was read.</summary>
    public bool IsTooLarge => Length > Content.Length;
}

/// <summary>A version of a dropped file that was processed.</summary>
/// <param name="Version">Its ETag.</param>
/// <param name="OnlyUnder">The version of the config under which the file gave nothing; null where no other config would change that.</param>
public sealed record SeenBlob(string Version, string? OnlyUnder);

/// <summary>
/// The files that consultants drop, the version of each that was last processed (in the table <c>Clients</c>), and its
/// verdict (in the container <c>client-status</c>).
/// </summary>
public sealed class DroppedBlobs(StorageAccount account, TimeProvider time)
{
    /// <summary>The containers that consultants drop files into.</summary>
    public static readonly IReadOnlyList<string> InputContainers = [ContainerNames.Clients, ContainerNames.Imports, ContainerNames.Notes, ContainerNames.Templates];

    /// <summary>The largest size, in bytes, of a file that is read as a whole. Of a larger file only the beginning is read.</summary>
    public const long LargestFile = 32 * 1024 * 1024;

    /// <summary>How much of a larger file is read, in bytes: more than the largest valid config, so that the parser reports its size.</summary>
    private const int Beginning = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TableClient table = account.Table(TableNames.Clients);

    /// <summary>The blob's content; null where the blob no longer exists.</summary>
    public async Task<DroppedBlob?> ReadAsync(string container, string name, CancellationToken cancellationToken)
    {
        var blob = account.Container(container).GetBlobClient(name);
        try
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            var isTooLarge = properties.Value.ContentLength > LargestFile;
            var content = await blob.DownloadContentAsync(
                isTooLarge ? new BlobDownloadOptions { Range = new(0, Beginning), Conditions = new() { IfMatch = properties.Value.ETag } } : null, cancellationToken);
            var version = VersionOf(content.Value.Details.ETag);
            var read = content.Value.Content.ToMemory();
            var firstSeen = await FirstSeenAsync(container, name, version, cancellationToken);
            var written = content.Value.Details.LastModified;
            return new(container, name, read, version, firstSeen)
            {
                DroppedAt = written < firstSeen ? written : firstSeen,
                Length = isTooLarge ? properties.Value.ContentLength : read.Length,
            };
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Whether a version that was read is still the blob's present one.</summary>
    public async Task<bool> IsPresentAsync(DroppedBlob blob, CancellationToken cancellationToken)
    {
        try
        {
            return VersionOf((await account.Container(blob.Container).GetBlobClient(blob.Name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag) == blob.Version;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
    }

    /// <summary>The names of a container's blobs that begin alike, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string container, string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var blob in account.Container(container).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken)) names.Add(blob.Name);
        return names;
    }

    /// <summary>Every blob of a container with its version.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(string container, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var blob in account.Container(container).GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
            found[blob.Name] = VersionOf(blob.Properties.ETag!.Value);
        return found;
    }

    /// <summary>The version of each of a container's blobs that was last processed.</summary>
    public async Task<IReadOnlyDictionary<string, SeenBlob>> SeenAsync(string container, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, SeenBlob>(StringComparer.Ordinal);
        var partition = PartitionOf(container);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
            seen[row.GetString("Name")] = new(row.GetString("Version"), row.GetString("OnlyUnder"));
        return seen;
    }

    /// <summary>Records that a version was processed.</summary>
    /// <param name="onlyUnder">The version of the config under which the file gave nothing: it is processed again under another config.</param>
    public Task MarkSeenAsync(DroppedBlob blob, string? onlyUnder, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(PartitionOf(blob.Container), TableKey.Of(blob.Name))
        {
            ["Name"] = blob.Name,
            ["Version"] = blob.Version,
            ["FirstSeen"] = blob.FirstSeen,
            ["OnlyUnder"] = onlyUnder,
        },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>Removes the record of a deleted blob.</summary>
    public Task ForgetAsync(string container, string name, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(PartitionOf(container), TableKey.Of(name), cancellationToken: cancellationToken);

    /// <summary>Writes a file's verdict: <c>client-status/{container}/{name}.status.json</c>.</summary>
    public Task WriteStatusAsync<T>(string container, string name, T status, CancellationToken cancellationToken) =>
        account.Container(ContainerNames.ClientStatus).GetBlobClient(StatusNameOf(container, name)).UploadAsync(
            new BinaryData(Written(status)),
            new BlobUploadOptions { HttpHeaders = new() { ContentType = "application/json; charset=utf-8" } },
            cancellationToken);

    /// <summary>A file's verdict; null where there is none that this release can read.</summary>
    public async Task<T?> FindStatusAsync<T>(string container, string name, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var content = await account.Container(ContainerNames.ClientStatus).GetBlobClient(StatusNameOf(container, name)).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize<T>(content.Value.Content, Json);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A verdict as the JSON of its blob.</summary>
    internal static byte[] Written<T>(T status) => JsonSerializer.SerializeToUtf8Bytes(status, Json);

    /// <summary>The name of a file's verdict within <c>client-status</c>.</summary>
    public static string StatusNameOf(string container, string name) => $"{container}/{name}.status.json";

    /// <summary>Copies a refused version to quarantine, so that it is not lost when the next version replaces it. A file that is too large to be read is not copied.</summary>
    public Task QuarantineAsync(DroppedBlob blob, CancellationToken cancellationToken) => blob.IsTooLarge
        ? Task.CompletedTask
        : account.Container(ContainerNames.Quarantine)
            .GetBlobClient($"{blob.Container}/{blob.Name}/{blob.Version.Trim('"')}")
            .UploadAsync(new BinaryData(blob.Content), overwrite: true, cancellationToken);

    private async Task<DateTimeOffset> FirstSeenAsync(string container, string name, string version, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(container), TableKey.Of(name), cancellationToken: cancellationToken);
        return row is { HasValue: true, Value: { } seen } && seen.GetString("Version") == version && seen.GetDateTimeOffset("FirstSeen") is { } at ? at : time.GetUtcNow();
    }

    /// <summary>A header has quotes around an ETag and a listing has none: both are written with quotes.</summary>
    private static string VersionOf(ETag tag) => tag.ToString("H");

    private static string PartitionOf(string container) => TableKey.Of("seen", container);
}
