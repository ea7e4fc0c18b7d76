using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>
/// Puts kept messages of failed jobs on their queues again. What fails again is recorded again. A message whose work has ended would do
/// nothing: it is not queued, and no longer reported.
/// </summary>
public sealed class ReplayAction(AlertTable alerts, RunTable runs, DeliveryTable deliveries, Outbox outbox)
{
    private static readonly string[] Queues = [QueueNames.BlobEvents, QueueNames.Fetch, QueueNames.Digest, QueueNames.Send, QueueNames.Sweep];

    /// <summary>Queues the messages.</summary>
    public async Task<ActionResult> RunAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var kept = (await alerts.ReadAsync(request.Client, cancellationToken))
            .Where(alert => alert.Kind == AlertKinds.JobFailed && alert.Message is not null && QueueOf(alert) is { } queue && (request.Queue is null || request.Queue == queue)).ToList();
        if (kept.Count == 0) return new(ActionOutcome.NotPossible, Obstacle.NothingKept);

        var (replayed, ended) = (0, 0);
        foreach (var alert in kept)
        {
            // A later release may be able to read it.
            if (await TryReplayAsync(QueueOf(alert)!, alert.Message!, cancellationToken) is not { } isQueued) continue;
            await alerts.ClearAsync(request.Client, alert.Kind, alert.Subject, cancellationToken);
            if (isQueued) replayed++;
            else ended++;
        }

        if (replayed > 0) return new(ActionOutcome.Done) { Count = replayed };
        return new(ended > 0 ? ActionOutcome.AlreadyDone : ActionOutcome.NotPossible, ended > 0 ? Obstacle.WorkEnded : Obstacle.UnreadableMessage);
    }

    /// <summary>The queue of an alert's message, by the beginning of its subject; null where it is none of today's.</summary>
    private static string? QueueOf(Alert alert) => Queues.FirstOrDefault(queue => alert.Subject.StartsWith(queue + " ", StringComparison.Ordinal));

    /// <returns>False where its work has ended, null where the message cannot be read.</returns>
    private async Task<bool?> TryReplayAsync(string queue, string text, CancellationToken cancellationToken)
    {
        try
        {
            if (queue is QueueNames.BlobEvents or QueueNames.Sweep)
            {
                await outbox.AddTextAsync(queue, text, cancellationToken);
                return true;
            }

            Work work = queue switch
            {
                QueueNames.Fetch => MessageJson.Read<FetchMessage>(text) with { Asked = null },
                QueueNames.Digest => MessageJson.Read<DigestMessage>(text),
                _ => MessageJson.Read<SendMessage>(text),
            };
            if (await HasEndedAsync(work, cancellationToken)) return false;
            await outbox.AddAsync(work, cancellationToken);
            return true;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<bool> HasEndedAsync(Work work, CancellationToken cancellationToken) => work switch
    {
        DigestMessage digest => !IsoWeek.TryParse(digest.Occurrence, out var week) || (await runs.FindAsync(digest.Client, week, cancellationToken) is { } run && DigestLifecycle.HasEnded(run)),
        SendMessage { Delivery: { } key } => await deliveries.FindAsync(key, cancellationToken) is { State: not (DeliveryState.Claimed or DeliveryState.PutOff) },
        SendMessage => true,
        _ => false,
    };
}
