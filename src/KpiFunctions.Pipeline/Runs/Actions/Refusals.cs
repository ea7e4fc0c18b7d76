using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Why something cannot be done, and what can.</summary>
internal static class Refusals
{
    /// <summary>How many weeks are named where no digest of a week has fallen due.</summary>
    private const int Weeks = 6;

    /// <summary>How many clients are named where there is no such client.</summary>
    private const int Clients = 10;

    /// <summary>That an action is not possible in a digest's state.</summary>
    public static ActionResult Of(Run run, string action) => new(ActionOutcome.NotPossible, ObstacleOf(run, action))
    {
        Run = run,
        By = run is { State: RunState.Held, HeldFor: HeldFor.ByPerson } ? run.HeldBy : null,
        At = run is { State: RunState.Held, HeldFor: HeldFor.ByPerson } ? run.HeldUntil : null,
        Possible = PossibleIn(run),
    };

    /// <summary>The actions that are possible in a digest's state. One that was missed before it was built cannot be sent.</summary>
    public static IReadOnlyList<string> PossibleIn(Run run) =>
        [.. DigestLifecycle.PossibleIn(run).Select(transition => transition.Action).Where(action => action != ActionNames.Send || run is not { State: RunState.Missed, BuiltAt: null }).Distinct()];

    /// <summary>The same after sending was refused for a reason that the state does not show.</summary>
    public static IReadOnlyList<string> PossibleButSend(Run run) => [.. PossibleIn(run).Where(action => action != ActionNames.Send)];

    /// <summary>That no config of a client is in force, with the id that was probably meant and those that there are.</summary>
    public static async Task<ActionResult> NoClientAsync(ClientDirectory clients, string id, CancellationToken cancellationToken)
    {
        var known = (await clients.ListAsync(cancellationToken)).Select(client => client.Config.Id).ToList();
        return new(ActionOutcome.NoSuch, Obstacle.NoClient) { Nearest = Names.Nearest(id, known) ?? known.FirstOrDefault(each => id.Length > 0 && each.StartsWith(id, StringComparison.OrdinalIgnoreCase)), Existing = [.. known.Take(Clients)], More = Math.Max(0, known.Count - Clients) };
    }

    /// <summary>That no digest of a week has fallen due, with the weeks reported by those that have.</summary>
    public static async Task<ActionResult> NoDigestAsync(RunTable runs, ActionRequest request, IsoWeek occurrence, CancellationToken cancellationToken)
    {
        var known = await runs.ReadSinceAsync(request.Client, occurrence.Plus(-Weeks), cancellationToken);
        return new(ActionOutcome.NoSuch, Obstacle.NoDigest) { Existing = [.. known.TakeLast(Weeks).Select(run => run.ReportedWeek.ToString())] };
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
