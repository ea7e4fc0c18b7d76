using System.Text.Json;
using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Work;

/// <summary>A piece of work: the queue that it goes through, and a name that the same work always has.</summary>
public interface IWork
{
    string Queue { get; }

    string Key { get; }
}

/// <summary>One account of one client is to be fetched.</summary>
public sealed record FetchMessage(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("account")] string Account) : IWork
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Queue => QueueNames.Fetch;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => TableKey.Of(Client, Source, Account);
}

/// <summary>One digest is to be brought forward.</summary>
/// <param name="Occurrence">Its week: <c>2026-W47</c>.</param>
public sealed record DigestMessage([property: JsonPropertyName("client")] string Client, [property: JsonPropertyName("occurrence")] string Occurrence) : IWork
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Queue => QueueNames.Digest;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => TableKey.Of(Client, Occurrence);
}

/// <summary>One digest is to be sent to one recipient.</summary>
/// <param name="Recipient">The address's hash.</param>
public sealed record SendMessage(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("occurrence")] string Occurrence,
    [property: JsonPropertyName("recipient")] string Recipient) : IWork
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Queue => QueueNames.Send;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => TableKey.Of(Client, Occurrence, Recipient);
}

/// <summary>Messages as they lie in the queues.</summary>
internal static class MessageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    /// <exception cref="FormatException">The text is not such a message.</exception>
    public static T Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new FormatException($"A {typeof(T).Name} cannot be null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This is not a {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}

/// <summary>
/// What Event Grid says of a blob, in the CloudEvents form that the subscription asks for. The local host writes the
/// same form from a listing.
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
