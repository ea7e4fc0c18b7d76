namespace KpiFunctions.Pipeline.Periods;

/// <summary>When a client's digest goes out: a weekday and a wall-clock time in the client's zone.</summary>
public sealed record DigestSchedule(DayOfWeek Day, TimeOnly Time, Zone Zone)
{
    /// <summary>
    /// The occurrence of a week: the week is its identity and the time of day an attribute, so that moving a digest
    /// from nine to ten makes no second one, and an hour that exists twice makes one.
    /// </summary>
    public Occurrence In(IsoWeek week)
    {
        var day = week.Monday.AddDays(((int)Day + 6) % 7);
        return new(week, Zone.InstantOf(day, Time));
    }

    /// <summary>The newest occurrence that is due at an instant.</summary>
    public Occurrence LatestDueAt(DateTimeOffset now)
    {
        var occurrence = In(IsoWeek.Of(Zone.DayAt(now)));
        return occurrence.DueAt <= now ? occurrence : In(occurrence.Week.Plus(-1));
    }
}

/// <summary>One digest of one client: the ISO week of its scheduled local date, and the instant at which it falls due.</summary>
public readonly record struct Occurrence(IsoWeek Week, DateTimeOffset DueAt)
{
    /// <summary>The last complete week when the digest falls due: the one that it reports.</summary>
    public IsoWeek ReportedWeek => Week.Plus(-1);
}
