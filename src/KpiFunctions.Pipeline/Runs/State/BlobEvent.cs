using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// What Event Grid reports about a blob, in the CloudEvents form that the subscription asks for. The local host sends
/// the same form from a listing.
/// </summary>
public sealed record BlobEvent
{
    public const string Created = "Microsoft.Storage.BlobCreated";
    public const string Deleted = "Microsoft.Storage.BlobDeleted";
    private const string SubjectPrefix = "/blobServices/default/containers/";

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary><c>/blobServices/default/containers/{container}/blobs/{name}</c>.</summary>
    [JsonPropertyName("subject")]
    public required string Subject { get; init; }

    public static BlobEvent Of(string type, string container, string name) =>
        new() { Type = type, Subject = $"{SubjectPrefix}{container}/blobs/{name}" };

    /// <summary>The blob's container and name.</summary>
    /// <exception cref="FormatException">The subject has another form.</exception>
    public (string Container, string Name) Blob()
    {
        const string separator = "/blobs/";
        var rest = Subject.StartsWith(SubjectPrefix, StringComparison.Ordinal) ? Subject[SubjectPrefix.Length..] : "";
        var at = rest.IndexOf(separator, StringComparison.Ordinal);
        return at > 0
            ? (rest[..at], rest[(at + separator.Length)..])
            : throw new FormatException($"'{Subject}' does not name a blob.");
    }
}
