using KpiFunctions.Pipeline.Delivery;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Handles the messages of all queues: decodes and reads them, runs their job, and records failures.</summary>
public sealed partial class MessageRunner(Outbox outbox, JobFailureRecorder failures, StandstillLog standstill, TimeProvider time, ILogger<MessageRunner> logger)
{
    /// <summary>The job of a queue.</summary>
    public QueueJob JobOf(QueueHandler handler) => new(handler.Name, handler.Queue, (body, attempt, cancellationToken) => HandleAsync(handler, body, attempt, cancellationToken));

    /// <summary>
    /// The job of a queue's poison queue, which the host moves a message to after five attempts, or without any where its
    /// process dies each time. Work that can still be done in time is put back; other work is given up and recorded.
    /// </summary>
    public QueueJob PoisonJobOf(QueueHandler handler) =>
        new(handler.PoisonName, handler.Queue + QueueNames.PoisonSuffix, (body, _, cancellationToken) => RecoverAsync(handler, body, cancellationToken));

    private async Task HandleAsync(QueueHandler handler, string body, int attempt, CancellationToken cancellationToken)
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
            await GivenUpAsync(handler, text, exception.Message, cancellationToken);
            return;
        }

        var started = time.GetUtcNow();
        try
        {
            if (message is Work work) message = await outbox.WithVersionAsync(work, cancellationToken);
            await handler.HandleAsync(message, cancellationToken);

            // An earlier attempt may have recorded its failure.
            if (attempt > 1 || message is Work { Tries: > 0 }) await failures.SucceededAsync(handler.Queue, text, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host leaves little time, and the attempt's own token is cancelled.
            await AttemptFailedAsync(handler, text, $"the host stopped this attempt after {time.GetUtcNow() - started:hh\\:mm\\:ss}: it is shutting down, or the functionTimeout of host.json has passed");
            throw;
        }
        catch (Exception exception)
        {
            // First: where the storage refuses, the failure cannot be recorded either.
            if (StorageRefusal.In(exception) is { } refusal) standstill.StorageRefuses(refusal);
            await AttemptFailedAsync(handler, text, $"{exception.GetType().Name}: {exception.Message}");
            throw;
        }
    }

    private async Task AttemptFailedAsync(QueueHandler handler, string text, string reason)
    {
        Log.AttemptFailed(logger, handler.Name, NameOf(handler, text), reason);
        await failures.FailedAsync(handler.Queue, text, reason, isFinal: false, CancellationToken.None);
    }

    private async Task RecoverAsync(QueueHandler handler, string body, CancellationToken cancellationToken)
    {
        var text = MessageJson.Decode(body);
        var reason = await failures.FindReasonAsync(handler.Queue, text, cancellationToken) ?? "the host gave up on the message and left no reason";
        if (handler.InTimeUntilAsync is null || TryRead(handler, text) is not Work work)
        {
            await GivenUpAsync(handler, text, reason, cancellationToken);
            return;
        }

        work = await outbox.WithVersionAsync(work, cancellationToken);
        var until = await handler.InTimeUntilAsync(work, cancellationToken);
        if (time.GetUtcNow() >= until)
        {
            await handler.GiveUpAsync(work, reason, cancellationToken);
            await GivenUpAsync(handler, text, reason, cancellationToken);
            await outbox.DoneAsync(work, cancellationToken);
        }
        else if (await outbox.TryPutBackAsync(work, until, cancellationToken) is { } next)
        {
            await failures.FailedAsync(handler.Queue, text, reason, isFinal: false, cancellationToken);
            Log.PutBack(logger, handler.Name, work.LogName, next, until, reason);
        }
    }

    private async Task GivenUpAsync(QueueHandler handler, string text, string reason, CancellationToken cancellationToken)
    {
        await failures.FailedAsync(handler.Queue, text, reason, isFinal: true, cancellationToken);
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

        [LoggerMessage(3, LogLevel.Warning, "{Function} failed too often on {Message}, which is sent again at {Next:u}, and given up after {Until:u}: {Reason}")]
        public static partial void PutBack(ILogger logger, string function, string message, DateTimeOffset next, DateTimeOffset until, string reason);
    }
}
