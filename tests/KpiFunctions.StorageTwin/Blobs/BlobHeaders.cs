using System.Globalization;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>A blob's properties in the headers of requests and answers.</summary>
internal static class BlobHeaders
{
    public const string MetadataPrefix = "x-ms-meta-";

    private static readonly string[] Content = ["Content-Type", "Content-Encoding", "Content-Language", "Content-Disposition", "Cache-Control"];

    /// <summary>The content headers that a request sets with <c>x-ms-blob-content-type</c> and so on.</summary>
    public static Dictionary<string, string> ContentOf(Incoming request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/octet-stream" };
        foreach (var name in Content)
            if (request.Header("x-ms-blob-" + name) is { Length: > 0 } value) headers[name] = value;
        return headers;
    }

    public static Dictionary<string, string> MetadataOf(Incoming request) => request.Headers
        .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);

    public static Answer WithBlob(this Answer answer, Blob blob, Lease? lease, DateTimeOffset now)
    {
        foreach (var (name, value) in blob.Headers) answer.With(name, value);
        foreach (var (name, value) in blob.Metadata) answer.With(MetadataPrefix + name, value);
        return answer.WithVersion(blob)
            .With("Accept-Ranges", "bytes")
            .With("x-ms-blob-type", "BlockBlob")
            .With("x-ms-creation-time", Rfc(blob.Created))
            .With("x-ms-server-encrypted", "true")
            .With("x-ms-lease-state", lease?.StateAt(now) ?? "available")
            .With("x-ms-lease-status", lease?.IsLockedAt(now) == true ? "locked" : "unlocked")
            .With("x-ms-lease-duration", lease?.DurationAt(now));
    }

    public static Answer WithVersion(this Answer answer, Blob blob) => answer.With("ETag", blob.ETag).With("Last-Modified", Rfc(blob.LastModified));

    public static string Rfc(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);
}
