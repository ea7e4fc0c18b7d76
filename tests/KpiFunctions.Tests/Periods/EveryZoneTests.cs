using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Periods;

/// <summary>Each week from 2020 to 2045 in the zones of the tz database: it has one occurrence, at the time that the wall clock there shows.</summary>
public sealed class EveryZoneTests
{
    private const int Weeks = 1357;

    private static readonly IsoWeek First = IsoWeek.Parse("2020-W01");
    private static readonly TimeOnly[] Times = [new(0, 0), new(0, 30), new(2, 30), new(9, 0), new(23, 30)];

    /// <summary>Every tenth zone, and those whose clocks change by half an hour, at midnight, or otherwise than those of most.</summary>
    [Fact]
    public void Each_week_has_one_occurrence_at_its_wall_clock_time() => Check(
        [.. Zone.Ids.Order(StringComparer.Ordinal).Where((_, i) => i % 10 == 0), "Australia/Lord_Howe", "Asia/Beirut", "Africa/Casablanca", "America/Havana", "Antarctica/Troll", "Pacific/Kiritimati"],
        [DayOfWeek.Sunday],
        [new(0, 0), new(2, 30)]);

    [LongFact]
    public void Each_week_has_one_occurrence_at_its_wall_clock_time_in_every_zone_on_every_day() => Check([.. Zone.Ids], Enum.GetValues<DayOfWeek>(), Times);

    [Fact]
    public void The_weeks_are_those_from_2020_to_2045() => First.Plus(Weeks - 1).ShouldBe(IsoWeek.Parse("2045-W52"));

    private static void Check(IReadOnlyList<string> zones, IReadOnlyList<DayOfWeek> days, IReadOnlyList<TimeOnly> times)
    {
        IsoWeek.Parse("2046-W01").ShouldBe(First.Plus(Weeks));
        var wrong = zones.AsParallel().WithCancellation(TestContext.Current.CancellationToken)
            .SelectMany(zone => days.SelectMany(day => times.SelectMany(time => Wrong(new(day, time, Zone.Find(zone)!)).Select(what => $"{day} {time:HH:mm} {zone}: {what}"))))
            .Take(20).ToList();
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<string> Wrong(DigestSchedule schedule)
    {
        var before = schedule.In(First.Plus(-1));
        for (var i = 0; i < Weeks; i++)
        {
            var occurrence = schedule.In(First.Plus(i));
            if (occurrence.Week != First.Plus(i) || occurrence.DueAt <= before.DueAt) yield return $"{occurrence} follows {before}";
            if (schedule.LatestDueAt(occurrence.DueAt) != occurrence || schedule.LatestDueAt(occurrence.DueAt.AddTicks(-1)) != before) yield return $"{occurrence} is not the latest when it falls due, or is before";
            if (!IsAtItsTime(schedule, occurrence)) yield return $"{occurrence} is at {schedule.Zone.ClockAt(occurrence.DueAt):s}";
            before = occurrence;
        }
    }

    /// <summary>The clock shows the time, and did not before; or it skips the time, which then comes as much later as is skipped.</summary>
    private static bool IsAtItsTime(DigestSchedule schedule, Occurrence occurrence)
    {
        var wanted = occurrence.Week.Monday.AddDays(((int)schedule.Day + 6) % 7).ToDateTime(schedule.Time);
        var skipped = schedule.Zone.ClockAt(occurrence.DueAt) - wanted;
        if (skipped == TimeSpan.Zero) return new[] { 20, 30, 60, 120, 180, 1440 }.All(minutes => schedule.Zone.ClockAt(occurrence.DueAt.AddMinutes(-minutes)) < wanted);
        return skipped > TimeSpan.Zero && OffsetAt(schedule.Zone, occurrence.DueAt - skipped) == wanted - occurrence.DueAt.UtcDateTime
            && OffsetAt(schedule.Zone, occurrence.DueAt) - OffsetAt(schedule.Zone, occurrence.DueAt - skipped) == skipped;
    }

    private static TimeSpan OffsetAt(Zone zone, DateTimeOffset instant) => zone.ClockAt(instant) - instant.UtcDateTime;
}
