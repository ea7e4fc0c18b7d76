using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>
/// Sends a digest again: one mail more for each recipient and instruction, with a record of its own that says who asked for it,
/// when and why. The record is inserted before the mail's message is queued.
/// </summary>
public sealed class SendAction(RunTable runs, DeliveryTable deliveries, SuppressionTable suppressions, DigestArchive digests, DigestSender sender, Outbox outbox, TimeProvider time)
{
    /// <summary>Asks for the mails.</summary>
    public async Task<ActionResult> RunAsync(ClientInForce client, ActionRequest request, Instruction instruction, CancellationToken cancellationToken)
    {
        if (request.Occurrence is not { } occurrence) return new(ActionOutcome.NoSuch, Obstacle.NoDigest);
        var run = await runs.FindAsync(request.Client, occurrence, cancellationToken);
        if (run is null) return await Refusals.NoDigestAsync(runs, request, occurrence, cancellationToken);
        if (!request.IsTest && DigestLifecycle.Find(run, request.Action) is null) return Refusals.Of(run, request.Action);
        if (run.State == RunState.Unrecognized) return Refusals.Of(run, request.Action);
        if (await digests.FindAsync(request.Client, run.ReportedWeek, null, cancellationToken) is null) return new(ActionOutcome.NotPossible, Obstacle.NotArchived) { Run = run, Possible = Refusals.PossibleButSend(run) };
        if (request.IsTest) return await AskForTestAsync(client.Config, run, instruction, cancellationToken);

        var wanted = client.Config.Recipients.Select(recipient => RecipientHash.Of(recipient.Email)).Where(hash => request.Recipient is null || hash == request.Recipient).ToList();
        if (wanted.Count == 0) return Refusals.NoRecipient(client.Config);
        var known = await deliveries.ReadAsync(request.Client, occurrence, cancellationToken);
        var (free, leftOut) = (new List<string>(), new List<(string Place, Obstacle Why)>());
        foreach (var hash in wanted)
        {
            var mine = known.Where(delivery => delivery.Key.Recipient == hash && !delivery.Key.IsTest).ToList();
            var why = await ObstacleOfAsync(client, run, hash, mine, instruction, cancellationToken);
            if (why == Obstacle.None) free.Add(hash);
            else leftOut.Add((RecipientPlace.Find(client.Config, hash)!, why));
        }

        return free.Count == 0
            ? new(ActionOutcome.NotPossible, leftOut[0].Why) { Run = run, Possible = Refusals.PossibleButSend(run), LeftOut = leftOut.Count > 1 ? leftOut : [] }
            : (await AskAsync(run, free, instruction.Id, instruction, cancellationToken)) with { LeftOut = leftOut };
    }

    /// <summary>A test goes to whoever asks by a link; otherwise to the first consultant who is present.</summary>
    private async Task<ActionResult> AskForTestAsync(ClientConfig client, Run run, Instruction instruction, CancellationToken cancellationToken)
    {
        var reader = client.Consultants.FirstOrDefault(consultant => RecipientHash.Of(consultant.Email) == instruction.ByAddress)
            ?? client.PresentOn(client.Schedule.Zone.DayAt(time.GetUtcNow()))[0];
        var asked = await AskAsync(run, [RecipientHash.Of(reader.Email)], DeliveryKey.TestPrefix + instruction.Id, instruction, cancellationToken);
        return asked with { To = reader.Email };
    }

    private async Task<Obstacle> ObstacleOfAsync(
        ClientInForce client, Run run, string hash, List<DeliveryRecord> mails, Instruction instruction, CancellationToken cancellationToken)
    {
        // The same instruction, carried out again.
        if (mails.Any(mail => mail.Key.Instruction == instruction.Id)) return Obstacle.None;
        if (client.IsPausedAt(hash, time.GetUtcNow())) return Obstacle.IsPaused;
        if (await suppressions.FindReasonAsync(run.Client, hash, cancellationToken) is not null) return Obstacle.Suppressed;

        // A mail that is on its way, or about to be, comes without being asked for.
        var isOpen = mails.Any(mail => mail.State is DeliveryState.Claimed or DeliveryState.PutOff or DeliveryState.Unrecognized) || (mails.Count == 0 && run.State == RunState.Built);
        return isOpen ? Obstacle.UnderWay : Obstacle.None;
    }

    private async Task<ActionResult> AskAsync(Run run, List<string> recipients, string id, Instruction instruction, CancellationToken cancellationToken)
    {
        foreach (var recipient in recipients)
        {
            var key = new DeliveryKey(run.Client, run.Occurrence, recipient, id);
            if (await sender.AskForAsync(key, instruction.By, instruction.Why, cancellationToken))
                await outbox.AddAsync(new SendMessage(run.Client, run.Occurrence.ToString(), recipient) { Instruction = id }, cancellationToken);
        }

        return new(ActionOutcome.Done) { Run = run, Count = recipients.Count };
    }
}
