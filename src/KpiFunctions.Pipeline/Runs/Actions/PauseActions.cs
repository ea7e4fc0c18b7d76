using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Pauses a client's digests, or those of one recipient, and ends such a pause. Figures are fetched all the same.</summary>
public sealed class PauseActions(ClientPauses pauses, RunTable runs, Outbox outbox, TimeProvider time)
{
    /// <summary>Digests that a pause may have kept: one is open for at most ten days.</summary>
    private const int WeeksBack = 3;

    /// <summary>Pauses or resumes.</summary>
    public Task<ActionResult> RunAsync(ClientInForce client, ActionRequest request, Instruction instruction, CancellationToken cancellationToken) =>
        request.Action == ActionNames.Pause ? PauseAsync(client, request, instruction, cancellationToken) : ResumeAsync(client, request, cancellationToken);

    private async Task<ActionResult> PauseAsync(ClientInForce client, ActionRequest request, Instruction instruction, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (request.Until <= now) return new(ActionOutcome.NotPossible, Obstacle.PastTime);
        if (request.Recipient is { } recipient && RecipientPlace.Find(client.Config, recipient) is null) return Refusals.NoRecipient(client.Config);
        var before = PauseOf(client, request, now);
        if (before is not null && before.Until == request.Until) return new(ActionOutcome.AlreadyDone) { By = before.By, At = before.Since };
        await SetAsync(request, new(instruction.At, request.Until, instruction.By), cancellationToken);
        return new(ActionOutcome.Done) { NewEnd = before is null ? null : new(before.Until, request.Until) };
    }

    private async Task<ActionResult> ResumeAsync(ClientInForce client, ActionRequest request, CancellationToken cancellationToken)
    {
        // A recipient that has left the config may still be paused.
        if (PauseOf(client, request, time.GetUtcNow()) is null)
            return request.Recipient is { } recipient && RecipientPlace.Find(client.Config, recipient) is null ? Refusals.NoRecipient(client.Config) : new(ActionOutcome.AlreadyDone, Obstacle.NotPaused);

        await SetAsync(request, null, cancellationToken);
        if (request.Recipient is not null) return new(ActionOutcome.Done);

        // What waited for the pause's end goes on now, and not when it looks again.
        var since = client.Config.Schedule.LatestDueAt(time.GetUtcNow()).Week.Plus(-WeeksBack);
        var waiting = (await runs.ReadSinceAsync(request.Client, since, cancellationToken)).Where(run => !DigestLifecycle.HasEnded(run) && run.State != RunState.Built).ToList();
        foreach (var run in waiting) await outbox.AddAsync(new DigestMessage(run.Client, run.Occurrence.ToString()), cancellationToken);
        return new(ActionOutcome.Done) { Count = waiting.Count };
    }

    private Task SetAsync(ActionRequest request, Pause? pause, CancellationToken cancellationToken) => request.Recipient is { } recipient
        ? pauses.SetAsync(request.Client, recipient, pause, cancellationToken)
        : pauses.SetAsync(request.Client, pause, cancellationToken);

    private static Pause? PauseOf(ClientInForce client, ActionRequest request, DateTimeOffset now)
    {
        var pause = request.Recipient is { } recipient ? client.PausedRecipients.GetValueOrDefault(recipient) : client.Pause;
        return pause?.Includes(now) == true ? pause : null;
    }
}
