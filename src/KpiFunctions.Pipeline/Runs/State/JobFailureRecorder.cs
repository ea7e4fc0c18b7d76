using System.Text.Json;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Records why messages fail. A poison message carries no reason, so each attempt's reason is recorded before the
/// exception reaches the host.
/// </summary>
public sealed class JobFailureRecorder(AlertTable alerts)
{
    private const string Kind = AlertKinds.JobFailed;

    /// <summary>Why the last attempt failed; null where none left a reason.</summary>
    public async Task<string?> FindReasonAsync(string queue, string message, CancellationToken cancellationToken) =>
        (await alerts.FindAsync(ClientOf(message), Kind, SubjectOf(queue, message), cancellationToken))?.Reason;

    /// <summary>Records why a message failed.</summary>
    /// <param name="isFinal">Whether it is not tried again.</param>
    public Task FailedAsync(string queue, string message, string reason, bool isFinal, CancellationToken cancellationToken) =>
        alerts.RecordAsync(ClientOf(message), Kind, SubjectOf(queue, message), reason, cancellationToken, message, isFinal);

    /// <summary>Clears the failures of a message that has now succeeded.</summary>
    public Task SucceededAsync(string queue, string message, CancellationToken cancellationToken) =>
        alerts.ClearAsync(ClientOf(message), Kind, SubjectOf(queue, message), cancellationToken);

    /// <summary>The alert's subject: the same for every sending of a message.</summary>
    private static string SubjectOf(string queue, string message) => $"{queue} {MessageJson.Lasting(message)}";

    /// <summary>The client that a message is about; <see cref="AlertTable.NoClient"/> where it cannot be read.</summary>
    private static string ClientOf(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("client", out var client) && client.GetString() is { Length: > 0 } id
                ? id
                : AlertTable.NoClient;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return AlertTable.NoClient;
        }
    }
}
