using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>Days whose visits have no known origin are read again once a day, until none is left or they are 28 days old.</summary>
public sealed class OpenDaysTests
{
    private static readonly AccountRef Site = new("google-analytics", "properties/1");
    private static readonly SourceTraits Traits = GoogleAnalyticsMetrics.Traits;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly DayRange Asked = new(new(2026, 11, 10), Today);

    [Fact]
    public void The_first_day_with_an_unknown_part_or_without_an_answer_is_open()
    {
        var open = new OpenDays(Traits, Asked);
        open.Add(Asked.Each().Where(day => day.Day != 14).Select(day => Reading(day, day.Day == 17 ? Channel.Unknown : Channel.Direct)));
        open.First(Today).ShouldBe(new(2026, 11, 14), "a day is missing");

        open.Add([Reading(new(2026, 11, 14), Channel.Direct)]);
        open.First(Today).ShouldBe(new(2026, 11, 17), "a part is of unknown origin");

        open.Add([Reading(new(2026, 11, 17), Channel.Direct)]);
        open.First(Today).ShouldBeNull();
    }

    [Fact]
    public void Days_after_the_newest_that_was_answered_are_not_open() => new OpenDays(Traits, Asked).First(null).ShouldBeNull();

    [Fact]
    public void A_day_whose_origins_were_refused_is_open()
    {
        var open = new OpenDays(Traits, new(Today, Today));
        open.Add([Reading(Today, Channel.Direct) with { Traffic = null }]);
        open.First(Today).ShouldBe(Today);
    }

    [Theory]
    [InlineData("2026-11-17", "2026-11-23T22:00:00Z", "2026-11-17")]
    [InlineData("2026-11-17", "2026-11-23T23:30:00Z", null)]
    [InlineData("2026-10-01", "2026-11-23T22:00:00Z", "2026-10-27")]
    [InlineData(null, "2026-11-23T22:00:00Z", "2026-10-27")]
    public void It_is_asked_for_again_by_the_first_fetch_of_the_clients_day_and_for_28_days(string? openFrom, string lastSuccess, string? again) =>
        OpenDays.ToAskAgain(CursorWith(openFrom) with { LastSuccess = DateTimeOffset.Parse(lastSuccess) }, Traits, Zone.Find("Europe/Paris")!, Today)
            .ShouldBe(again is null ? null : DateOnly.Parse(again));

    [Fact]
    public void A_source_that_does_not_say_where_visits_come_from_has_no_open_days()
    {
        var facebook = AllSources.Traits["facebook"];
        OpenDays.ToAskAgain(CursorWith(null), facebook, Zone.Utc, Today).ShouldBeNull();
        OpenDays.After(CursorWith(null), facebook, Asked, new(Today, [], null)).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-11-05", null, "2026-11-05")]
    [InlineData("2026-11-12", "2026-11-14", "2026-11-14")]
    [InlineData("2026-11-12", null, "2026-11-25")]
    [InlineData(null, "2026-11-14", "2026-11-14")]
    public void A_fetch_changes_only_what_it_asked_for(string? before, string? found, string after) =>
        OpenDays.After(CursorWith(before), Traits, Asked, new(Today, [], null) { OpenFrom = found is null ? null : DateOnly.Parse(found) }).ShouldBe(DateOnly.Parse(after));

    private static Cursor CursorWith(string? openFrom) => new() { Account = Site, OpenFrom = openFrom is null ? null : DateOnly.Parse(openFrom) };

    private static Reading Reading(DateOnly day, Channel channel) => new()
    {
        Account = Site,
        Day = day,
        Values = new Dictionary<Metric, double>(),
        Traffic = [new(channel, channel == Channel.Direct ? "(direct)" : "(unknown)", null, null, 5, 0, 0)],
        Settled = true,
        FetchedAt = new(day.AddDays(3), TimeOnly.MinValue, TimeSpan.Zero),
    };
}
