using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Sweeping;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Lines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Runs.Digests.Walks;

/// <summary>
/// The pipeline from dropped files to digests that begin: a digest that has begun counts as sent. One walk after the other
/// takes place in it, each on an empty storage.
/// </summary>
internal sealed class WalkPipeline : IAsyncDisposable
{
    /// <summary>When a digest that waits for a config is looked at again: less often than in the pipeline, for the sake of speed.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(6);

    private const string Client = "shop";
    private const string File = Client + ".json";

    private readonly WalkClock clock = new();
    private readonly TwinAccount twin;
    private AccountLines empty = new([]);
    private LocalPipeline pipeline = null!;

    /// <summary>Why digests were missed, by their weeks. Alerts are cleared once a later digest was sent.</summary>
    private readonly Dictionary<string, string> missed = new(StringComparer.Ordinal);

    /// <summary>Until when no message is handled; null where they are.</summary>
    private DateTimeOffset? stalledUntil;

    private WalkPipeline() => twin = new(clock) { KeepsRequests = false };

    private StorageAccount Account => pipeline.Account;

    public static async Task<WalkPipeline> StartAsync(CancellationToken cancellationToken)
    {
        var walks = new WalkPipeline();
        walks.pipeline = await LocalPipeline.StartAsync(
            new("", walks.clock) { Account = new(walks.twin.NewTables(), walks.twin.NewBlobs(), walks.twin.NewQueues()), Configure = services => services.AddLogging(logging => logging.ClearProviders()) },
            _ => { }, cancellationToken);
        walks.empty = walks.twin.Dump();
        return walks;
    }

    public async Task<WalkOutcome> RunAsync(ScheduleWalk walk, CancellationToken cancellationToken)
    {
        twin.Reset();
        twin.Load(empty);
        (clock.Now, stalledUntil) = (walk.Steps[0].At, null);
        missed.Clear();
        var ticks = new WalkTicks(walk);
        foreach (var step in walk.Steps)
        {
            await TickUntilAsync(step.At, ticks, cancellationToken);
            clock.Now = step.At;
            if (step.Action == WalkAction.Stall) stalledUntil = step.Until;
            if (step.Action is WalkAction.Stop or WalkAction.Stall) continue;
            await RememberAsync(cancellationToken);
            await ChangeAsync(step, cancellationToken);
            await HandleMessagesAsync(cancellationToken);
        }

        await TickUntilAsync(walk.End, ticks, cancellationToken);
        clock.Now = walk.End;
        await RememberAsync(cancellationToken);
        await pipeline.Get<WorkSweep>().RunAsync(new(Client, Client), cancellationToken);
        return await OutcomeAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    private async Task ChangeAsync(WalkStep step, CancellationToken cancellationToken)
    {
        var blob = Account.Container(ContainerNames.Clients).GetBlobClient(File);
        if (step.Action == WalkAction.Delete) await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        else await blob.UploadAsync(new BinaryData(step.Schedule is { } schedule ? Config(schedule) : "{ }"), overwrite: true, cancellationToken);
        var verdict = await pipeline.Get<BlobIntake>().RunAsync(ContainerNames.Clients, File, cancellationToken);
        verdict?.IsAccepted.ShouldBe(step.Action == WalkAction.Drop, string.Join('\n', verdict.Lines));
    }

    /// <summary>Ticks at which something is due; at the others a planner does nothing.</summary>
    private async Task TickUntilAsync(DateTimeOffset until, WalkTicks ticks, CancellationToken cancellationToken)
    {
        var ticked = DateTimeOffset.MinValue;
        while (true)
        {
            var tick = (await pipeline.Get<ScheduledMessageTable>().ReadAsync(Client, cancellationToken)) is [var first, ..]
                ? ticks.FirstFrom(first.DueAt > clock.Now ? first.DueAt : clock.Now)
                : DateTimeOffset.MaxValue;
            if (tick == ticked) tick = ticks.FirstFrom(tick.AddTicks(1));
            if (stalledUntil <= tick && stalledUntil <= until)
            {
                clock.Now = stalledUntil.Value;
                stalledUntil = null;
            }
            else if (tick <= until)
            {
                clock.Now = ticked = tick;
                await pipeline.Get<DigestPlanner>().RunAsync(cancellationToken);
            }
            else
            {
                return;
            }

            await HandleMessagesAsync(cancellationToken);
        }
    }

    private async Task HandleMessagesAsync(CancellationToken cancellationToken)
    {
        if (stalledUntil is not null) return;
        var queue = Account.Queue(QueueNames.Digest);
        while ((await queue.ReceiveMessagesAsync(32, cancellationToken: cancellationToken)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await HandleAsync(MessageJson.Read<DigestMessage>(MessageJson.Decode(message.Body.ToString())), cancellationToken);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
            }
        }
    }

    /// <summary>The orchestrator's part without figures and mails.</summary>
    private async Task HandleAsync(DigestMessage message, CancellationToken cancellationToken)
    {
        var (runs, planner, outbox) = (pipeline.Get<RunTable>(), pipeline.Get<DigestPlanner>(), pipeline.Get<Outbox>());
        var client = await pipeline.Get<ClientDirectory>().FindAsync(message.Client, cancellationToken);
        var run = await runs.FindAsync(message.Client, IsoWeek.Parse(message.Occurrence), cancellationToken) ?? await planner.BeginAsync(message, client, cancellationToken);
        if (run is not null && !DigestLifecycle.HasEnded(run))
        {
            if (client is null && clock.Now < run.InTimeUntil)
            {
                var again = clock.Now + LookAgainAfter;
                await outbox.PutOffAsync(message, again < run.InTimeUntil ? again : run.InTimeUntil, cancellationToken);
                return;
            }

            if (client is null) await planner.ReportMissedAsync(run.Client, new(run.Occurrence, run.DueAt), WalkOracle.ConfigGone, cancellationToken);
            (await runs.TryReplaceAsync(run with { State = client is null ? RunState.Missed : RunState.Sent }, cancellationToken)).ShouldNotBeNull();
        }

        await outbox.DoneAsync(message, cancellationToken);
    }

    private async Task<IReadOnlyList<Alert>> RememberAsync(CancellationToken cancellationToken)
    {
        var alerts = await pipeline.Get<AlertTable>().ReadAsync(Client, cancellationToken);
        foreach (var alert in alerts.Where(alert => alert.Kind == AlertKinds.DigestMissed)) missed[alert.Subject] = alert.Reason;
        return alerts;
    }

    private async Task<WalkOutcome> OutcomeAsync(CancellationToken cancellationToken)
    {
        var alerts = await RememberAsync(cancellationToken);
        var runs = (await pipeline.Get<RunTable>().ReadAsync(Client, cancellationToken)).Select(run => new WalkedDigest(run.Occurrence, run.DueAt, run.State, missed.GetValueOrDefault(run.Occurrence.ToString()))).ToList();
        missed.Keys.Except(runs.Select(run => run.Week.ToString())).ShouldBeEmpty("each alert has a run");
        return new(runs, [.. alerts.Where(alert => alert.Kind != AlertKinds.DigestMissed)]);
    }

    private static string Config(DigestSchedule schedule) => $$"""
        {
          "id": "{{Client}}", "name": "Shop", "language": "en", "timeZone": "{{schedule.Zone.Id}}",
          "digest": { "day": "{{schedule.Day.ToString().ToLowerInvariant()}}", "time": "{{schedule.Time:HH:mm}}" },
          "recipients": ["owner@client.example"],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "sources": [ { "type": "files", "account": "page", "readings": { "day": "day", "followers": "followers" } } ],
          "objectives": [ "awareness" ]
        }
        """;

    /// <summary>A clock that stands still until it is set, also back to the beginning of another walk.</summary>
    private sealed class WalkClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
