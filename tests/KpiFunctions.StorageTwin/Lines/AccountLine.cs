namespace KpiFunctions.StorageTwin.Lines;

/// <summary>A piece of an account: one line of a dump.</summary>
public abstract record AccountLine;

public sealed record TableLine(string Name) : AccountLine;

/// <param name="Properties">string, int, long, double, bool, DateTimeOffset, Guid or byte[].</param>
public sealed record RowLine(
    string Table, string PartitionKey, string RowKey, DateTimeOffset Timestamp, string ETag, IReadOnlyDictionary<string, object> Properties) : AccountLine;

public sealed record ContainerLine(string Name) : AccountLine;

/// <param name="ETag">As in a header, with its quotes.</param>
/// <param name="Headers">Content-Type and the like.</param>
public sealed record BlobLine(
    string Container,
    string Name,
    byte[] Content,
    string ETag,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Metadata) : AccountLine;

public sealed record QueueLine(string Name) : AccountLine;

/// <param name="Text">As the service holds it: base64 where the clients use that encoding.</param>
public sealed record MessageLine(string Queue, string Text) : AccountLine;
