using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Handles the messages of all queues: decodes and reads them, runs their job, and records failures.</summary>
public sealed partial class MessageRunner(Outbox outbox, JobFailureRecorder failures, TimeProvider time, ILogger<MessageRunner> logger)
{
    /// <summary>The job of a queue.</summary>
    public QueueJob JobOf(QueueHandler handler) => new(handler.Name, handler.Queue, (body, cancellationToken) => HandleAsync(handler, body, cancellationToken));

    /// <summary>The job of a queue's poison queue: it records the message and completes its work in the outbox.</summary>
    public QueueJob PoisonJobOf(QueueHandler handler) =>
        new(handler.PoisonName, handler.Queue + QueueNames.PoisonSuffix, (body, cancellationToken) => RecordAsync(handler, body, cancellationToken));

    private async Task HandleAsync(QueueHandler handler, string body, CancellationToken cancellationToken)
    {
        var text = MessageJson.Decode(body);
        object message;
        try
        {
            message = handler.Read(text);
        }
        catch (FormatException exception)
        {
            // Another attempt would read the same text.
            await GiveUpAsync(handler, text, exception.Message, cancellationToken);
            return;
        }

        var started = time.GetUtcNow();
        try
        {
            if (message is Work work) message = await outbox.WithVersionAsync(work, cancellationToken);
            await handler.HandleAsync(message, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host leaves little time, and the attempt's own token is cancelled.
            await AttemptFailedAsync(handler, text, $"the host stopped this attempt after {time.GetUtcNow() - started:hh\\:mm\\:ss}: it is shutting down, or the functionTimeout of host.json has passed");
            throw;
        }
        catch (Exception exception)
        {
            await AttemptFailedAsync(handler, text, $"{exception.GetType().Name}: {exception.Message}");
            throw;
        }
    }

    private async Task AttemptFailedAsync(QueueHandler handler, string text, string reason)
    {
        Log.AttemptFailed(logger, handler.Name, NameOf(handler, text), reason);
        await failures.AttemptFailedAsync(handler.Queue, text, reason, CancellationToken.None);
    }

    private async Task RecordAsync(QueueHandler handler, string body, CancellationToken cancellationToken)
    {
        var text = MessageJson.Decode(body);
        await GiveUpAsync(handler, text, null, cancellationToken);
        if (TryRead(handler, text) is Work work) await outbox.DoneAsync(await outbox.WithVersionAsync(work, cancellationToken), cancellationToken);
    }

    private async Task GiveUpAsync(QueueHandler handler, string text, string? reason, CancellationToken cancellationToken)
    {
        reason = await failures.GivenUpAsync(handler.Queue, text, reason, cancellationToken);
        Log.GivenUp(logger, handler.Name, NameOf(handler, text), reason);
    }

    /// <summary>The message in a log. Its text may hold a recipient's hash, or anything where it is unreadable.</summary>
    private static string NameOf(QueueHandler handler, string text) => TryRead(handler, text) switch
    {
        Work work => work.LogName,
        BlobEvent blobEvent => blobEvent.Subject,
        _ => $"an unreadable message of {text.Length} characters",
    };

    private static object? TryRead(QueueHandler handler, string text)
    {
        try
        {
            return handler.Read(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Function} failed on {Message} and is tried again: {Reason}")]
        public static partial void AttemptFailed(ILogger logger, string function, string message, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Function} gave up on {Message}: {Reason}")]
        public static partial void GivenUp(ILogger logger, string function, string message, string reason);
    }
}
