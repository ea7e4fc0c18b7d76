using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>
/// Plans each client's digests in its time zone. The next digest of a client is a row in <c>Due</c>: the timer only sends what
/// is due, and the message's job begins the digest and schedules the one after it.
/// </summary>
public sealed partial class DigestPlanner(ClientDirectory clients, RunTable runs, Outbox outbox, AlertTable alerts, PipelineWatch watch, TimeProvider time, ILogger<DigestPlanner> logger)
{
    private const string NothingRan = "was due while nothing ran, and was not sent afterwards";

    /// <summary>Sends the digests and mails that are due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await outbox.SendDueAsync(Lane.Digests, cancellationToken) is > 0 and var messages) Log.DueMessagesSent(logger, messages);
    }

    /// <summary>Begins what is due of a client, and schedules its next digest: as soon as its config is accepted, and whenever nothing else would.</summary>
    public async Task PlanAsync(string id, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(id, cancellationToken) is { } client) await PlanAsync(client, null, cancellationToken);
    }

    /// <summary>Begins what is due of a client under the config that is in force, before that changes or ends.</summary>
    /// <returns>Whether anything was due; the client's row has changed then.</returns>
    public async Task<bool> BeginDueAsync(ClientInForce client, CancellationToken cancellationToken)
    {
        if (client.PlannedThrough >= client.Config.Schedule.LatestDueAt(time.GetUtcNow()).Week) return false;
        await PlanAsync(client, null, cancellationToken);
        return true;
    }

    /// <summary>Begins a digest whose message has come.</summary>
    /// <param name="client">Null where no config of the client is in force.</param>
    /// <returns>Its run; null where there is nothing to do for the message.</returns>
    public async Task<Run?> BeginAsync(DigestMessage message, ClientInForce? client, CancellationToken cancellationToken)
    {
        var week = IsoWeek.Parse(message.Occurrence);
        if (client is null)
        {
            await BeginWithoutConfigAsync(message.Client, week, cancellationToken);
            return null;
        }

        if (await PlanAsync(client, week, cancellationToken) is { } run) return run;
        if (client.Config.Schedule.In(week).DueAt is var dueAt && dueAt > time.GetUtcNow())
        {
            // The schedule has changed since the message was sent, or a person has sent it.
            await outbox.ScheduleAsync(new DigestMessage(message.Client, message.Occurrence), dueAt, cancellationToken);
            return null;
        }

        return await runs.FindAsync(message.Client, week, cancellationToken);
    }

    /// <summary>Records a digest as missed. The alert is written first: if the process stops in between, the message comes again and repeats both.</summary>
    /// <param name="reason">Continues "The digest of {instant} …".</param>
    public async Task MissAsync(string client, Occurrence occurrence, string reason, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(client, occurrence.Week, cancellationToken) is { State: not RunState.Missed }) return;
        await ReportMissedAsync(client, occurrence, reason, cancellationToken);
        var isMissed = await runs.TryAddAsync(new(client, occurrence.Week, occurrence.DueAt, RunState.Missed, [], default), cancellationToken) is not null
            || await runs.FindAsync(client, occurrence.Week, cancellationToken) is { State: RunState.Missed };

        // Another instance, whose clock is behind, has planned the digest.
        if (isMissed) Log.Missed(logger, client, occurrence.Week, occurrence.Week.Plus(-1), occurrence.DueAt, reason);
        else await alerts.ClearAsync(client, AlertKinds.DigestMissed, occurrence.Week.ToString(), cancellationToken);
    }

    /// <summary>Reports a digest as missed.</summary>
    /// <param name="reason">Continues "The digest of {instant} …".</param>
    public Task ReportMissedAsync(string client, Occurrence occurrence, string reason, CancellationToken cancellationToken) => alerts.RecordAsync(
        client, AlertKinds.DigestMissed, occurrence.Week.ToString(), $"The digest of {occurrence.DueAt:yyyy-MM-dd HH:mm} UTC {reason}.", cancellationToken);

    /// <param name="handled">The occurrence whose message is being handled, and needs no other one.</param>
    /// <returns>The run of the occurrence that is being handled, where it was begun here.</returns>
    private async Task<Run?> PlanAsync(ClientInForce client, IsoWeek? handled, CancellationToken cancellationToken)
    {
        var (now, schedule, id) = (time.GetUtcNow(), client.Config.Schedule, client.Config.Id);
        var latest = schedule.LatestDueAt(now);
        Run? begun = null;
        var first = client.PlannedThrough?.Plus(1) ?? IsoWeek.Of(schedule.Zone.DayAt(client.Since));
        for (var week = first; week <= latest.Week; week = week.Plus(1))
        {
            var occurrence = client.In(week);
            if (occurrence.DueAt < client.Since) continue;
            if (client.Absence is { } absence && absence.Includes(occurrence.DueAt))
            {
                await MissAsync(id, occurrence, $"was due while no config of the client was in force: its file was deleted at {absence.From:yyyy-MM-dd HH:mm} UTC and dropped again at {absence.To:yyyy-MM-dd HH:mm} UTC", cancellationToken);
            }
            else if (now - occurrence.DueAt > Run.CatchUp)
            {
                await MissAsync(id, occurrence, NothingRan, cancellationToken);
            }
            else
            {
                var run = await runs.TryAddAsync(new(id, week, occurrence.DueAt, RunState.Planned, [], default), cancellationToken);
                if (week == handled) begun = run;
                else await outbox.AddAsync(new DigestMessage(id, week.ToString()), cancellationToken);
                Log.Planned(logger, id, week, week.Plus(-1), occurrence.DueAt);
                await watch.BeatAsync(HeartbeatTable.Digests, cancellationToken);
            }
        }

        // The next one is scheduled before the client is marked: if the process stops in between, both are repeated.
        var next = schedule.In((client.PlannedThrough > latest.Week ? client.PlannedThrough.Value : latest.Week).Plus(1));
        await outbox.ScheduleAsync(new DigestMessage(id, next.Week.ToString()), next.DueAt, cancellationToken);
        if (!client.IsScheduled || client.PlannedThrough is not { } through || through < latest.Week)
            await clients.SetPlannedThroughAsync(id, next.Week.Plus(-1), cancellationToken);
        return begun;
    }

    /// <summary>A digest that falls due without a config is missed. It is the last one that is reported until a config comes back.</summary>
    private async Task BeginWithoutConfigAsync(string id, IsoWeek week, CancellationToken cancellationToken)
    {
        var last = await clients.FindLastAsync(id, cancellationToken);
        var occurrence = last?.Config.Schedule.In(week) ?? new(week, time.GetUtcNow());
        if (occurrence.DueAt > time.GetUtcNow())
        {
            // The schedule has changed since the message was scheduled.
            await outbox.ScheduleAsync(new DigestMessage(id, week.ToString()), occurrence.DueAt, cancellationToken);
        }
        else if (last is { RetiredAt: { } retired })
        {
            if (occurrence.DueAt >= last.Since) await MissAsync(id, occurrence, $"was due while no config of the client was in force: its file was deleted at {retired:yyyy-MM-dd HH:mm} UTC", cancellationToken);
            await clients.SetPlannedThroughAsync(id, week, cancellationToken);
        }
        else if (last is null)
        {
            await MissAsync(id, occurrence, "was due while no config of the client was in force, or today's rules refuse the one that is", cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, was due at {DueAt:u} and is planned.")]
        public static partial void Planned(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, DateTimeOffset dueAt);

        [LoggerMessage(2, LogLevel.Error, "The digest {Occurrence} of {Client}, which reports {Week}, was due at {DueAt:u} and is missed: it {Reason}.")]
        public static partial void Missed(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, DateTimeOffset dueAt, string reason);

        [LoggerMessage(3, LogLevel.Information, "{Messages} messages that were due were sent.")]
        public static partial void DueMessagesSent(ILogger logger, int messages);
    }
}
