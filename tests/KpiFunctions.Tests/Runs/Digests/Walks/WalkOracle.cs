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

    /// <summary>Digests that had begun when the file was deleted.</summary>
    private readonly List<(IsoWeek Week, DateTimeOffset DueAt)> waiting = [];

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
        foreach (var step in walk.Steps.Skip(1).Where(step => step.Action is WalkAction.Drop || step.Action is WalkAction.Delete && away is null))
        {
            // The file may have been deleted by a step before.
            if (step.Action == WalkAction.Delete && away is not null) continue;
            FallDue(since, step.At, isEnd: false, isDeleted: step.Action == WalkAction.Delete);
            if (step.Action == WalkAction.Delete) (away, hasRecorded) = (step.At, false);
            else PutInForce(step.Schedule!, step.At);
            since = step.At;
        }

        FallDue(since, walk.End, isEnd: true, isDeleted: false);
        foreach (var (week, _) in unrecorded) optional.Add(week);
        GoOn(null);
    }

    /// <summary>What falls due between two changes.</summary>
    private void FallDue(DateTimeOffset from, DateTimeOffset to, bool isEnd, bool isDeleted)
    {
        foreach (var week in open.ToList())
        {
            var dueAt = schedule.In(week).DueAt;
            if (dueAt <= from || dueAt > to) continue;
            var tick = ticks.FirstFrom(dueAt);
            if (isEnd && tick > to) continue;
            if (away is { } deleted)
            {
                if (tick < to && !hasRecorded)
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
            else if ((tick < to ? tick : to) - dueAt > CatchUp) Decide(week, Missed(week, dueAt, NothingRan));
            else if (tick > to && isDeleted)
            {
                open.Remove(week);
                waiting.Add((week, dueAt));
            }
            else Decide(week, Sent(week, dueAt));
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
                else Decide(week, Sent(week, dueAt));

                // Whether a digest follows is said by what falls due later.
                if (startsAnew && dueAt <= at) open.Remove(week);
            }
            else if (before > at && dueAt <= at && !startsAnew) Decide(week, Sent(week, at));
        }

        unrecorded.Clear();
        if (away is not null) GoOn(at);
        (schedule, away) = (after, null);
    }

    /// <summary>A digest that had begun goes on when a config is back in time.</summary>
    private void GoOn(DateTimeOffset? back)
    {
        foreach (var (week, dueAt) in waiting)
        {
            var (until, looked) = (dueAt + CatchUp, ticks.FirstFrom(dueAt + CatchUp));
            if (back <= looked) Allow(week, Sent(week, dueAt));
            if (back is null || back > until) Allow(week, Missed(week, dueAt, ConfigGone));
        }

        waiting.Clear();
    }

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
