using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>Knows the requests for blobs that the twin answers. It is asked first: a missing blob's 404 hides no unknown request.</summary>
internal static class BlobRequests
{
    private static readonly string[] UnknownHeaders =
    [
        "x-ms-tags", "x-ms-if-tags", "x-ms-copy-source", "x-ms-access-tier", "x-ms-structured-body", "x-ms-encryption-key", "x-ms-encryption-scope",
        "x-ms-expiry-time", "x-ms-legal-hold", "x-ms-immutability-policy-until-date", "x-ms-range-get-content-md5", "x-ms-range-get-content-crc64",
    ];

    private static readonly string[] UnknownArguments = ["snapshot", "versionid", "deletetype"];

    /// <exception cref="NotSupportedException">The twin does not know the request.</exception>
    public static void CheckKnown(Incoming request)
    {
        var isKnown = (request.Method, request.Argument("comp")) is ("GET" or "HEAD" or "DELETE", null)
            or ("PUT", null or "block" or "blocklist" or "metadata" or "properties" or "lease");
        if (!isKnown) throw request.Unknown();
        if (UnknownHeaders.FirstOrDefault(name => request.Header(name) is not null) is { } header) throw request.Unknown($"with {header}");
        if (UnknownArguments.FirstOrDefault(name => request.Argument(name) is not null) is { } argument) throw request.Unknown($"with {argument}");
        if (request.Header("x-ms-blob-type") is not (null or "BlockBlob")) throw request.Unknown("other than a block blob");
    }
}
