using Cronos;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Runs the pipeline's jobs on this machine: timers by their schedules, queues by <c>host.json</c>. It uses only the lists of
/// jobs, as the Functions host uses only the triggers.
/// </summary>
internal sealed partial class LocalHost(PipelineJobs jobs, StorageAccount account, HostSettings settings, ILogger<LocalHost> logger)
{
    /// <summary>How often the input containers are listed, since Azurite raises no events.</summary>
    private static readonly TimeSpan ListingInterval = TimeSpan.FromSeconds(2);

    /// <summary>No timer pauses for longer.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private readonly TimerClaims claims = new(account);
    private readonly IReadOnlyList<QueuePump> pumps = [.. jobs.Queues.Select(job => new QueuePump(job, account, settings, logger))];

    /// <summary>Runs on the real clock until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        ListAsync(cancellationToken),
        .. jobs.Timers.Select(timer => OnScheduleAsync(timer, cancellationToken)),
        .. pumps.Select(pump => PumpAsync(pump, cancellationToken)),
    ]);

    /// <summary>
    /// Moves a clock from timer to timer and empties the queues after each step: the same as <see cref="RunAsync"/> without
    /// waiting.
    /// </summary>
    /// <param name="goOn">Called before each step with the instant that follows; returns false to stop.</param>
    /// <param name="nothingDueUntil">Told an instant, says up to when timers that send what is due are left out, since they would find nothing; null to leave out none.</param>
    public async Task LeapAsync(
        LeapingClock clock, Func<DateTimeOffset, CancellationToken, Task<bool>> goOn, CancellationToken cancellationToken, Func<DateTimeOffset, CancellationToken, Task<DateTimeOffset>>? nothingDueUntil = null)
    {
        await DrainAsync(cancellationToken);
        while (await NextAsync(clock.GetUtcNow()) is var (instant, timers) && await goOn(instant, cancellationToken))
        {
            clock.LeapTo(instant);
            foreach (var timer in timers) await timer.RunAsync(cancellationToken);
            await DrainAsync(cancellationToken);
        }

        async Task<(DateTimeOffset Instant, IReadOnlyList<TimerJob> Timers)> NextAsync(DateTimeOffset now)
        {
            var due = nothingDueUntil is null ? now : (await nothingDueUntil(now, cancellationToken)).AddTicks(-1);
            return NextTimers(now, due > now ? due : now);
        }
    }

    /// <summary>Handles messages until every queue is empty.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        int worked;
        do
        {
            worked = (await Task.WhenAll(pumps.Select(pump => pump.WorkOnceAsync(cancellationToken)))).Sum();
        }
        while (worked > 0);
    }

    private async Task PumpAsync(QueuePump pump, CancellationToken cancellationToken)
    {
        var idle = settings.PollingInterval < ListingInterval ? settings.PollingInterval : ListingInterval;
        while (!cancellationToken.IsCancellationRequested)
            if (await pump.WorkOnceAsync(cancellationToken) == 0) await Task.Delay(idle, cancellationToken);
    }

    /// <summary>Replaces the events that Azure raises.</summary>
    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var listing = jobs.Timers.Single(timer => timer.Name == "ReconcileBlobs");
        while (!cancellationToken.IsCancellationRequested)
        {
            await RunAsync(listing, cancellationToken);
            await Task.Delay(ListingInterval, cancellationToken);
        }
    }

    /// <summary>
    /// Fires at the start for the occurrence before it, since this host does not run all day, then by schedule: each
    /// occurrence on one of the hosts that share the storage.
    /// </summary>
    private async Task OnScheduleAsync(TimerJob timer, CancellationToken cancellationToken)
    {
        var occurrence = LatestOf(timer, TimeProvider.System.GetUtcNow());
        while (!cancellationToken.IsCancellationRequested)
        {
            await RunAsync(timer with { RunAsync = token => RunOnceAsync(timer, occurrence, token) }, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            occurrence = NextOf(timer, now);
            await Task.Delay(occurrence - now, cancellationToken);
        }
    }

    private async Task RunOnceAsync(TimerJob timer, DateTimeOffset occurrence, CancellationToken cancellationToken)
    {
        if (await claims.TryClaimAsync(timer.Name, occurrence, cancellationToken)) await timer.RunAsync(cancellationToken);
    }

    /// <summary>A timer that fails is logged and fires again at its next time, as in Azure.</summary>
    private async Task RunAsync(TimerJob timer, CancellationToken cancellationToken)
    {
        try
        {
            await timer.RunAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TimerFailed(logger, timer.Name, exception);
        }
    }

    /// <param name="due">After when timers that send what is due are wanted.</param>
    private (DateTimeOffset Instant, IReadOnlyList<TimerJob> Timers) NextTimers(DateTimeOffset now, DateTimeOffset due)
    {
        var next = jobs.Timers.Select(timer => (Timer: timer, At: NextOf(timer, timer.SendsWhatIsDue ? due : now))).ToList();
        var first = next.Min(timer => timer.At);
        return (first, [.. next.Where(timer => timer.At == first).Select(timer => timer.Timer)]);
    }

    private static DateTimeOffset LatestOf(TimerJob timer, DateTimeOffset now) =>
        CronExpression.Parse(timer.Schedule, CronFormat.IncludeSeconds).GetOccurrences(now - LongestInterval, now, TimeZoneInfo.Utc, fromInclusive: true, toInclusive: true).Last();

    private static DateTimeOffset NextOf(TimerJob timer, DateTimeOffset now) =>
        CronExpression.Parse(timer.Schedule, CronFormat.IncludeSeconds).GetNextOccurrence(now, TimeZoneInfo.Utc)!.Value;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The timer {Timer} failed.")]
        public static partial void TimerFailed(ILogger logger, string timer, Exception exception);
    }
}
