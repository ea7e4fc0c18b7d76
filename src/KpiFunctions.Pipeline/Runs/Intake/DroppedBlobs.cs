using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>A dropped file as it was found.</summary>
/// <param name="Version">Its ETag.</param>
/// <param name="FirstSeen">When this version was first looked at, however often since: it was made before.</param>
public sealed record DroppedBlob(string Container, string Name, ReadOnlyMemory<byte> Content, string Version, DateTimeOffset FirstSeen);

/// <summary>
/// The files that consultants drop, which version of each was last looked at (in the <c>Clients</c> table), and where
/// its verdict stands (in <c>client-status</c>).
/// </summary>
public sealed class DroppedBlobs(StorageAccount account, TimeProvider time)
{
    /// <summary>The containers that are looked at.</summary>
    public static readonly IReadOnlyList<string> InputContainers = [ContainerNames.Clients, ContainerNames.Imports];

    /// <summary>A file above this is not read at all.</summary>
    private const long LargestFile = 32 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TableClient table = account.Table(TableNames.Clients);

    /// <summary>The blob's content, or null where it is no longer there.</summary>
    /// <exception cref="InvalidOperationException">It is too large to be read.</exception>
    public async Task<DroppedBlob?> ReadAsync(string container, string name, CancellationToken cancellationToken)
    {
        var blob = account.Container(container).GetBlobClient(name);
        try
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (properties.Value.ContentLength > LargestFile)
                throw new InvalidOperationException($"{container}/{name} has {properties.Value.ContentLength:N0} bytes; at most {LargestFile:N0} are read. Split the file.");
            var content = await blob.DownloadContentAsync(cancellationToken);
            var version = VersionOf(content.Value.Details.ETag);
            return new(container, name, content.Value.Content.ToMemory(), version, await FirstSeenAsync(container, name, version, cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Every blob of a container with its version.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(string container, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var blob in account.Container(container).GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
            found[blob.Name] = VersionOf(blob.Properties.ETag!.Value);
        return found;
    }

    /// <summary>The version of each of a container's blobs that was last dealt with; empty where it is to be looked at again.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SeenAsync(string container, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var partition = PartitionOf(container);
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken))
            seen[row.GetString("Name")] = row.GetBoolean("LookAgain") == true ? "" : row.GetString("Version");
        return seen;
    }

    /// <summary>Notes that a version was looked at.</summary>
    /// <param name="lookAgain">Whether the next listing is to bring it back: what it lacked may come.</param>
    public Task MarkSeenAsync(DroppedBlob blob, bool lookAgain, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(PartitionOf(blob.Container), TableKey.Of(blob.Name))
        {
            ["Name"] = blob.Name,
            ["Version"] = blob.Version,
            ["FirstSeen"] = blob.FirstSeen,
            ["LookAgain"] = lookAgain,
        },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>Forgets a blob that was deleted.</summary>
    public Task ForgetAsync(string container, string name, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(PartitionOf(container), TableKey.Of(name), cancellationToken: cancellationToken);

    /// <summary>Writes a file's verdict: <c>client-status/{container}/{name}.status.json</c>.</summary>
    public Task WriteStatusAsync<T>(string container, string name, T status, CancellationToken cancellationToken) =>
        account.Container(ContainerNames.ClientStatus).GetBlobClient(StatusNameOf(container, name)).UploadAsync(
            new BinaryData(Written(status)),
            new BlobUploadOptions { HttpHeaders = new() { ContentType = "application/json; charset=utf-8" } },
            cancellationToken);

    /// <summary>A verdict as its blob holds it.</summary>
    internal static byte[] Written<T>(T status) => JsonSerializer.SerializeToUtf8Bytes(status, Json);

    /// <summary>Where a file's verdict stands within <c>client-status</c>.</summary>
    public static string StatusNameOf(string container, string name) => $"{container}/{name}.status.json";

    /// <summary>Keeps a copy of a refused version, so that it is not lost when the next one is dropped in its place.</summary>
    public Task QuarantineAsync(DroppedBlob blob, CancellationToken cancellationToken) =>
        account.Container(ContainerNames.Quarantine)
            .GetBlobClient($"{blob.Container}/{blob.Name}/{blob.Version.Trim('"')}")
            .UploadAsync(new BinaryData(blob.Content), overwrite: true, cancellationToken);

    private async Task<DateTimeOffset> FirstSeenAsync(string container, string name, string version, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(container), TableKey.Of(name), cancellationToken: cancellationToken);
        return row is { HasValue: true, Value: { } seen } && seen.GetString("Version") == version && seen.GetDateTimeOffset("FirstSeen") is { } at ? at : time.GetUtcNow();
    }

    /// <summary>A header has quotes around an ETag, and a listing has none: both are written as the header's.</summary>
    private static string VersionOf(ETag tag) => tag.ToString("H");

    private static string PartitionOf(string container) => TableKey.Of("seen", container);
}
