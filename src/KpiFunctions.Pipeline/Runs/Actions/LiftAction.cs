using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Lets a recipient get a client's digests again who had unsubscribed, or whose address had failed.</summary>
public sealed class LiftAction(SuppressionTable suppressions, AlertTable alerts, TimeProvider time)
{
    /// <summary>Kinds of alerts about a recipient's suppression, whose subject is the hash of the address.</summary>
    private static readonly string[] Kinds = [AlertKinds.Unsubscribed, AlertKinds.AddressDead];

    /// <summary>Lifts the suppression.</summary>
    public async Task<ActionResult> RunAsync(ClientInForce client, ActionRequest request, CancellationToken cancellationToken)
    {
        if (request.Recipient is not { Length: > 0 } recipient) return Refusals.NoRecipient(client.Config);
        var wasSuppressed = await suppressions.LiftAsync(request.Client, recipient, cancellationToken);

        // Also where there is none any more: an attempt before may have died in between.
        foreach (var kind in Kinds) await alerts.ClearAsync(request.Client, kind, recipient, cancellationToken);
        var paused = PauseOf(client, recipient);
        if (wasSuppressed) return new(ActionOutcome.Done, paused);
        if (RecipientPlace.Find(client.Config, recipient) is null) return Refusals.NoRecipient(client.Config);
        return paused == Obstacle.None ? new(ActionOutcome.AlreadyDone, Obstacle.NotSuppressed) : new(ActionOutcome.NotPossible, paused);
    }

    /// <summary>The pause for which the recipient gets no digests all the same.</summary>
    private Obstacle PauseOf(ClientInForce client, string recipient)
    {
        var now = time.GetUtcNow();
        if (client.IsPausedAt(recipient, now)) return Obstacle.IsPaused;
        return client.IsPausedAt(now) ? Obstacle.ClientIsPaused : Obstacle.None;
    }
}
