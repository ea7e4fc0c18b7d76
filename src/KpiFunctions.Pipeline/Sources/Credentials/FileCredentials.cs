using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>
/// Secrets in a JSON file on this machine, for the local run: an object of names and values. A value that is itself an
/// object, such as a service account's key, is handed on as its JSON; <c>{"value": …, "expires": "2027-01-31"}</c> says
/// when a secret runs out. The file is read each time, so an edit counts at once.
/// </summary>
/// <param name="path">A file that version control ignores; it may be missing.</param>
public sealed class FileCredentials(string path) : ICredentialStore, IDisposable
{
    private const string Value = "value";
    private const string Expires = "expires";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly SemaphoreSlim writer = new(1);

    /// <summary>Why the file cannot be read, without repeating any of it; null where it can, or is missing.</summary>
    public string? Problem
    {
        get
        {
            if (Directory.Exists(path)) return "it is a directory";
            if (!File.Exists(path)) return null;
            try
            {
                using var file = File.OpenRead(path);
                return JsonNode.Parse(file, documentOptions: Lenient) is JsonObject ? null : "it does not hold an object";
            }
            catch (JsonException e)
            {
                return $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is not JSON";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "it cannot be opened";
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is not such an object.</exception>
    public async Task<Secret?> FindAsync(string name, CancellationToken cancellationToken) =>
        File.Exists(path) && (await ReadAsync(cancellationToken))[name] is { } entry ? SecretOf(name, entry) : null;

    /// <inheritdoc/>
    /// <remarks>The file is written anew as a whole: comments in it are lost.</remarks>
    /// <exception cref="InvalidDataException">The file is not such an object.</exception>
    public async Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken)
    {
        await writer.WaitAsync(cancellationToken);
        try
        {
            var file = File.Exists(path) ? await ReadAsync(cancellationToken) : [];
            file[name] = EntryOf(secret);

            // Beside it first: a process that dies while writing leaves the old file whole.
            var fresh = path + ".new";
            await File.WriteAllTextAsync(fresh, file.ToJsonString(Indented), cancellationToken);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonNode.ParseAsync(file, documentOptions: Lenient, cancellationToken: cancellationToken) as JsonObject
                ?? throw new InvalidDataException($"{path} should hold one object of names and secrets.");
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    // The exception itself may quote the file, and the file is all secrets: only the place is kept.
    private InvalidDataException NotJson(JsonException e) => new($"{path}, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: this is not JSON.");

    private Secret SecretOf(string name, JsonNode entry) => entry switch
    {
        JsonObject { Count: 2 } dated when dated[Value] is { } value && dated[Expires] is { } expires => new(TextOf(name, value), InstantOf(name, expires)),
        _ => new(TextOf(name, entry)),
    };

    private string TextOf(string name, JsonNode entry) => entry.GetValueKind() switch
    {
        JsonValueKind.String => entry.GetValue<string>(),
        JsonValueKind.Object => entry.ToJsonString(),
        _ => throw new InvalidDataException($"{path}: '{name}' should be a text or an object."),
    };

    private DateTimeOffset InstantOf(string name, JsonNode expires) =>
        expires.GetValueKind() == JsonValueKind.String
        && DateTimeOffset.TryParse(expires.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new InvalidDataException($"{path}: '{Expires}' of '{name}' should be a day such as 2027-01-31.");

    private static JsonNode EntryOf(Secret secret)
    {
        JsonNode value = JsonOrNull(secret.Value) is JsonObject grant ? grant : JsonValue.Create(secret.Value);
        return secret.ExpiresAt is { } end ? new JsonObject { [Value] = value, [Expires] = end.ToString("O", CultureInfo.InvariantCulture) } : value;
    }

    private static JsonNode? JsonOrNull(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
