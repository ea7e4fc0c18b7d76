using KpiFunctions.StorageTwin.Http;
using KpiFunctions.StorageTwin.Lines;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>The blob service: its operations by path and method, one at a time. Block blobs without snapshots, versions, tags and copies.</summary>
internal sealed class BlobService
{
    private readonly Lock oneAtATime = new();
    private readonly TimeProvider time;
    private readonly ContainerSet containers;
    private readonly BlobWrites writes;
    private readonly VersionTags tags;

    public BlobService(TimeProvider time)
    {
        this.time = time;
        tags = new(time);
        containers = new(time, tags);
        writes = new(tags);
    }

    public Answer Execute(Incoming request)
    {
        var parts = request.Path.TrimStart('/').Split('/', 2);
        var (container, blob) = (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        lock (oneAtATime)
        {
            if (container.Length == 0) return request is { Method: "GET" } && request.Argument("comp") == "list" ? BlobLists.Containers(containers, request) : throw request.Unknown();
            return request.Argument("restype") == "container" && blob.Length == 0 ? OnContainer(request, container) : OnBlob(request, containers.Get(container), blob);
        }
    }

    public void Load(AccountLines lines)
    {
        lock (oneAtATime)
        {
            foreach (var name in lines.Containers) containers.Ensure(name);
            foreach (var line in lines.Blobs)
            {
                if (ContainerSet.TicksOf(line.ETag) is { } ticks) tags.Pass(ticks);
                containers.Ensure(line.Container).Blobs[line.Name] = new(line.Name, line.Content, line.ETag, line.LastModified, line.LastModified, line.Headers, line.Metadata);
            }
        }
    }

    public IEnumerable<AccountLine> Dump()
    {
        lock (oneAtATime)
        {
            return [.. containers.All.SelectMany(container => container.Blobs.Values
                .Select(blob => (AccountLine)new BlobLine(container.Name, blob.Name, blob.Content, blob.ETag, blob.LastModified, blob.Headers, blob.Metadata))
                .Prepend(new ContainerLine(container.Name)))];
        }
    }

    private Answer OnContainer(Incoming request, string name)
    {
        switch (request.Method, request.Argument("comp"))
        {
            case ("PUT", null):
                return Described(Answer.Empty(201), containers.Create(name));
            case ("DELETE", null):
                containers.Delete(name);
                return Answer.Empty(202);
            case ("GET" or "HEAD", null):
                return Described(Answer.Empty(200), containers.Get(name));
            case ("GET", "list"):
                return BlobLists.Blobs(containers.Get(name), request, time.GetUtcNow());
            default:
                throw request.Unknown();
        }
    }

    private Answer OnBlob(Incoming request, Container container, string name)
    {
        BlobRequests.CheckKnown(request);
        var now = time.GetUtcNow();
        switch (request.Method, request.Argument("comp"))
        {
            case ("PUT", null): return writes.Put(request, container, name, now);
            case ("PUT", "block"): return BlobWrites.PutBlock(request, container, name);
            case ("PUT", "blocklist"): return writes.PutBlockList(request, container, name, now);
        }

        var blob = container.Blobs.GetValueOrDefault(name) ?? throw BlobConditions.Missing(request);
        switch (request.Method, request.Argument("comp"))
        {
            case ("PUT", "metadata"): return writes.SetMetadata(request, container, blob, now);
            case ("PUT", "properties"): return writes.SetHeaders(request, container, blob, now);
            case ("PUT", "lease"): return BlobLeases.Execute(request, blob, container.LeaseOf(name), now);
            case ("DELETE", null): return BlobWrites.Delete(request, container, blob, now);
        }

        var lease = container.Leases.GetValueOrDefault(name);
        BlobConditions.Check(request, blob);
        (lease ?? new()).Check(request.Header("x-ms-lease-id"), isWrite: false, now);
        return request.Method == "HEAD" ? BlobReads.Properties(blob, lease, now) : BlobReads.Download(request, blob, lease, now);
    }

    private static Answer Described(Answer answer, Container container) => answer
        .With("ETag", container.ETag)
        .With("Last-Modified", BlobHeaders.Rfc(container.LastModified))
        .With("x-ms-lease-state", "available")
        .With("x-ms-lease-status", "unlocked");
}
