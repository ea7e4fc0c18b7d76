using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Messages as text.</summary>
internal static class MessageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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

    /// <summary>A message of work, with the version of its row in <c>Due</c> and how often it was sent before.</summary>
    public static string Of(ScheduledMessage scheduled)
    {
        var message = JsonNode.Parse(scheduled.Message)!.AsObject();
        message[Work.VersionProperty] = scheduled.Version;
        if (scheduled.Tries > 0) message[Work.TriesProperty] = scheduled.Tries;
        return message.ToJsonString(Options);
    }

    /// <summary>A message without what differs from sending to sending; any other text as it is.</summary>
    public static string Lasting(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject message) return text;
            var removed = message.Remove(Work.VersionProperty) | message.Remove(Work.TriesProperty) | message.Remove(FetchMessage.AskedProperty);
            return removed ? message.ToJsonString(Options) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>A message as it is put on the queue: Base64, as Event Grid sends it and as hosts of earlier releases expect it.</summary>
    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// The text of a message from the queue. Event Grid and this pipeline send Base64; people and tools also send plain
    /// JSON. Any other text is returned unchanged.
    /// </summary>
    public static string Decode(string body)
    {
        // JSON contains braces or quotes, which Base64 does not: valid Base64 cannot be a message in plain text.
        if (!Base64.IsValid(body)) return body;
        try
        {
            return StrictUtf8.GetString(Convert.FromBase64String(body));
        }
        catch (DecoderFallbackException)
        {
            return body;
        }
    }
}
