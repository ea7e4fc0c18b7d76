using System.Text.Json;

namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>
/// Secrets in a JSON file on this machine, for the local run: an object of names and values. A value that is itself an
/// object, such as a service account's key, is handed on as its JSON. The file is read each time, so an edit counts at once.
/// </summary>
/// <param name="path">A file that version control ignores; it may be missing.</param>
public sealed class FileCredentials(string path) : ICredentialStore
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is not such an object.</exception>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        try
        {
            await using var file = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(file, Lenient, cancellationToken);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{path} should hold one object of names and secrets.");
            return !json.RootElement.TryGetProperty(name, out var value) ? null : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Object => value.GetRawText(),
                JsonValueKind.Null => null,
                _ => throw new InvalidDataException($"{path}: '{name}' should be a text or an object."),
            };
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    // The exception itself may quote the file, and the file is all secrets: only the place is kept.
    private InvalidDataException NotJson(JsonException e) => new($"{path}, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: this is not JSON.");
}
