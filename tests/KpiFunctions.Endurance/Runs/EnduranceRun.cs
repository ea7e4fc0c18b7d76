using System.Collections.Concurrent;
using Azure.Data.Tables;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Checks;
using KpiFunctions.Endurance.Hosts;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;

namespace KpiFunctions.Endurance.Runs;

/// <summary>One run: some days of a few clients on a few hosts, disturbed for a while and then left alone until everything has ended.</summary>
/// <param name="inTurns">Whether one host at a time works and the clock of the storage is the run's: then the run follows from its seed.</param>
internal sealed class EnduranceRun(RunPlan plan, Store store, LeapingClock clock, SimulatorServer simulator, bool inTurns, Plant plant, Action<string>? log)
{
    /// <summary>The name of the timer that looks for work without a row in <c>Due</c>.</summary>
    private const string Sweep = "SweepWork";

    private const string Reconcile = "ReconcileBlobs";

    /// <summary>How long a run is watched after its last digest was due.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(4);

    /// <summary>How long nothing more happens until a run counts as over: longer than a lost message waits to be sent again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(45);

    /// <summary>With two digests a run goes on this long before the second.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(16);

    private readonly List<Slot> slots = [];
    private readonly List<Host> dead = [];
    private readonly SortedSet<DateTimeOffset> wakes = [];
    private readonly Lock waking = new();
    private readonly QueueLedger ledger = new();
    private readonly Dice courses = new(plan.Seed, "course");
    private readonly List<(PlannedAction Action, int? Host)> wanted = [];
    private readonly ConcurrentDictionary<(PlannedAction Action, int? Host), DateTimeOffset> heard = new();
    private readonly HashSet<string> retired = new(StringComparer.Ordinal);
    private readonly Turns? turns = inTurns ? new(new Dice(plan.Seed, "next").Below) : null;
    private Roughness roughness = null!;
    private int generation;

    private IReadOnlyList<TimerJob> Timers => [.. slots[0].Host.Jobs.Timers.Where(timer => !LeavesSweepOut || timer.Name != Sweep)];

    /// <summary>A sweep would find within a day what these mistakes lose.</summary>
    private bool LeavesSweepOut => plant is Plant.NoSweep or Plant.StrikeOffWithoutVersion;

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        roughness = new(plan, clock, turns, ledger, log) { OnStall = StallAsync, OnDeath = seat => turns?.Leave(seat) };
        var options = new HostOptions(
            store, clock, roughness, inTurns ? Host.Lease : TimeSpan.FromSeconds(3), inTurns ? Host.RetryAfter : TimeSpan.FromSeconds(1), inTurns ? 1 : 8, ledger)
        {
            Plant = plant,
            Simulator = simulator.Address,
            OnPutBack = Wake,
            Log = log,
        };
        foreach (var action in plan.Actions)
        {
            wanted.AddRange(action.OnAllHosts ? Enumerable.Range(0, plan.Hosts).Select(host => (action, (int?)host)) : [(action, null)]);
            wakes.Add(action.At);
        }

        try
        {
            for (var number = 0; number < plan.Hosts; number++) slots.Add(new(await Host.StartAsync(options, $"host-{number}.0", cancellationToken)));
            await DropAsync(cancellationToken);
            await GoOnAsync(options, cancellationToken);
            if (!inTurns) await LeftOverAsync(cancellationToken);
            var outcome = await CalmlyAsync(host => Outcome.ReadAsync(plan, host.Pipeline, simulator.Sent.Concat(simulator.SentToConsultants).Select(mail => SentMail.Of(mail.Body)), roughness.Causes, ledger.Text, cancellationToken));
            return outcome with { Heard = heard.ToLookup(each => each.Key.Action, each => each.Value) };
        }
        finally
        {
            foreach (var host in slots.Select(slot => slot.Host).Concat(dead)) await host.DisposeAsync();
        }
    }

    /// <summary>Drops the configs and takes them in: what is disturbed is what follows, their fetches included.</summary>
    private async Task DropAsync(CancellationToken cancellationToken)
    {
        foreach (var client in plan.Clients)
            await store.Untapped.Container(ContainerNames.Clients).GetBlobClient($"{client.Id}.json").UploadAsync(new BinaryData(client.Config), overwrite: true, cancellationToken);
        await CalmlyAsync(async host =>
        {
            await host.Jobs.RunTimerAsync(Reconcile, cancellationToken);
            await host.DrainAsync(queue => queue.StartsWith(QueueNames.BlobEvents, StringComparison.Ordinal), cancellationToken);
            var inForce = (await host.Pipeline.Get<ClientDirectory>().ListAsync(cancellationToken)).Count;
            return inForce == plan.Clients.Count ? inForce : throw new InvalidOperationException($"{inForce} of {plan.Clients.Count} configs are in force.");
        });
    }

    private async Task GoOnAsync(HostOptions options, CancellationToken cancellationToken)
    {
        var over = (DateTimeOffset?)null;
        var last = plan.Digests.Max(digest => digest.Occurrence.DueAt);
        IReadOnlyList<string> timers = [];
        while (true)
        {
            await PhaseAsync(options, timers, cancellationToken);
            var now = clock.GetUtcNow();
            await RetireAsync(now, cancellationToken);
            await LoseRowAsync(now, cancellationToken);

            over = await IsOverAsync(now, cancellationToken) ? over ?? now : null;
            var next = Next(now);
            if (over is { } since && now - since >= Settled)
            {
                if (now >= last) return;
                var due = plan.Digests.First(digest => digest.Occurrence.DueAt > now).Occurrence.DueAt;
                if (due - Ahead > next) next = due - Ahead;
            }

            if (next > last + Horizon) return;
            clock.LeapTo(next);

            // A message that was put back: on the real clock it is visible a second later.
            if (!inTurns && next.Ticks % TimeSpan.TicksPerMinute != 0) await Task.Delay(TimeSpan.FromMilliseconds(1100), TimeProvider.System, cancellationToken);
            timers = [.. Timers.Where(timer => timer.IsAt(next)).Select(timer => timer.Name)];
        }
    }

    /// <summary>All hosts work until they have nothing left to do. A host whose process ends is replaced, at once or when the next timers fire.</summary>
    private async Task PhaseAsync(HostOptions options, IReadOnlyList<string> timers, CancellationToken cancellationToken)
    {
        var starting = slots.Where(slot => slot.Activity is null).ToList();
        var resuming = slots.Where(slot => slot.StalledUntil <= clock.GetUtcNow()).ToList();
        var assigned = timers.SelectMany(timer => Assigned(timer, starting)).ToLookup(pair => pair.Slot, pair => pair.Timer);
        turns?.Begin(starting.Concat(resuming).Select(slot => slot.Host.Seat));
        foreach (var slot in resuming) slot.Resume();
        var acting = Acting(starting).ToLookup(pair => pair.Slot, pair => pair.Wanted);
        foreach (var slot in starting) slot.Activity = WorkAsync(slot, [.. acting[slot]], [.. assigned[slot]], cancellationToken);
        var working = starting.Concat(resuming).ToList();
        foreach (var slot in working) await Task.WhenAny(slot.Activity!, slot.Stalled, slot.Host.Seat.Death);
        foreach (var slot in working.Where(slot => slot.Activity!.IsCompleted))
        {
            await slot.Activity!;
            slot.Activity = null;
        }

        var died = slots.Where(slot => slot.Host.Seat.IsDead).ToList();
        foreach (var slot in died)
        {
            log?.Invoke($"{clock.GetUtcNow():u} {slot.Host.Seat.Name} is dead, another starts");
            dead.Add(slot.Host);
            slots[slots.IndexOf(slot)] = new(await Host.StartAsync(options, $"host-{slots.IndexOf(slot)}.{++generation}", cancellationToken));
        }

        wanted.RemoveAll(heard.ContainsKey);
        if (died.Count > 0 && courses.Happens(0.5)) await PhaseAsync(options, [], cancellationToken);
    }

    /// <summary>A timer fires on one host; now and then on a second too, as when the lock of the first was lost.</summary>
    private IEnumerable<(Slot Slot, string Timer)> Assigned(string timer, List<Slot> among)
    {
        if (among.Count == 0) yield break;
        var first = courses.Below(among.Count);
        yield return (among[first], timer);
        if (among.Count > 1 && courses.Happens(0.3)) yield return (among[(first + 1) % among.Count], timer);
    }

    /// <summary>What people want by now, each on a host of its own or on any; who heard nothing asks again.</summary>
    private IEnumerable<(Slot Slot, (PlannedAction Action, int? Host) Wanted)> Acting(List<Slot> among)
    {
        var now = clock.GetUtcNow();
        foreach (var each in wanted.Where(each => each.Action.At <= now && wanted.TrueForAll(other => other.Action.Instruction != each.Action.After)))
        {
            var slot = each.Host is { } host ? slots[host] : among.Count > 0 ? among[each.Action.Instruction.Length % among.Count] : null;
            if (slot is not null && among.Contains(slot)) yield return (slot, each);
        }
    }

    private async Task WorkAsync(Slot slot, IReadOnlyList<(PlannedAction Action, int? Host)> actions, IReadOnlyList<string> timers, CancellationToken cancellationToken)
    {
        if (turns is not null) await turns.PassAsync(slot.Host.Seat, () => false);
        foreach (var each in actions)
        {
            if (await ActAsync(slot.Host, each.Action, each.Host ?? 0, cancellationToken)) heard[each] = clock.GetUtcNow();
        }

        await slot.Host.WorkAsync(timers, handlesMessages: true, cancellationToken);
        turns?.Leave(slot.Host.Seat);
    }

    private Task<bool> ActAsync(Host host, PlannedAction action, int number, CancellationToken cancellationToken) => action.Action == PlannedAction.Unsubscribe
        ? host.UnsubscribeAsync(action.Client.Id, RecipientHash.Of(action.Recipient!), cancellationToken)
        : host.ActAsync(action.Request, new(action.InstructionOf(number), $"person {number}", Instruction.Command, clock.GetUtcNow()), cancellationToken);

    /// <summary>A host stands still: on the run's clock until that instant, elsewhere for a moment.</summary>
    private async Task StallAsync(Seat seat, DateTimeOffset until)
    {
        if (turns is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            return;
        }

        Wake(until);
        var resumed = slots.Single(slot => slot.Host.Seat == seat).Stall(until);
        turns.Leave(seat);
        await resumed;
    }

    private void Wake(DateTimeOffset at)
    {
        lock (waking) wakes.Add(at);
    }

    private DateTimeOffset Next(DateTimeOffset now)
    {
        lock (waking)
        {
            wakes.RemoveWhere(at => at <= now);
            return Timers.Select(timer => timer.After(now)).Concat(wakes.Take(1)).Min();
        }
    }

    /// <summary>Whether every digest that is due by now has ended, and nothing is under way.</summary>
    private async Task<bool> IsOverAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = plan.Digests.Where(digest => digest.Occurrence.DueAt <= now).ToList();
        if (due.Count == 0 || (inTurns && !ledger.IsEmpty) || slots.Any(slot => slot.Activity is not null)) return false;
        if (wanted.Count > 0 && wanted.Any(each => each.Action.At <= now || each.Action.Occurrence <= due[^1].Occurrence.Week)) return false;
        var runs = await CalmlyAsync(host => host.Pipeline.Get<RunTable>().ReadAsync(null, cancellationToken));
        if (plan.Actions.Count > 0 && await HasOpenMailAsync(runs, cancellationToken)) return false;
        return due.All(digest => runs.FirstOrDefault(run => run.Client == digest.Client.Id && run.Occurrence == digest.Occurrence.Week) is { } run ? Promise.IsEnd(run) : retired.Contains(digest.Client.Id));
    }

    /// <summary>Whether a mail that a person asked for waits: the digest's own state does not say so.</summary>
    private Task<bool> HasOpenMailAsync(IReadOnlyList<Run> runs, CancellationToken cancellationToken) => CalmlyAsync(async host =>
    {
        foreach (var run in runs)
            if ((await host.Pipeline.Get<DeliveryTable>().ReadAsync(run.Client, run.Occurrence, cancellationToken)).Any(mail => mail.Key.Instruction is not null && mail.State is DeliveryState.Claimed or DeliveryState.PutOff))
                return true;
        return false;
    });

    private async Task RetireAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var client in plan.Clients.Where(client => client.RetiredAfter is not null && !retired.Contains(client.Id)))
        {
            if (now < client.Schedule.In(plan.Weeks[0]).DueAt + client.RetiredAfter) continue;
            retired.Add(client.Id);
            log?.Invoke($"{now:u} the config of {client.Id} is deleted");
            await store.Untapped.Container(ContainerNames.Clients).GetBlobClient($"{client.Id}.json").DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }
    }

    /// <summary>A row of <c>Due</c> vanishes: only where a sweep finds what is missing, or is left out on purpose.</summary>
    private async Task LoseRowAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now < plan.FaultsFrom || now >= plan.FaultsUntil || !courses.Happens(plan.RowLossRate)) return;
        if (plant != Plant.NoSweep && Timers.All(timer => timer.Name != Sweep)) return;
        var table = store.Untapped.Table(TableNames.Due);
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken)) rows.Add(row);
        if (rows.Count == 0) return;
        rows = [.. rows.OrderBy(row => row.PartitionKey, StringComparer.Ordinal).ThenBy(row => Call.WithoutMark(row.RowKey), StringComparer.Ordinal).ThenBy(row => row.GetString("Key"), StringComparer.Ordinal)];
        var lost = rows[courses.Below(rows.Count)];
        log?.Invoke($"{now:u} the row {lost.PartitionKey} {lost.RowKey} vanishes");
        await table.DeleteEntityAsync(lost.PartitionKey, lost.RowKey, cancellationToken: cancellationToken);
    }

    /// <summary>On the real clock, messages of dead processes are visible again after their lease.</summary>
    private async Task LeftOverAsync(CancellationToken cancellationToken)
    {
        for (var waits = 0; waits < 20 && !ledger.IsEmpty; waits++)
        {
            var isEmpty = await CalmlyAsync(async host =>
            {
                await host.DrainAsync(_ => true, cancellationToken);
                return ledger.IsEmpty;
            });
            if (!isEmpty) await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<T> CalmlyAsync<T>(Func<Host, Task<T>> look)
    {
        var host = (slots.Find(slot => slot.Activity is null) ?? slots[0]).Host;
        host.Seat.IsCalm = true;
        var seen = await look(host);
        host.Seat.IsCalm = false;
        return seen;
    }

    /// <summary>A host and what it is at.</summary>
    private sealed class Slot(Host host)
    {
        private TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Host Host => host;

        /// <summary>What it works on; null where it waits for timers and messages.</summary>
        public Task? Activity { get; set; }

        public DateTimeOffset? StalledUntil { get; private set; }

        /// <summary>Ends when the host stands still.</summary>
        public Task Stalled => stalled.Task;

        public Task Stall(DateTimeOffset until)
        {
            StalledUntil = until;
            stalled.TrySetResult();
            return resumed.Task;
        }

        public void Resume()
        {
            StalledUntil = null;
            stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var before = resumed;
            resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            before.SetResult();
        }
    }
}
