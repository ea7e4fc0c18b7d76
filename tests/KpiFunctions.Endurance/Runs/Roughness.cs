using System.Collections.Concurrent;
using KpiFunctions.Endurance.Hosts;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Runs;

/// <summary>
/// Disturbs the calls of a run's hosts. What becomes of a call follows from the seed, the host, what the call does and the
/// how manieth of its kind it is.
/// </summary>
/// <param name="turns">Null where hosts work beside each other as they come.</param>
/// <param name="ledger">Counts the messages.</param>
/// <param name="log">Null where nobody listens.</param>
internal sealed class Roughness(RunPlan plan, TimeProvider clock, Turns? turns, QueueLedger ledger, Action<string>? log) : IConductor
{
    /// <summary>Longer than this no process stands still: the host ends a function that runs longer.</summary>
    public static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(8);

    private const int MostDeaths = 6;

    private readonly ConcurrentDictionary<(string Host, string Call), int> seen = new();
    private readonly ConcurrentDictionary<string, string> causes = new(StringComparer.Ordinal);
    private readonly Dice changes = new(plan.Seed, "turns");
    private int deaths;

    /// <summary>Deliveries of which a host may not know the outcome, with the reason: their mails may be recorded as unknown.</summary>
    public IReadOnlyDictionary<string, string> Causes => causes;

    /// <summary>Told when a host stands still, and until when.</summary>
    public Func<Seat, DateTimeOffset, Task> OnStall { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Told when a host is dead.</summary>
    public Action<Seat> OnDeath { get; set; } = _ => { };

    public async Task<Fate> ArriveAsync(Seat seat, Call call)
    {
        if (seat.IsDead) await Seat.Never();
        if (seat.IsCalm) return Fate.None;
        if (turns is not null) await turns.PassAsync(seat, () => !call.IsUnordered && changes.Happens(plan.ChangeRate));
        if (seat.IsDead) await Seat.Never();
        var fate = FateOf(seat, call);
        if (fate == Fate.Stall && Seat.Doing.Value is not { HasStalled: false }) fate = Fate.None;
        if (fate == Fate.None) return fate;
        log?.Invoke($"{seat.Name}: {fate} at {call}");
        if (fate == Fate.Stall)
        {
            Seat.Doing.Value!.HasStalled = true;
            Cause(call, "it stood still");
            await OnStall(seat, clock.GetUtcNow().AddMinutes(1 + (int)(Dice.Hash($"{plan.Seed}|{seat.Name}|{call.Key}|stall") % (ulong)LongestStall.TotalMinutes)));
            if (turns is not null) await turns.PassAsync(seat, () => false);
            return Fate.None;
        }

        if (call.Service == Service.Mail && fate is Fate.LoseAnswer or Fate.Hang or Fate.HangUntaken or Fate.BreakUntaken or Fate.InternalError) Cause(call, fate.ToString());
        return fate;
    }

    public void Executed(Call call, int status) => ledger.Note(call, status);

    public void Failed(Seat seat, Call call) => Cause(call, "a call failed for good");

    public void Died(Seat seat)
    {
        Cause(null, "its process ended");
        seat.Die();
        OnDeath(seat);
    }

    private Fate FateOf(Seat seat, Call call)
    {
        var now = clock.GetUtcNow();
        if (now < plan.FaultsFrom || now >= plan.FaultsUntil) return Fate.None;
        if (call.Service != Service.Mail && plan.Outages.FirstOrDefault(outage => outage.From <= now && now < outage.Until && Concerns(outage, call)) is { } outage) return outage.Fate;
        if (call.IsUnordered) return Fate.None;

        var number = seen.AddOrUpdate((seat.Name, call.Key), 1, (_, count) => count + 1);
        var dice = new Dice(Dice.Hash($"{plan.Seed}|{seat.Name}|{call.Key}|{number}"));
        if (dice.Happens(plan.DeathRate) && deaths < MostDeaths)
        {
            deaths++;
            return dice.OneOf(Fate.DieBefore, Fate.DieAfter);
        }

        if (call.Service == Service.Mail)
        {
            return dice.Happens(plan.MailRate)
                ? dice.OneOf(Fate.TooManyRequests, Fate.TooManyRequests, Fate.Unavailable, Fate.Unavailable, Fate.LoseRequest, Fate.InternalError, Fate.LoseAnswer, Fate.Hang, Fate.HangUntaken, Fate.BreakUntaken, Fate.Stall)
                : Fate.None;
        }

        if (call.IsMessageSent && dice.Happens(plan.TwiceRate)) return Fate.Twice;
        if (turns is not null && call.IsMessageSent && !call.IsIn(QueueNames.BlobEvents) && dice.Happens(plan.VanishRate)) return Fate.Vanish;
        if (!dice.Happens(plan.StorageRate)) return Fate.None;
        var fate = dice.OneOf(Fate.LoseRequest, Fate.LoseAnswer, Fate.LoseAnswer, Fate.TooManyRequests, Fate.InternalError, Fate.Unavailable, Fate.Stall);
        return fate != Fate.Stall || dice.Happens(0.2) ? fate : Fate.None;
    }

    private static bool Concerns(Outage outage, Call call) => outage.Resource.Length == 0 || call.IsIn(outage.Resource) || call.Resource.StartsWith(outage.Resource, StringComparison.Ordinal);

    /// <summary>Of the mail itself, or of what else the job does that sends it.</summary>
    private void Cause(Call? call, string why)
    {
        if (call?.Service == Service.Mail) causes.TryAdd(call.Resource, why);
        if (Seat.Doing.Value is { Queue: QueueNames.Send } job && MessageText.DeliveryOf(job.Text) is { } delivery) causes.TryAdd(delivery, why);
    }
}
