using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Runs the job of one queue as the Functions host does: several messages at once, a failed one again after a delay, and
/// after the last attempt it moves to the poison queue. Messages are handed over as they are in the queue
/// (<c>messageEncoding</c> is <c>none</c>).
/// </summary>
internal sealed partial class QueuePump(QueueJob job, StorageAccount account, HostSettings settings, ILogger logger)
{
    /// <summary>How long a message is invisible while a function handles it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly QueueClient queue = account.Queue(job.Queue);

    /// <summary>Handles the messages that are visible now, as many at once as the settings allow.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> WorkOnceAsync(CancellationToken cancellationToken)
    {
        var messages = await queue.ReceiveMessagesAsync(settings.BatchSize, Lease, cancellationToken);
        await Task.WhenAll(messages.Value.Select(message => WorkAsync(message, cancellationToken)));
        return messages.Value.Length;
    }

    private async Task WorkAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await job.RunAsync(message.Body.ToString(), (int)message.DequeueCount, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The job has recorded its reason; the stack trace and the next attempt are the host's part.
            Log.FunctionFailed(logger, job.Name, exception);
            await RetryOrPoison(message, cancellationToken);
            return;
        }

        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
    }

    private async Task RetryOrPoison(QueueMessage message, CancellationToken cancellationToken)
    {
        if (message.DequeueCount < settings.MaxDequeueCount)
        {
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, settings.RetryDelay, cancellationToken);
            return;
        }

        if (!job.Queue.EndsWith(QueueNames.PoisonSuffix, StringComparison.Ordinal))
            await account.Queue(job.Queue + QueueNames.PoisonSuffix).SendMessageAsync(message.Body, cancellationToken: cancellationToken);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Function} failed.")]
        public static partial void FunctionFailed(ILogger logger, string function, Exception exception);
    }
}
