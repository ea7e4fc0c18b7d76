using System.Globalization;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Runs.Digests.Walks;

/// <summary>What happens to a client's file, or to the whole pipeline.</summary>
internal enum WalkAction
{
    /// <summary>A good version is dropped: the first one, a changed one, the same one again, or one after the file was deleted.</summary>
    Drop,

    /// <summary>A version is dropped that the parser refuses.</summary>
    DropRefused,
    Delete,

    /// <summary>Nothing runs for a while.</summary>
    Stop,

    /// <summary>Messages are sent, again and again, but not handled for a while.</summary>
    Stall,
}

/// <param name="Schedule">The schedule of a good version.</param>
/// <param name="Until">When everything runs again, or messages are handled.</param>
internal sealed record WalkStep(DateTimeOffset At, WalkAction Action, DigestSchedule? Schedule = null, DateTimeOffset? Until = null)
{
    /// <summary>A step as it is printed.</summary>
    public static WalkStep Parse(string line)
    {
        var words = line.Split(' ');
        var action = Enum.Parse<WalkAction>(words[3]);
        return new(
            InstantOf(words[0], words[1]),
            action,
            action == WalkAction.Drop ? new(Enum.Parse<DayOfWeek>(words[4]), TimeOnly.Parse(words[5], CultureInfo.InvariantCulture), Zone.Find(words[6])!) : null,
            action is WalkAction.Stop or WalkAction.Stall ? InstantOf(words[5], words[6]) : null);
    }

    public override string ToString() => $"{At:yyyy-MM-dd HH:mm:ss ddd} {Action}"
        + (Schedule is { } schedule ? $" {schedule.Day} {schedule.Time:HH:mm} {schedule.Zone}" : "")
        + (Until is { } until ? $" until {until:yyyy-MM-dd HH:mm:ss ddd}" : "");

    private static DateTimeOffset InstantOf(string day, string time) => DateTimeOffset.Parse($"{day}T{time}Z", CultureInfo.InvariantCulture);
}

/// <summary>
/// Some weeks of a client. Steps never happen at an instant at which a digest is due or a planner ticks, and none happens
/// while nothing runs.
/// </summary>
internal sealed record ScheduleWalk(IReadOnlyList<WalkStep> Steps)
{
    private static readonly string[] Zones = [.. Zone.Ids.Order(StringComparer.Ordinal)];

    /// <summary>Times of day at which clocks change, or days.</summary>
    private static readonly TimeOnly[] NotableTimes = [new(0, 0), new(0, 30), new(1, 30), new(2, 0), new(2, 30), new(3, 0), new(9, 0), new(12, 0), new(23, 30), new(23, 59)];

    /// <summary>The months in which clocks change in most zones that have summer time.</summary>
    private static readonly int[] ChangingMonths = [3, 4, 9, 10, 11];

    /// <summary>Late enough for everything to have ended that begins with the last step, and for one more digest.</summary>
    public DateTimeOffset End => Steps.Max(step => step.Until ?? step.At).AddDays(16);

    /// <summary>Draws a walk; the same for the same seed.</summary>
    public static ScheduleWalk Draw(int seed)
    {
        var random = new Random(seed);
        var steps = new List<WalkStep>();
        var schedule = ScheduleOf(random);
        var month = random.Next(2) == 0 ? random.GetItems(ChangingMonths, 1)[0] : random.Next(1, 13);
        var now = new DateTimeOffset(random.Next(2020, 2046), month, 1, 0, 0, 7, TimeSpan.Zero).AddMinutes(random.Next(28 * 1440));
        steps.Add(new(now, WalkAction.Drop, schedule));
        var (isThere, stalledUntil) = (true, now);
        for (var left = random.Next(2, 10); left > 0; left--)
        {
            var next = random.Next(3) == 0 ? schedule : Changed(schedule, random);
            now = InstantOf(now, schedule, next, random);
            switch (random.Next(10), isThere)
            {
                case ( < 2, true):
                    steps.Add(new(now, WalkAction.Delete));
                    isThere = false;
                    break;
                case ( < 4, _):
                    steps.Add(new(now, WalkAction.DropRefused));
                    isThere = true;
                    break;
                case ( < 6, _) when now > stalledUntil:
                    var until = now.AddMinutes(random.Next(3) == 0 ? random.Next(1, 10 * 1440) : random.Next(1, 1440));
                    steps.Add(new(now, WalkAction.Stop, Until: until));
                    now = until;
                    break;
                case ( < 7, _) when now > stalledUntil:
                    stalledUntil = now.AddMinutes(random.Next(1, 150));
                    steps.Add(new(now, WalkAction.Stall, Until: stalledUntil));
                    break;
                default:
                    steps.Add(new(now, WalkAction.Drop, next));
                    (schedule, isThere) = (next, true);
                    break;
            }
        }

        return new(steps);
    }

    /// <summary>The walk without one of its steps. The first good version stays.</summary>
    public IEnumerable<ScheduleWalk> Shorter() => Enumerable.Range(1, Steps.Count - 1).Select(left => new ScheduleWalk([.. Steps.Where((_, i) => i != left)]));

    public override string ToString() => string.Join('\n', Steps);

    /// <summary>Often some minutes before or after a digest is due, under one of both schedules.</summary>
    private static DateTimeOffset InstantOf(DateTimeOffset now, DigestSchedule before, DigestSchedule after, Random random)
    {
        var week = IsoWeek.Of(DateOnly.FromDateTime(now.UtcDateTime)).Plus(random.Next(3));
        var near = (random.Next(2) == 0 ? before : after).In(week).DueAt.AddMinutes(random.Next(-20, 20)).AddSeconds(7);
        return random.Next(2) == 0 && near > now ? near : now.AddMinutes(random.Next(8) switch
        {
            0 => random.Next(1, 40 * 1440),
            < 4 => random.Next(1, 600),
            _ => random.Next(1, 9 * 1440),
        });
    }

    private static DigestSchedule Changed(DigestSchedule schedule, Random random) => random.Next(4) switch
    {
        0 => schedule with { Time = TimeOf(random) },
        1 => schedule with { Day = (DayOfWeek)random.Next(7) },
        2 => schedule with { Zone = ZoneOf(random) },
        _ => ScheduleOf(random),
    };

    private static DigestSchedule ScheduleOf(Random random) => new((DayOfWeek)random.Next(7), TimeOf(random), ZoneOf(random));

    private static TimeOnly TimeOf(Random random) => random.Next(2) == 0 ? random.GetItems(NotableTimes, 1)[0] : TimeOnly.MinValue.AddMinutes(random.Next(1440));

    private static Zone ZoneOf(Random random) => Zone.Find(random.GetItems(Zones, 1)[0])!;
}
