using System.Globalization;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs.Digests.Walks;

/// <summary>
/// What a walk has to come to, by the rules. An occurrence is an ISO week. It falls due at its time under the schedule that is
/// in force then, or at the change of the schedule that moves it from the future into the past; never before the
/// client's first config. What falls due is begun at the next tick, or at the next change of the config, whichever is
/// first: three days later it is missed. What falls due while no config is in force is missed; only the first is recorded
/// before a config comes back, and the schedule that comes back says of the others whether they fell due meanwhile. After 28
/// days the client starts anew.
/// </summary>
internal sealed class WalkOracle
{
    public const string ConfigGone = "could not be sent: no config of the client has been in force since";
    private const string NothingRan = "was due while nothing ran, and was not sent afterwards";

    private static readonly TimeSpan CatchUp = TimeSpan.FromDays(3);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(28);

    private readonly SortedDictionary<IsoWeek, List<WalkedDigest>> allowed = [];
    private readonly HashSet<IsoWeek> optional = [];

    /// <summary>Occurrences that nothing is decided about.</summary>
    private readonly SortedSet<IsoWeek> open = [];

    /// <summary>What fell due without a config and may or may not be recorded yet.</summary>
    private readonly Dictionary<IsoWeek, DateTimeOffset> unrecorded = [];

    private readonly ScheduleWalk walk;
    private readonly WalkTicks ticks;
    private DigestSchedule schedule;
    private DateTimeOffset? away;
    private bool hasRecorded;

    private WalkOracle(ScheduleWalk walk)
    {
        (this.walk, ticks, schedule) = (walk, new(walk), walk.Steps[0].Schedule!);
        for (var week = WeekOf(walk.Steps[0].At).Plus(-2); week <= WeekOf(walk.End).Plus(2); week = week.Plus(1)) open.Add(week);
    }

    /// <summary>What is wrong with an outcome; null where nothing is.</summary>
    public static string? Find(ScheduleWalk walk, WalkOutcome outcome)
    {
        var oracle = new WalkOracle(walk);
        oracle.Walk();
        var digests = outcome.Digests.ToDictionary(digest => digest.Week);
        foreach (var (week, may) in oracle.allowed)
        {
            if (!digests.Remove(week, out var digest) && !oracle.optional.Contains(week)) return $"{week} has neither a digest nor a record, but should: {string.Join(" or ", may)}";
            if (digest is not null && !may.Exists(one => Matches(one, digest))) return $"{digest}, but should be: {string.Join(" or ", may)}";
        }

        if (digests.Count > 0) return $"{digests.Values.First()}, but should not be";
        return outcome.Others.FirstOrDefault(alert => alert.Kind != AlertKinds.ConfigRefused) is { } other ? $"{other.Kind}: {other.Reason}" : null;
    }

    private static bool Matches(WalkedDigest expected, WalkedDigest digest) =>
        (expected.DueAt, expected.State) == (digest.DueAt, digest.State)
        && (expected.Reason is { } reason ? digest.Reason?.StartsWith(string.Create(CultureInfo.InvariantCulture, $"The digest of {digest.DueAt:yyyy-MM-dd HH:mm} UTC {reason}"), StringComparison.Ordinal) == true : digest.Reason is null);

    private void Walk()
    {
        var since = walk.Steps[0].At;
        foreach (var step in walk.Steps.Skip(1))
        {
            // A file that was refused may be deleted while no config is in force.
            if (step.Action is not (WalkAction.Drop or WalkAction.Delete) || (step.Action == WalkAction.Delete && away is not null)) continue;
            FallDue(since, step.At, isEnd: false);
            if (step.Action == WalkAction.Delete) (away, hasRecorded) = (step.At, false);
            else PutInForce(step.Schedule!, step.At);
            since = step.At;
        }

        FallDue(since, walk.End, isEnd: true);
        foreach (var (week, _) in unrecorded) optional.Add(week);
    }

    /// <summary>What falls due between two changes.</summary>
    private void FallDue(DateTimeOffset from, DateTimeOffset to, bool isEnd)
    {
        foreach (var week in open.ToList())
        {
            var dueAt = schedule.In(week).DueAt;
            if (dueAt <= from || dueAt > to) continue;
            if (isEnd && ticks.FirstFrom(dueAt) > to) continue;
            if (away is { } deleted)
            {
                if (ticks.FirstHandledFrom(dueAt) < to && !hasRecorded)
                {
                    hasRecorded = true;
                    Decide(week, Missed(week, dueAt, WithoutConfig(deleted)));
                }
                else
                {
                    Allow(week, Missed(week, dueAt, WithoutConfig(deleted)));
                    unrecorded[week] = dueAt;
                }
            }
            else if (ticks.FirstLookFrom(dueAt) - dueAt > CatchUp)
            {
                Decide(week, Missed(week, dueAt, NothingRan));
            }
            else
            {
                Begin(week, dueAt, ticks.FirstLookFrom(dueAt));
            }
        }
    }

    /// <summary>A good version: a change of the schedule, or a file that is back.</summary>
    private void PutInForce(DigestSchedule after, DateTimeOffset at)
    {
        var startsAnew = at - away > LongestAbsence;
        foreach (var week in open.ToList())
        {
            var (before, dueAt) = (schedule.In(week).DueAt, after.In(week).DueAt);
            if (unrecorded.ContainsKey(week))
            {
                if (startsAnew || dueAt > at) optional.Add(week);
                else if (dueAt >= away) Decide(week, Missed(week, dueAt, WithoutConfig(away!.Value)));
                else Begin(week, dueAt, at);
            }
            else if (before > at && dueAt <= at && !startsAnew)
            {
                Begin(week, at, at);
            }
        }

        unrecorded.Clear();
        (schedule, away) = (after, null);
    }

    /// <summary>
    /// A digest begins. It is sent when its message is handled, or waits for a config to come back in time: it is looked for now and
    /// then, so that a file that is there for a moment only may not be found.
    /// </summary>
    private void Begin(IsoWeek week, DateTimeOffset dueAt, DateTimeOffset begun)
    {
        var handled = ticks.HandledAt(begun);
        var last = Later(handled, ticks.FirstHandledFrom(dueAt + CatchUp));
        var present = InForceWithin(handled, last).ToList();
        if (present.Count > 0) Decide(week, Sent(week, dueAt));
        if (!present.Exists(time => time.From == handled || (time.From <= dueAt + CatchUp && ticks.FirstHandledFrom(time.From + WalkPipeline.LookAgainAfter) < time.To))) Decide(week, Missed(week, dueAt, ConfigGone));
    }

    /// <summary>The times within a span, its end included, in which a config is in force.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> InForceWithin(DateTimeOffset from, DateTimeOffset to)
    {
        var changes = walk.Steps.Where(step => step.Action is WalkAction.Drop or WalkAction.Delete).ToList();
        for (var i = 0; i < changes.Count; i++)
        {
            var (begins, ends) = (changes[i].At, i + 1 < changes.Count ? changes[i + 1].At : DateTimeOffset.MaxValue);
            if (changes[i].Action == WalkAction.Drop && begins <= to && ends > from) yield return (Later(begins, from), ends);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void Decide(IsoWeek week, WalkedDigest digest)
    {
        Allow(week, digest);
        optional.Remove(week);
        open.Remove(week);
    }

    private void Allow(IsoWeek week, WalkedDigest digest)
    {
        if (!allowed.TryGetValue(week, out var list)) allowed[week] = list = [];
        list.Add(digest);
    }

    private static WalkedDigest Sent(IsoWeek week, DateTimeOffset dueAt) => new(week, dueAt, RunState.Sent, null);

    private static WalkedDigest Missed(IsoWeek week, DateTimeOffset dueAt, string reason) => new(week, dueAt, RunState.Missed, reason);

    private static string WithoutConfig(DateTimeOffset deleted) =>
        string.Create(CultureInfo.InvariantCulture, $"was due while no config of the client was in force: its file was deleted at {deleted:yyyy-MM-dd HH:mm} UTC");

    private static IsoWeek WeekOf(DateTimeOffset instant) => IsoWeek.Of(DateOnly.FromDateTime(instant.UtcDateTime));
}
