using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>Puts blobs, and changes their properties.</summary>
internal sealed class BlobWrites(VersionTags tags)
{
    private const int LongestName = 1024;

    public Answer Put(Incoming request, Container container, string name, DateTimeOffset now) => Store(request, container, name, request.Body, now);

    public static Answer PutBlock(Incoming request, Container container, string name)
    {
        if (!container.Blocks.TryGetValue(name, out var blocks)) container.Blocks[name] = blocks = new(StringComparer.Ordinal);
        blocks[request.Argument("blockid")!] = request.Body;
        return Answer.Empty(201);
    }

    /// <summary>Makes a blob of blocks that were put since the last time. Those of the blob as it is can't be named again, which uploads never do.</summary>
    public Answer PutBlockList(Incoming request, Container container, string name, DateTimeOffset now)
    {
        var blocks = container.Blocks.GetValueOrDefault(name) ?? [];
        var content = request.Xml().Root!.Elements()
            .Select(id => blocks.GetValueOrDefault(id.Value) ?? throw new ServiceError(400, "InvalidBlockList", "The specified block list is invalid."))
            .SelectMany(block => block).ToArray();
        return Store(request, container, name, content, now);
    }

    public Answer SetMetadata(Incoming request, Container container, Blob blob, DateTimeOffset now) =>
        Change(request, container, blob with { Metadata = BlobHeaders.MetadataOf(request) }, now);

    public Answer SetHeaders(Incoming request, Container container, Blob blob, DateTimeOffset now) =>
        Change(request, container, blob with { Headers = BlobHeaders.ContentOf(request) }, now);

    public static Answer Delete(Incoming request, Container container, Blob blob, DateTimeOffset now)
    {
        BlobConditions.Check(request, blob);
        CheckLease(request, container, blob.Name, now);
        container.Blobs.Remove(blob.Name);
        container.Leases.Remove(blob.Name);
        return Answer.Empty(202);
    }

    private Answer Store(Incoming request, Container container, string name, byte[] content, DateTimeOffset now)
    {
        if (name.Length is 0 or > LongestName) throw new ServiceError(400, "InvalidResourceName", "The specified resource name is too long or empty.");
        var current = container.Blobs.GetValueOrDefault(name);
        BlobConditions.Check(request, current);
        CheckLease(request, container, name, now);
        var blob = new Blob(name, content, TagOf(), current?.Created ?? now, now, BlobHeaders.ContentOf(request), BlobHeaders.MetadataOf(request));
        container.Blobs[name] = blob;
        container.Blocks.Remove(name);
        container.Leases.GetValueOrDefault(name)?.OnWritten(now);
        return Answer.Empty(201).WithVersion(blob).With("Content-MD5", blob.Md5).With("x-ms-request-server-encrypted", "true");
    }

    private Answer Change(Incoming request, Container container, Blob changed, DateTimeOffset now)
    {
        BlobConditions.Check(request, changed);
        CheckLease(request, container, changed.Name, now);
        var blob = container.Blobs[changed.Name] = changed with { ETag = TagOf(), LastModified = now };
        container.Leases.GetValueOrDefault(changed.Name)?.OnWritten(now);
        return Answer.Empty(200).WithVersion(blob).With("x-ms-request-server-encrypted", "true");
    }

    private string TagOf() => ContainerSet.TagOf(tags.Next());

    private static void CheckLease(Incoming request, Container container, string name, DateTimeOffset now) =>
        container.Leases.GetValueOrDefault(name, new()).Check(request.Header("x-ms-lease-id"), isWrite: true, now);
}
