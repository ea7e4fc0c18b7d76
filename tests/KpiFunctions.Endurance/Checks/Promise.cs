using KpiFunctions.Endurance.Runs;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Checks;

/// <summary>Exactly one digest per client, week and recipient; where there is none, a record that says so.</summary>
internal static class Promise
{
    public static IReadOnlyList<Violation> Check(Outcome outcome) =>
        [.. Duplicates(outcome), .. NotAskedFor(outcome), .. Lost(outcome), .. LostAskedFor(outcome), .. ForeignData(outcome), .. Stuck(outcome), .. Reports(outcome), .. Suppressed(outcome)];

    /// <summary>Whether a run does not go on by itself. One that is held for want of figures does.</summary>
    public static bool IsEnd(Run run) => run.State is RunState.Sent or RunState.Missed || (run.State == RunState.Held && run.HeldFor is not (HeldFor.NoFigures or HeldFor.ByPerson));

    private static IEnumerable<Violation> Duplicates(Outcome outcome) => outcome.Mails
        .GroupBy(mail => (mail.Client, mail.Occurrence, To: mail.To.ToLowerInvariant(), mail.DeliveryId))
        .Where(group => group.Count() > 1)
        .Select(group => new Violation(Breach.Duplicate, $"{group.Key.Client} {group.Key.Occurrence} {group.Key.To} got {group.Count()} mails"));

    /// <summary>Mails that are neither the one of a client, an occurrence and a recipient nor of an instruction that somebody gave.</summary>
    private static IEnumerable<Violation> NotAskedFor(Outcome outcome)
    {
        var instructions = outcome.Audit.Where(entry => entry.Request.Action == ActionNames.Send).ToLookup(entry => entry.Request.Client, IdOf, StringComparer.Ordinal);
        foreach (var mail in outcome.Mails)
        {
            var asked = instructions[mail.Client].Prepend(null).Select(id => new DeliveryKey(mail.Client, IsoWeek.Parse(mail.Occurrence), RecipientHash.Of(mail.To), id).DeliveryId);
            if (!asked.Contains(mail.DeliveryId)) yield return new(Breach.Duplicate, $"{mail.Client} {mail.Occurrence} {mail.To} got a mail that nobody asked for");
        }
    }

    /// <summary>Mails that people asked for and that have neither arrived nor a record that says so.</summary>
    private static IEnumerable<Violation> LostAskedFor(Outcome outcome)
    {
        foreach (var delivery in outcome.Deliveries.Where(delivery => delivery.Key.Instruction is not null))
        {
            var (key, isSent) = (delivery.Key, outcome.Mails.Any(mail => mail.DeliveryId == delivery.Key.DeliveryId));
            var what = $"the mail {key.Client} {key.Occurrence} that {delivery.By} asked for by {key.Instruction}";
            if (delivery.State is DeliveryState.Claimed or DeliveryState.PutOff) yield return new(Breach.Stuck, $"{what} is {delivery.StateName}");
            else if (delivery.State == DeliveryState.Accepted && !isSent) yield return new(Breach.Lost, $"{what} is recorded as accepted");
            else if (delivery.State == DeliveryState.Unknown && !isSent && !outcome.Causes.ContainsKey(key.DeliveryId)) yield return new(Breach.Lost, $"{what} is recorded as unknown, and nothing happened that could hide its outcome");
        }

        foreach (var entry in outcome.Audit.Where(entry => entry.Request.Action == ActionNames.Send && entry.Outcome == ActionOutcome.Done))
            if (outcome.Deliveries.All(delivery => delivery.Key.Instruction != IdOf(entry) || delivery.Key.Client != entry.Request.Client))
                yield return new(Breach.Lost, $"{entry.Request.Client}: the instruction {entry.Instruction.Id} is done and has no mail");
        foreach (var entry in outcome.Audit.Where(entry => entry.Outcome is null)) yield return new(Breach.Stuck, $"{entry.Request.Client}: the instruction {entry.Instruction.Id} has no outcome");
    }

    /// <summary>By which the deliveries name the instruction.</summary>
    private static string IdOf(AuditEntry entry) => entry.Request.IsTest ? DeliveryKey.TestPrefix + entry.Instruction.Id : entry.Instruction.Id;

    private static IEnumerable<Violation> Lost(Outcome outcome)
    {
        // A client that was taken out of force is owed nothing more.
        foreach (var (client, occurrence) in outcome.Plan.Digests.Where(digest => digest.Client.RetiredAfter is null))
        {
            var run = outcome.Runs.FirstOrDefault(run => run.Client == client.Id && run.Occurrence == occurrence.Week);
            foreach (var recipient in client.Recipients)
            {
                var key = new DeliveryKey(client.Id, occurrence.Week, RecipientHash.Of(recipient));
                if (outcome.Mails.Any(mail => mail.DeliveryId == key.DeliveryId)) continue;
                var delivery = outcome.Deliveries.FirstOrDefault(delivery => delivery.Key == key);
                if (Unrecorded(outcome, occurrence, client.Id, run, delivery) is { } why) yield return new(Breach.Lost, $"{client.Id} {occurrence.Week} {recipient} got no mail: {why}");
            }
        }
    }

    /// <summary>Why what is recorded does not say that there is no mail; null where it does.</summary>
    private static string? Unrecorded(Outcome outcome, Occurrence occurrence, string client, Run? run, DeliveryRecord? delivery) => delivery?.State switch
    {
        DeliveryState.Refused or DeliveryState.Suppressed => null,
        DeliveryState.Unknown => outcome.Causes.ContainsKey(delivery.Key.DeliveryId) ? null : $"it is recorded as unknown ({delivery.Reason}), and nothing happened that could hide its outcome",
        DeliveryState.Accepted => "it is recorded as accepted",
        _ when run?.State is RunState.Held or RunState.Missed => null,
        _ when outcome.Alerts.Any(alert => alert.Client == client && alert.Kind == AlertKinds.DigestMissed && alert.Subject == occurrence.Week.ToString()) => null,
        var state => $"the run is {run?.StateName ?? "missing"}, the delivery {state?.ToString() ?? "missing"}",
    };

    private static IEnumerable<Violation> ForeignData(Outcome outcome)
    {
        foreach (var mail in outcome.Mails)
        {
            var own = outcome.Plan.Clients.FirstOrDefault(client => client.Id == mail.Client);
            var what = own is null ? "is of no client"
                : !own.Recipients.Append(own.Consultant).Contains(mail.To, StringComparer.OrdinalIgnoreCase) ? "went to another's recipient"
                : !mail.Body.Contains(own.Marker, StringComparison.OrdinalIgnoreCase) ? "does not have its client's name"
                : outcome.Plan.Clients.FirstOrDefault(client => client != own && mail.Body.Contains(client.Marker, StringComparison.OrdinalIgnoreCase)) is { } other ? $"has data of {other.Id}"
                : null;
            if (what is not null) yield return new(Breach.ForeignData, $"the mail {mail.Client} {mail.Occurrence} to {mail.To} {what}");
        }
    }

    /// <summary>Of the mails to consultants: none twice, none about another's client, and for each Monday at eight one, or a record that says that there is none.</summary>
    private static IEnumerable<Violation> Reports(Outcome outcome)
    {
        foreach (var same in outcome.Reports.GroupBy(mail => mail.DeliveryId).Where(same => same.Count() > 1))
            yield return new(Breach.Duplicate, $"{same.First().To} {same.First().Occurrence} got {same.Count()} times the same report");

        foreach (var mail in outcome.Reports)
            if (outcome.Plan.Clients.FirstOrDefault(client => client.Consultant != mail.To && mail.Body.Contains(client.Marker, StringComparison.OrdinalIgnoreCase)) is { } other)
                yield return new(Breach.ForeignData, $"the report {mail.Occurrence} to {mail.To} has data of {other.Id}");

        foreach (var client in outcome.Plan.Clients.Where(client => client.RetiredAfter is null))
        {
            for (var week = outcome.Plan.Weeks[0]; week <= outcome.Plan.Weeks[^1].Plus(1); week = week.Plus(1))
            {
                // What fell due in the last hours may still be put off.
                var due = client.Zone.InstantOf(week.Monday, new(8, 0));
                if (due <= outcome.Plan.DroppedAt || due > outcome.EndedAt.AddHours(-6)) continue;
                var record = outcome.ReportDeliveries.FirstOrDefault(record => record.Key.Recipient == RecipientHash.Of(client.Consultant) && record.Key.Occurrence == week && record.Key.Instruction is null);
                if (record is null || record.State == DeliveryState.Claimed) yield return new(Breach.Lost, $"{client.Consultant} got no report in {week}: the delivery is {record?.StateName ?? "missing"}");
            }
        }
    }

    /// <summary>Who unsubscribed gets nothing more until a person lifts it, and then again; nobody else goes without a mail for it.</summary>
    private static IEnumerable<Violation> Suppressed(Outcome outcome)
    {
        var ended = outcome.Plan.Actions.Where(action => action.Action == PlannedAction.Unsubscribe).ToDictionary(action => (action.Request.Client, Recipient: action.Request.Recipient!));
        foreach (var delivery in outcome.Deliveries.Where(delivery => delivery.State == DeliveryState.Suppressed && !ended.ContainsKey((delivery.Key.Client, delivery.Key.Recipient))))
            yield return new(Breach.Lost, $"the delivery {delivery.Key.Client} {delivery.Key.Occurrence} {delivery.Key.Recipient} is suppressed, and nobody unsubscribed");

        foreach (var (of, action) in ended.Where(each => outcome.Heard[each.Value].Any()))
        {
            var what = $"{of.Client} {action.Recipient}";

            // Who died after the lift took effect, and wanted it again, heard that it was done already.
            var lifts = outcome.Audit.Where(entry => entry.Request.Action == ActionNames.Lift && entry.Request.Client == of.Client && entry.Outcome is ActionOutcome.Done or ActionOutcome.AlreadyDone).ToList();
            var deliveries = outcome.Deliveries.Where(delivery => delivery.Key.Client == of.Client && delivery.Key.Recipient == of.Recipient).ToList();
            if (!outcome.Suppressions.TryGetValue(of, out var recorded) || recorded.LiftedAt is null != (lifts.Count == 0)) yield return new(Breach.Lost, $"{what} unsubscribed, {lifts.Count} lifts are done, and the record says lifted at {recorded?.LiftedAt:u}");
            if (lifts.Count > 0 && outcome.Alerts.Any(alert => alert.Client == of.Client && alert.Kind == AlertKinds.Unsubscribed)) yield return new(Breach.Stuck, $"{what} is lifted and still reported");

            // What a host had begun when it stood still is not called back.
            var (from, until) = (outcome.Heard[action].Min() + Roughness.LongestStall, recorded?.LiftedAt ?? DateTimeOffset.MaxValue);
            foreach (var mail in deliveries.Where(mail => mail.State == DeliveryState.Accepted && mail.ClaimedAt > from && mail.ClaimedAt < until))
                yield return new(Breach.Duplicate, $"{what} unsubscribed and got the mail {mail.Key.Occurrence}, claimed at {mail.ClaimedAt:u}");
            foreach (var mail in deliveries.Where(mail => mail.State == DeliveryState.Suppressed && mail.FirstClaimedAt > until))
                yield return new(Breach.Lost, $"{what} is lifted, and the mail {mail.Key.Occurrence}, claimed at {mail.FirstClaimedAt:u}, is suppressed");
        }
    }

    private static IEnumerable<Violation> Stuck(Outcome outcome) =>
    [
        .. outcome.Runs.Where(run => !IsEnd(run)).Select(run => new Violation(Breach.Stuck, $"the run {run.Client} {run.Occurrence} is {run.StateName}{Failures(outcome, run)}")),
        .. outcome.MessagesLeft.Length > 0 ? [new Violation(Breach.Stuck, $"messages are left: {outcome.MessagesLeft}")] : Array.Empty<Violation>(),
    ];

    private static string Failures(Outcome outcome, Run run)
    {
        var alerts = outcome.Alerts.Where(alert => alert.Client == run.Client && alert.IsFinal).Select(alert => $"{alert.Kind}: {alert.Subject}: {alert.Reason}").ToList();
        return alerts.Count == 0 ? "" : $" ({string.Join("; ", alerts.Select(alert => alert.Length > 200 ? alert[..200] + "…" : alert))})";
    }
}
