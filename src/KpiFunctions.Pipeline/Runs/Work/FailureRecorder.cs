using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Work;

/// <summary>
/// Keeps why messages fail. A poison message carries no reason, so that each attempt's is written down before the
/// exception goes on to the host.
/// </summary>
public sealed partial class FailureRecorder(FailureTable failures, Backlog backlog, ILogger<FailureRecorder> logger)
{
    private const string Kind = AlertKinds.JobFailed;

    /// <summary>Runs a job, and notes the reason if it fails.</summary>
    public async Task NotingAsync(string queue, string message, Func<Task> job, CancellationToken cancellationToken)
    {
        try
        {
            await job();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.JobFailed(logger, queue, exception);
            var reason = $"{exception.GetType().Name}: {exception.Message}";
            await failures.RecordAsync(ClientOf(message), Kind, SubjectOf(queue, message), reason, cancellationToken, message, isFinal: false);
            throw;
        }
    }

    /// <summary>Keeps a message that failed too often, and takes its work off the backlog.</summary>
    public async Task RecordAsync(string queue, string message, CancellationToken cancellationToken)
    {
        var client = ClientOf(message);
        var subject = SubjectOf(queue, message);
        var reason = (await failures.FindAsync(client, Kind, subject, cancellationToken))?.Reason ?? "the host gave up on the message and left no reason";
        await failures.RecordAsync(client, Kind, subject, reason, cancellationToken, message);
        await backlog.AbandonAsync(queue, message, cancellationToken);
    }

    private static string SubjectOf(string queue, string message) => $"{queue} {message}";

    /// <summary>The client that a message is about, as far as it can be read.</summary>
    private static string ClientOf(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("client", out var client) && client.GetString() is { Length: > 0 } id
                ? id
                : FailureTable.NoClient;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return FailureTable.NoClient;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A message of {Queue} failed.")]
        public static partial void JobFailed(ILogger logger, string queue, Exception exception);
    }
}
