using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Plans the digests that are due, each in its client's time zone, and sends messages whose time has come.</summary>
public sealed partial class DigestPlanner(ClientDirectory clients, RunTable runs, Outbox outbox, AlertTable alerts, TimeProvider time, ILogger<DigestPlanner> logger)
{
    /// <summary>A digest that was due longer ago than this is recorded as missed and not sent.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromDays(3);

    /// <summary>Plans every client's digests, then sends the messages that are due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var client in await clients.ListAsync(cancellationToken)) await PlanAsync(client, cancellationToken);
        if (await outbox.SendDueAsync(cancellationToken) is > 0 and var messages) Log.DueMessagesSent(logger, messages);
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

    /// <summary>The run is added first. Its message is sent even if the run existed, since the planner that added it may have died before it sent the message.</summary>
    private async Task QueueAsync(ClientConfig client, Occurrence occurrence, CancellationToken cancellationToken)
    {
        await runs.TryAddAsync(new(client.Id, occurrence.Week, occurrence.DueAt, RunState.Planned, [], default), cancellationToken);
        await outbox.AddAsync(new DigestMessage(client.Id, occurrence.Week.ToString()), cancellationToken);
        Log.Planned(logger, client.Id, occurrence.Week, occurrence.DueAt);
    }

    /// <summary>Records a digest as missed. The alert is written first: if the process stops in between, the next planner finds no run and repeats both.</summary>
    private async Task MissAsync(ClientConfig client, Occurrence occurrence, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(client.Id, occurrence.Week, cancellationToken) is { State: not RunState.Missed }) return;
        await alerts.RecordAsync(
            client.Id,
            AlertKinds.DigestMissed,
            occurrence.Week.ToString(),
            $"The digest of {occurrence.DueAt:yyyy-MM-dd HH:mm} UTC was due while nothing ran, and was not sent afterwards.",
            cancellationToken);
        var isMissed = await runs.TryAddAsync(new(client.Id, occurrence.Week, occurrence.DueAt, RunState.Missed, [], default), cancellationToken)
            || await runs.FindAsync(client.Id, occurrence.Week, cancellationToken) is { State: RunState.Missed };

        // Another planner, whose clock is behind, has planned the digest.
        if (isMissed) Log.Missed(logger, client.Id, occurrence.Week, occurrence.DueAt);
        else await alerts.ClearAsync(client.Id, AlertKinds.DigestMissed, occurrence.Week.ToString(), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The digest {Occurrence} of {Client} was due at {DueAt:u} and is planned.")]
        public static partial void Planned(ILogger logger, string client, IsoWeek occurrence, DateTimeOffset dueAt);

        [LoggerMessage(2, LogLevel.Error, "The digest {Occurrence} of {Client} was due at {DueAt:u} and is missed: nothing ran at that time.")]
        public static partial void Missed(ILogger logger, string client, IsoWeek occurrence, DateTimeOffset dueAt);

        [LoggerMessage(3, LogLevel.Information, "{Messages} messages that were put off, overdue or lost were sent.")]
        public static partial void DueMessagesSent(ILogger logger, int messages);
    }
}
