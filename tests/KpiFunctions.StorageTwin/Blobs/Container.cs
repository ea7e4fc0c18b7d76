namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>A container. Not safe for concurrent use: the service holds a lock.</summary>
internal sealed class Container(string name, string etag, DateTimeOffset lastModified)
{
    public string Name => name;

    public string ETag => etag;

    public DateTimeOffset LastModified => lastModified;

    public SortedDictionary<string, Blob> Blobs { get; } = new(StringComparer.Ordinal);

    /// <summary>The leases of blobs, by name. A blob that was overwritten keeps its lease; one that was deleted has none.</summary>
    public Dictionary<string, Lease> Leases { get; } = new(StringComparer.Ordinal);

    /// <summary>Blocks that were put and not yet made part of a blob, by blob and id.</summary>
    public Dictionary<string, Dictionary<string, byte[]>> Blocks { get; } = new(StringComparer.Ordinal);

    public Lease LeaseOf(string blob) => Leases.TryGetValue(blob, out var lease) ? lease : Leases[blob] = new();
}
