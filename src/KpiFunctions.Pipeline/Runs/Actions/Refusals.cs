using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Why something cannot be done, and what can.</summary>
internal static class Refusals
{
    /// <summary>How many of what there is are named.</summary>
    private const int Named = 6;

    /// <summary>That an action is not possible in a digest's state.</summary>
    public static ActionResult Of(Run run, string action) => new(ActionOutcome.NotPossible, ObstacleOf(run, action))
    {
        Run = run,
        By = run is { State: RunState.Held, HeldFor: HeldFor.ByPerson } ? run.HeldBy : null,
        At = run is { State: RunState.Held, HeldFor: HeldFor.ByPerson } ? run.HeldUntil : null,
        Possible = PossibleIn(run),
    };

    /// <summary>The actions that are possible in a digest's state.</summary>
    public static IReadOnlyList<string> PossibleIn(Run run) => [.. DigestLifecycle.PossibleIn(run).Select(transition => transition.Action).Distinct()];

    /// <summary>That no digest of a week has fallen due, with the weeks reported by those that have.</summary>
    public static async Task<ActionResult> NoDigestAsync(RunTable runs, ActionRequest request, IsoWeek occurrence, CancellationToken cancellationToken)
    {
        var known = await runs.ReadSinceAsync(request.Client, occurrence.Plus(-Named), cancellationToken);
        return new(ActionOutcome.NoSuch, Obstacle.NoDigest) { Existing = [.. known.TakeLast(Named).Select(run => run.ReportedWeek.ToString())] };
    }

    /// <summary>That the config has no such recipient, with those that it has.</summary>
    public static ActionResult NoRecipient(ClientConfig client) =>
        new(ActionOutcome.NoSuch, Obstacle.NoRecipient) { Existing = [.. client.Recipients.Select(recipient => recipient.Email)] };

    private static Obstacle ObstacleOf(Run run, string action) => (run.State, run.HeldFor) switch
    {
        (RunState.Unrecognized, _) or (_, HeldFor.Unrecognized) => Obstacle.LaterRelease,
        (RunState.Missed, _) => Obstacle.IsMissed,
        (RunState.Built, _) => Obstacle.UnderWay,
        (RunState.Sent, _) => Obstacle.HasLeft,
        (RunState.Held, HeldFor.ByPerson) => Obstacle.HeldByPerson,
        (RunState.Held, HeldFor.NoFigures) => action == ActionNames.Release ? Obstacle.NotHeld : Obstacle.NoFigures,
        (RunState.Held, _) => Obstacle.HasLeft,
        (RunState.Drafted, _) => action == ActionNames.Release ? Obstacle.NotHeld : Obstacle.Waits,
        _ => action == ActionNames.Release ? Obstacle.NotHeld : Obstacle.NotBuilt,
    };
}
