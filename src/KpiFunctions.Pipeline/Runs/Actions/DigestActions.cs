using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>
/// What people decide about one digest: to approve, hold, release or miss it. The decision is a change of its row from the version
/// that was read, by <see cref="DigestLifecycle.ByPersons"/>; then the digest's message is queued, which does the rest. Of two
/// people at once the second sees what the first has done.
/// </summary>
public sealed class DigestActions(RunTable runs, AlertTable alerts, Outbox outbox, TimeProvider time)
{
    /// <summary>Changes the digest.</summary>
    public async Task<ActionResult> RunAsync(ClientInForce client, ActionRequest request, Instruction instruction, CancellationToken cancellationToken)
    {
        if (request.Occurrence is not { } occurrence) return new(ActionOutcome.NoSuch, Obstacle.NoDigest);
        NewEnd? newEnd = null;
        while (await runs.FindAsync(request.Client, occurrence, cancellationToken) is { } run)
        {
            if (run.Instruction != instruction.Id)
            {
                if (BeforeOf(run, request) is { } before) return before;
                if (DigestLifecycle.Find(run, request.Action) is not { } transition) return Refusals.Of(run, request.Action);
                if (request.Action == ActionNames.Hold && request.Until is { } until)
                {
                    var limit = client.In(occurrence.Plus(1)).DueAt;
                    if (until <= time.GetUtcNow()) return new(ActionOutcome.NotPossible, Obstacle.PastTime) { Run = run };
                    if (until >= limit) return new(ActionOutcome.NotPossible, Obstacle.TooLate) { Run = run, Limit = limit };
                }

                if (IsHeld(run) && request.Action == ActionNames.Hold) newEnd = new(run.HeldUntil, request.Until);
                if (await runs.TryReplaceAsync(Changed(run, transition, request, instruction), cancellationToken) is not { } stored) continue;
                run = stored;
            }

            // The same instruction may have died here.
            await FollowAsync(run, request.Action, cancellationToken);
            return new(ActionOutcome.Done) { Run = run, Possible = Refusals.PossibleIn(run), NewEnd = newEnd };
        }

        return await Refusals.NoDigestAsync(runs, request, occurrence, cancellationToken);
    }

    /// <summary>Why an action on a digest would do nothing now; null where it would be done. It changes nothing.</summary>
    /// <param name="run">Null where no digest of the week has fallen due.</param>
    public static ActionResult? RefusalOf(Run? run, ActionRequest request)
    {
        // Of these the digest's state says nothing.
        if (request.Action is ActionNames.Lift or ActionNames.Pause or ActionNames.Resume or ActionNames.Replay) return null;
        if (run is null) return new(ActionOutcome.NoSuch, Obstacle.NoDigest);
        return BeforeOf(run, request) ?? (DigestLifecycle.Find(run, request.Action) is null ? Refusals.Of(run, request.Action) : null);
    }

    private Run Changed(Run run, PersonTransition transition, ActionRequest request, Instruction instruction)
    {
        var now = time.GetUtcNow();
        var changed = run with { State = transition.To, HeldFor = transition.Reason, Instruction = instruction.Id };
        return request.Action switch
        {
            ActionNames.Approve => changed with { ApprovedAt = now, ApprovedBy = instruction.By },
            ActionNames.Hold => changed with { HeldBy = instruction.By, HeldUntil = request.Until },

            // A draft waits for approval again, for an hour at least: what decides without one is not to come as a surprise.
            ActionNames.Release when run.BuiltAt is not null => changed with { State = RunState.Drafted, HeldUntil = null, HoldUntil = run.HoldUntil > now.AddHours(1) ? run.HoldUntil : now.AddHours(1) },
            ActionNames.Release => changed with { HeldUntil = null },
            _ => changed,
        };
    }

    /// <summary>What follows from a decision. All of it may happen twice.</summary>
    private async Task FollowAsync(Run run, string action, CancellationToken cancellationToken)
    {
        if (action == ActionNames.Miss)
        {
            await alerts.ClearAsync(run.Client, AlertKinds.DigestHeld, run.Occurrence.ToString(), cancellationToken);
            await alerts.ClearAsync(run.Client, AlertKinds.DigestWaits, run.Occurrence.ToString(), cancellationToken);
        }

        await outbox.AddAsync(new DigestMessage(run.Client, run.Occurrence.ToString()), cancellationToken);
    }

    private static bool IsHeld(Run run) => run is { State: RunState.Held, HeldFor: HeldFor.ByPerson };

    /// <summary>That somebody has done it before; null where nobody has.</summary>
    private static ActionResult? BeforeOf(Run run, ActionRequest request)
    {
        var isHeld = IsHeld(run);
        var (isDone, by, at) = request.Action switch
        {
            ActionNames.Approve => (run.ApprovedAt is not null && !isHeld && run.State != RunState.Missed, run.ApprovedBy, run.ApprovedAt),
            ActionNames.Hold => (isHeld && run.HeldUntil == request.Until, run.HeldBy, null),
            ActionNames.Release => (!isHeld && run.HeldBy is not null && !DigestLifecycle.HasEnded(run), null, null),
            ActionNames.Miss => (run.State == RunState.Missed, null, null),
            _ => (false, null, (DateTimeOffset?)null),
        };
        return isDone ? new(ActionOutcome.AlreadyDone) { Run = run, By = by, At = at, Possible = Refusals.PossibleIn(run) } : null;
    }
}
