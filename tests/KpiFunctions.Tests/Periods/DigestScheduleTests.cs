using CsCheck;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Periods;

/// <summary>When a digest falls due: wall clocks, and what is done to them twice a year.</summary>
public sealed class DigestScheduleTests
{
    [Theory]
    [InlineData("2026-11-23T09:59Z", "2026-W47")]
    [InlineData("2026-11-23T10:00Z", "2026-W48")]
    [InlineData("2026-11-30T09:59Z", "2026-W48")]
    public void The_newest_occurrence_is_the_one_whose_hour_has_come(string now, string week) =>
        Paris(DayOfWeek.Monday, "11:00").LatestDueAt(DateTimeOffset.Parse(now)).Week.ShouldBe(IsoWeek.Parse(week));

    [Fact]
    public void An_occurrence_reports_the_last_complete_week() =>
        Paris(DayOfWeek.Sunday, "23:59").In(IsoWeek.Parse("2026-W48")).ReportedWeek.ShouldBe(IsoWeek.Parse("2026-W47"));

    [Fact]
    public void The_hour_stays_the_readers_own_when_the_clocks_change()
    {
        var schedule = Paris(DayOfWeek.Monday, "09:00");
        schedule.In(IsoWeek.Parse("2026-W43")).DueAt.ShouldBe(DateTimeOffset.Parse("2026-10-19T07:00Z"));
        schedule.In(IsoWeek.Parse("2026-W44")).DueAt.ShouldBe(DateTimeOffset.Parse("2026-10-26T08:00Z"));
    }

    [Fact]
    public void An_hour_that_exists_twice_is_one_occurrence_and_the_first_of_the_two() =>
        Paris(DayOfWeek.Sunday, "02:30").In(IsoWeek.Parse("2026-W43")).DueAt.ShouldBe(DateTimeOffset.Parse("2026-10-25T00:30Z"));

    [Fact]
    public void An_hour_that_does_not_exist_comes_as_much_later_as_the_clocks_skip() =>
        Paris(DayOfWeek.Sunday, "02:30").In(IsoWeek.Parse("2026-W13")).DueAt.ShouldBe(DateTimeOffset.Parse("2026-03-29T01:30Z"));

    [Fact]
    public void East_of_utc_a_mondays_digest_comes_on_the_readers_monday()
    {
        var schedule = new DigestSchedule(DayOfWeek.Monday, new(8, 0), Zone.Find("Pacific/Auckland")!);
        var due = schedule.In(IsoWeek.Parse("2026-W48")).DueAt;
        due.ShouldBe(DateTimeOffset.Parse("2026-11-22T19:00Z"));
        schedule.Zone.DayAt(due).ShouldBe(new DateOnly(2026, 11, 23));
        schedule.LatestDueAt(due).Week.ShouldBe(IsoWeek.Parse("2026-W48"));
    }

    [Fact]
    public void A_digest_that_is_moved_within_its_week_is_the_same_occurrence() =>
        Paris(DayOfWeek.Monday, "09:00").In(IsoWeek.Parse("2026-W48")).Week.ShouldBe(Paris(DayOfWeek.Friday, "17:00").In(IsoWeek.Parse("2026-W48")).Week);

    /// <summary>Sent at nine, moved to ten at half past nine: what falls due at ten has the same name, and is known.</summary>
    [Fact]
    public void A_digest_that_is_moved_from_nine_to_ten_after_it_was_sent_is_the_same_occurrence()
    {
        var sent = Paris(DayOfWeek.Monday, "09:00").LatestDueAt(DateTimeOffset.Parse("2026-11-23T08:00Z"));
        var moved = Paris(DayOfWeek.Monday, "10:00");
        moved.LatestDueAt(DateTimeOffset.Parse("2026-11-23T08:30Z")).Week.ShouldBe(sent.Week.Plus(-1));
        moved.LatestDueAt(DateTimeOffset.Parse("2026-11-23T09:00Z")).Week.ShouldBe(sent.Week);
    }

    [Fact]
    public void An_hour_that_exists_twice_falls_due_once()
    {
        var schedule = Paris(DayOfWeek.Sunday, "02:30");
        var (first, second) = (DateTimeOffset.Parse("2026-10-25T00:30Z"), DateTimeOffset.Parse("2026-10-25T01:30Z"));
        schedule.Zone.ClockAt(first).ShouldBe(schedule.Zone.ClockAt(second));
        schedule.LatestDueAt(second).ShouldBe(schedule.LatestDueAt(first));
    }

    /// <summary>Samoa went over to the other side of the date line: there was no Friday 30 December 2011.</summary>
    [Fact]
    public void A_day_that_does_not_exist_has_its_digest_on_the_next_one_in_the_same_week()
    {
        var schedule = new DigestSchedule(DayOfWeek.Friday, new(9, 0), Zone.Find("Pacific/Apia")!);
        var occurrence = schedule.In(IsoWeek.Parse("2011-W52"));
        schedule.Zone.ClockAt(occurrence.DueAt).ShouldBe(new(2011, 12, 31, 9, 0, 0));
        schedule.LatestDueAt(occurrence.DueAt).ShouldBe(occurrence);
        schedule.LatestDueAt(occurrence.DueAt.AddSeconds(-1)).Week.ShouldBe(IsoWeek.Parse("2011-W51"));
    }

    [Theory]
    [InlineData("2027-01-03T22:59:59Z", "2026-W53")]
    [InlineData("2027-01-03T23:00:00Z", "2027-W01")]
    public void The_week_changes_at_the_readers_midnight_also_where_the_year_does(string now, string week) =>
        Paris(DayOfWeek.Monday, "00:00").LatestDueAt(DateTimeOffset.Parse(now)).Week.ToString().ShouldBe(week);

    [Fact]
    public void The_year_ends_without_a_week_left_out_or_doubled()
    {
        var schedule = Paris(DayOfWeek.Thursday, "09:00");
        var weeks = Enumerable.Range(0, 4).Select(i => schedule.LatestDueAt(DateTimeOffset.Parse("2026-12-24T10:00Z").AddDays(7 * i)).Week.ToString());
        weeks.ShouldBe(["2026-W52", "2026-W53", "2027-W01", "2027-W02"]);
    }

    [Fact]
    public void Week_by_week_each_occurrence_comes_once_in_every_zone() =>
        Gen.Select(Gen.Int[0, Zone.Ids.Count - 1], Gen.Int[0, 6], Gen.Int[0, 1439], Gen.Int[0, 600]).Sample((zone, day, minute, week) =>
        {
            var schedule = new DigestSchedule((DayOfWeek)day, TimeOnly.MinValue.AddMinutes(minute), Zone.Find(Zone.Ids.ElementAt(zone))!);
            var occurrence = schedule.In(IsoWeek.Parse("2020-W01").Plus(week));
            var next = schedule.In(occurrence.Week.Plus(1));
            schedule.LatestDueAt(occurrence.DueAt).ShouldBe(occurrence);
            schedule.LatestDueAt(next.DueAt.AddSeconds(-1)).ShouldBe(occurrence);
            (next.DueAt - occurrence.DueAt).TotalHours.ShouldBeInRange(7 * 24 - 25, 7 * 24 + 25);
        });

    private static DigestSchedule Paris(DayOfWeek day, string time) => new(day, TimeOnly.Parse(time), Zone.Find("Europe/Paris")!);
}
