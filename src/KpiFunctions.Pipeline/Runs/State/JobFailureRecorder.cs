using System.Text.Json;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Records why messages fail. A poison message carries no reason, so each attempt's reason is recorded before the
/// exception reaches the host.
/// </summary>
public sealed class JobFailureRecorder(AlertTable alerts)
{
    private const string Kind = AlertKinds.JobFailed;

    /// <summary>Records why an attempt failed. The host tries again.</summary>
    public Task AttemptFailedAsync(string queue, string message, string reason, CancellationToken cancellationToken) =>
        alerts.RecordAsync(ClientOf(message), Kind, SubjectOf(queue, message), reason, cancellationToken, message, isFinal: false);

    /// <summary>Records a message that is not tried again.</summary>
    /// <param name="reason">Null to use the reason of its last attempt.</param>
    /// <returns>The reason that was recorded.</returns>
    public async Task<string> GivenUpAsync(string queue, string message, string? reason, CancellationToken cancellationToken)
    {
        var (client, subject) = (ClientOf(message), SubjectOf(queue, message));
        reason ??= (await alerts.FindAsync(client, Kind, subject, cancellationToken))?.Reason ?? "the host gave up on the message and left no reason";
        await alerts.RecordAsync(client, Kind, subject, reason, cancellationToken, message);
        return reason;
    }

    /// <summary>The alert's subject: the same for every sending of a message.</summary>
    private static string SubjectOf(string queue, string message) => $"{queue} {MessageJson.WithoutDueVersion(message)}";

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
