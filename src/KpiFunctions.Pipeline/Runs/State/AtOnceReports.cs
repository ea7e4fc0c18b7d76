namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// Has what cannot wait told to the consultants at the planner's next tick. Each alert is a row first, and then the
/// consultant's one row in <c>Due</c> is made sure of: whoever handles its message afterwards finds the alert.
/// </summary>
public sealed class AtOnceReports(ConsultantTable consultants, UrgentAlertTable urgent, ScheduledMessageTable scheduled, Outbox outbox, TimeProvider time)
{
    /// <summary>Makes sure that an alert of a client without a consultant has a reader: the agency.</summary>
    /// <returns>The client's consultants; the agency where it has none.</returns>
    public async Task<IReadOnlyList<string>> ReadersOfAsync(string client, CancellationToken cancellationToken)
    {
        if (client == AlertOwners.NoClient) return [ConsultantTable.Agency];
        if (await consultants.ConsultantsOfAsync(client, cancellationToken) is { Count: > 0 } known) return known;
        await consultants.SetToAgencyAsync(client, cancellationToken);
        return [ConsultantTable.Agency];
    }

    /// <summary>Has an alert told at the next tick.</summary>
    public async Task RaiseAsync(IReadOnlyList<string> readers, string client, string kind, string subject, CancellationToken cancellationToken)
    {
        foreach (var reader in readers)
        {
            await urgent.AddAsync(reader, client, kind, subject, cancellationToken);
            await ScheduleAsync(reader, cancellationToken);
        }
    }

    /// <summary>Makes sure that a mail about what cannot wait is made at the next tick.</summary>
    public async Task ScheduleAsync(string reader, CancellationToken cancellationToken)
    {
        var tick = ReportMessage.TickAfter(time.GetUtcNow());
        var message = ReportMessage.AtOnce(reader, tick);

        // A message that is on its way may have been handled up to its end: the row belongs to the next one then.
        if (await scheduled.FindAsync(message, cancellationToken) is { IsSent: false } row && row.DueAt <= tick) return;
        await outbox.ScheduleAsync(message, tick, cancellationToken);
    }

    /// <summary>Schedules the mail of alerts that wait to be told and that nothing tells: the row of their mail is lost.</summary>
    internal async Task RepairAsync(string reader, CancellationToken cancellationToken)
    {
        if ((await urgent.ReadAsync(reader, cancellationToken)).Count == 0) return;
        if (await scheduled.FindAsync(ReportMessage.AtOnce(reader, time.GetUtcNow()), cancellationToken) is null) await ScheduleAsync(reader, cancellationToken);
    }
}
