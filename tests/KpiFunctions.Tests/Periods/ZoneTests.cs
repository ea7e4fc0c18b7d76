using CsCheck;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Periods;

/// <summary>Days and clocks of the tz database, whatever the host's own is set to.</summary>
public sealed class ZoneTests
{
    [Theory]
    [InlineData("Pacific/Auckland", "2026-11-22T11:00Z", "2026-11-23")]
    [InlineData("Pacific/Kiritimati", "2026-11-22T10:00Z", "2026-11-23")]
    [InlineData("Europe/Paris", "2026-11-22T22:59Z", "2026-11-22")]
    [InlineData("Europe/Paris", "2026-11-22T23:00Z", "2026-11-23")]
    [InlineData("America/Los_Angeles", "2026-11-23T07:59Z", "2026-11-22")]
    public void A_moment_has_the_day_of_its_place(string zone, string instant, string day) =>
        Of(zone).DayAt(DateTimeOffset.Parse(instant)).ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    [InlineData("2026-10-26", 24)]
    public void A_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer(string day, int hours)
    {
        var date = DateOnly.Parse(day);
        (Of("Europe/Paris").StartOf(date.AddDays(1)) - Of("Europe/Paris").StartOf(date)).TotalHours.ShouldBe(hours);
    }

    /// <summary>In Beirut the clocks go from midnight to one: that Sunday has no midnight.</summary>
    [Fact]
    public void A_day_without_a_midnight_begins_when_it_begins()
    {
        var start = Of("Asia/Beirut").StartOf(new(2026, 3, 29));
        start.ShouldBe(DateTimeOffset.Parse("2026-03-28T22:00Z"));
        Of("Asia/Beirut").ClockAt(start).ShouldBe(new(2026, 3, 29, 1, 0, 0));
    }

    /// <summary>On Lord Howe Island the clocks change by half an hour.</summary>
    [Fact]
    public void A_skipped_time_comes_as_much_later_as_was_skipped()
    {
        var instant = Of("Australia/Lord_Howe").InstantOf(new(2026, 10, 4), new(2, 10));
        Of("Australia/Lord_Howe").ClockAt(instant).ShouldBe(new(2026, 10, 4, 2, 40, 0));
    }

    [Theory]
    [InlineData("Europe/Pariss")]
    [InlineData("europe/paris")]
    [InlineData("Romance Standard Time")]
    [InlineData("UTC+99")]
    [InlineData("")]
    public void What_is_no_zone_of_the_tz_database_is_not_found(string id) => Zone.Find(id).ShouldBeNull();

    [Fact]
    public void Every_zone_that_is_offered_is_found_and_equal_to_itself() =>
        Zone.Ids.Where(id => Zone.Find(id) is not { } zone || !zone.Equals(Zone.Find(id)) || zone.GetHashCode() != Zone.Find(id)!.GetHashCode()).ShouldBeEmpty();

    [Fact]
    public void In_every_zone_a_day_begins_on_that_day_and_the_moment_before_is_another() =>
        Gen.Select(Gen.Int[0, Zone.Ids.Count - 1], Gen.Int[0, 40_000]).Sample((i, days) =>
        {
            var (zone, day) = (Of(Zone.Ids.ElementAt(i)), new DateOnly(1995, 1, 1).AddDays(days));
            var start = zone.StartOf(day);
            return zone.DayAt(start) >= day && zone.DayAt(start.AddTicks(-1)) < day && zone.StartOf(day.AddDays(1)) >= start;
        });

    [Fact]
    public void In_every_zone_a_clocks_time_is_found_again_unless_it_was_skipped() =>
        Gen.Select(Gen.Int[0, Zone.Ids.Count - 1], Gen.Int[0, 40_000], Gen.Int[0, 1439]).Sample((i, days, minute) =>
        {
            var (zone, day, time) = (Of(Zone.Ids.ElementAt(i)), new DateOnly(1995, 1, 1).AddDays(days), TimeOnly.MinValue.AddMinutes(minute));
            var clock = zone.ClockAt(zone.InstantOf(day, time));
            return clock == day.ToDateTime(time) || clock > day.ToDateTime(time) && zone.ClockAt(zone.InstantOf(day, time).AddHours(-24)) < day.ToDateTime(time);
        });

    private static Zone Of(string id) => Zone.Find(id).ShouldNotBeNull();
}
