using System.Security.Cryptography;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>A version of a block blob's content and properties.</summary>
/// <param name="Headers">The content headers, by the names that a download answers with: Content-Type and so on.</param>
internal sealed record Blob(
    string Name,
    byte[] Content,
    string ETag,
    DateTimeOffset Created,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Metadata)
{
#pragma warning disable CA5351 // The service's checksum is MD5; nothing relies on its strength.
    public string Md5 { get; } = Convert.ToBase64String(MD5.HashData(Content));
#pragma warning restore CA5351
}
