using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Work;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Finds the digests that have fallen due, each in its client's zone, and queues what was put off.</summary>
public sealed class DigestPlanner(ClientDirectory clients, RunTable runs, Backlog backlog, FailureTable failures, TimeProvider time)
{
    /// <summary>A digest that fell due longer ago than this, while nothing ran, is recorded as missed instead of being sent.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromDays(3);

    /// <summary>Plans every client's digests, then queues the work that has fallen due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var client in await clients.ListAsync(cancellationToken)) await PlanAsync(client, cancellationToken);
        await backlog.QueueDueAsync(cancellationToken);
    }

    private async Task PlanAsync(ClientInForce client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var schedule = client.Config.Schedule;
        var latest = schedule.LatestDueAt(now);
        if (client.PlannedThrough >= latest.Week) return;

        var first = client.PlannedThrough?.Plus(1) ?? IsoWeek.Of(schedule.Zone.DayAt(client.Since));
        for (var week = first; week <= latest.Week; week = week.Plus(1))
        {
            var occurrence = schedule.In(week);
            if (occurrence.DueAt < client.Since) continue;
            if (now - occurrence.DueAt <= CatchUp) await QueueAsync(client.Config, occurrence, cancellationToken);
            else await MissAsync(client.Config, occurrence, cancellationToken);
        }

        await clients.SetPlannedThroughAsync(client.Config.Id, latest.Week, cancellationToken);
    }

    /// <summary>The run is added first; its message is sent also when the run was there, since whoever added it may have died before he sent it.</summary>
    private async Task QueueAsync(ClientConfig client, Occurrence occurrence, CancellationToken cancellationToken)
    {
        await runs.TryAddAsync(new(client.Id, occurrence.Week, occurrence.DueAt, RunState.Planned, [], default), cancellationToken);
        await backlog.AddAsync(new DigestMessage(client.Id, occurrence.Week.ToString()), cancellationToken);
    }

    private async Task MissAsync(ClientConfig client, Occurrence occurrence, CancellationToken cancellationToken)
    {
        if (!await runs.TryAddAsync(new(client.Id, occurrence.Week, occurrence.DueAt, RunState.Missed, [], default), cancellationToken)) return;
        await failures.RecordAsync(
            client.Id,
            AlertKinds.DigestMissed,
            occurrence.Week.ToString(),
            $"The digest of {occurrence.DueAt:yyyy-MM-dd HH:mm} UTC fell due while nothing ran, and was not sent afterwards.",
            cancellationToken);
    }
}
