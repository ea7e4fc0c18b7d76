using System.Net;
using KpiFunctions.Endurance.Hosts;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.StorageTwin;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>
/// Plays schedules, one after the other, on a storage of its own: a planner and two workers, of which one at a time goes on.
/// Processes that did not end are used for the next schedule.
/// </summary>
internal sealed class Lane : IConductor, IAsyncDisposable
{
    /// <summary>The timers that advance digests. The source is fetched before.</summary>
    private static readonly string[] Ticking = ["PlanDigests", "SweepWork"];

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(4);

    /// <summary>How many ticks follow after the end: a lost message would have been sent again by then.</summary>
    private const int TicksAfter = 3;

    private readonly Stage stage;
    private readonly SetClock clock;
    private readonly TwinAccount twin;
    private readonly QueueLedger ledger = new();
    private readonly HostOptions options;
    private readonly Action<string>? log;
    private readonly Actor[] actors = new Actor[3];
    private readonly List<Host> dead = [];
    private readonly List<Point> points = [];
    private IReadOnlyList<Disturbance> schedule = [];
    private Actor? current;
    private Actor? first;
    private bool isOver;
    private bool followsHistory;
    private bool hasCause;
    private int struck;
    private int mails;

    private Lane(Stage stage, Plant plant, Action<string>? log)
    {
        (this.stage, this.log) = (stage, log);
        clock = new(stage.Occurrence.DueAt);
        twin = new(clock) { KeepsRequests = false };
        options = new(Store.On(twin), clock, this, Host.Lease, Host.RetryAfter, AtOnce: 1, ledger)
        {
            Plant = plant,
            Simulator = stage.Simulator.Address,
            Mails = () => new MailBox(this),
            Log = log,
        };
    }

    public static async Task<Lane> StartAsync(Stage stage, Plant plant, Action<string>? log, CancellationToken cancellationToken)
    {
        var lane = new Lane(stage, plant, log);
        foreach (var (number, name) in new[] { "planner", "worker-a", "worker-b" }.Index()) lane.actors[number] = new(name, await Host.StartAsync(lane.options, name, cancellationToken));
        return lane;
    }

    public async Task<Played> PlayAsync(IReadOnlyList<Disturbance> wanted, CancellationToken cancellationToken)
    {
        twin.Reset();
        twin.Load(stage.Lines);
        ledger.Clear();
        clock.Set(stage.Occurrence.DueAt);
        points.Clear();
        (schedule, isOver, followsHistory, hasCause, struck, mails) = (wanted, false, false, false, 0, 0);
        RunState? state;
        for (var after = 0; ; clock.Set(clock.GetUtcNow() + Tick))
        {
            await InstantAsync(cancellationToken);
            state = await StateAsync(cancellationToken);
            isOver |= ledger.IsEmpty && state is RunState.Sent or RunState.Held or RunState.Missed;
            if (isOver && ++after > TicksAfter) break;
            if (clock.GetUtcNow() >= stage.Occurrence.DueAt + Horizon) break;
        }

        foreach (var host in dead) await host.DisposeAsync();
        dead.Clear();
        return new(wanted, struck, [.. points], state, mails, hasCause, ledger.Text);
    }

    public async Task<Fate> ArriveAsync(Seat seat, Call call)
    {
        if (seat.IsDead) await Seat.Never();
        if (seat.IsCalm || isOver) return Fate.None;
        if (call.IsHistory)
        {
            followsHistory |= call.Writes;
            return Fate.None;
        }

        var actor = Array.FindIndex(actors, one => one.Host.Seat == seat);
        var received = call.Service == Service.Queues && call.Method == "GET";
        points.Add(new(actor, call.Writes || received, call.IsMessageSent, followsHistory));
        followsHistory = false;
        log?.Invoke($"{points.Count,4} {clock.GetUtcNow():HH:mm} {actors[actor].Name} {call}");
        if (struck >= schedule.Count || schedule[struck].At != points.Count) return Fate.None;
        var kind = schedule[struck++].Kind;
        log?.Invoke($"     {kind}");
        if (kind is Turmoil.SwitchToPlanner or Turmoil.SwitchToA or Turmoil.SwitchToB)
        {
            first = actors[(int)kind];
            if (first == actors[actor]) return Fate.None;
            await actors[actor].HoldAsync();
            return Fate.None;
        }

        if (kind == Turmoil.Vanish) return call.IsMessageSent ? Fate.Vanish : Fate.None;
        hasCause |= kind != Turmoil.Lost || call.Service == Service.Mail;
        return kind switch { Turmoil.Lost => Fate.LoseAnswer, Turmoil.CrashBefore => Fate.DieBefore, _ => Fate.DieAfter };
    }

    public void Executed(Call call, int status) => ledger.Note(call, status);

    public void Failed(Seat seat, Call call) => throw new InvalidOperationException($"{call} failed four times.");

    public void Died(Seat seat)
    {
        seat.Die();
        actors.Single(actor => actor.Host.Seat == seat).Die();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var actor in actors) await actor.Host.DisposeAsync();
    }

    /// <summary>Each goes on until it has nothing to do, the planner first.</summary>
    private async Task InstantAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        string[] timers = [.. actors[0].Host.Jobs.Timers.Where(timer => Ticking.Contains(timer.Name) && (options.Plant == Plant.None || timer.Name == Ticking[0]) && timer.IsAt(now)).Select(timer => timer.Name)];
        foreach (var actor in actors) actor.IsDue = true;
        current = actors[0];
        while (current is not null)
        {
            var stop = await current.GoOnAsync(current == actors[0] ? timers : [], handlesMessages: current != actors[0], cancellationToken);
            if (stop == Stop.Dead)
            {
                dead.Add(current.Host);
                current.Host = await Host.StartAsync(options, current.Name, cancellationToken);
                current.IsDue = current != actors[0];
            }

            var at = Array.IndexOf(actors, current);
            current = first ?? Enumerable.Range(1, actors.Length).Select(next => actors[(at + next) % actors.Length]).FirstOrDefault(actor => actor.IsHeld || actor.IsDue);
            first = null;
        }
    }

    private async Task<RunState?> StateAsync(CancellationToken cancellationToken)
    {
        var host = actors[0].Host;
        host.Seat.IsCalm = true;
        var run = await host.Pipeline.Get<RunTable>().FindAsync(stage.Client.Id, stage.Occurrence.Week, cancellationToken);
        host.Seat.IsCalm = false;
        return run?.State;
    }

    /// <summary>SendGrid in memory: it takes every mail.</summary>
    private sealed class MailBox(Lane lane) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref lane.mails);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new StringContent("") });
        }
    }
}
