using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>A platform whose statistics come two days late and whose level is told only as of now.</summary>
public sealed class LinkedInTests
{
    private static readonly AccountRef Organization = new("linkedin", "2414183");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_digest_of_Tuesday_has_the_whole_week_and_the_level_stays_on_the_days_of_asking()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("network.json", Given.LinkedInClient("network"));
        await test.LeapToAsync(Given.Monday.AddHours(1));
        (await test.Get<CursorTable>().FindAsync("network", Organization, Token)).AnsweredThrough.ShouldBe(new(2026, 11, 21));

        await test.LeapToAsync(Given.Monday.AddDays(1).AddHours(6));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().FindAsync("network", IsoWeek.Parse("2026-W48"), Token))!.Missing.ShouldBeEmpty();
        (await test.Get<CursorTable>().FindAsync("network", Organization, Token)).AnsweredThrough.ShouldBe(new(2026, 11, 22));
        var readings = await test.Get<ReadingTable>().ReadAsync("network", new(new(2026, 11, 1), new(2026, 11, 30)), Token);
        readings.Where(reading => reading[Metrics.Followers] is not null).Select(reading => reading.Day.Day).ShouldBe([23, 24]);
        readings.Where(reading => reading[Metrics.Reach] is not null).Select(reading => reading.Day.Day).ShouldBe(Enumerable.Range(1, 22));
    }

    [Fact]
    public async Task A_day_keeps_its_level_and_settles_when_its_statistics_come()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("network.json", Given.LinkedInClient("network"));

        await test.LeapToAsync(Given.Monday.AddDays(5));

        var monday = (await test.Get<ReadingTable>().ReadAsync("network", new(new(2026, 11, 23), new(2026, 11, 23)), Token)).ShouldHaveSingleItem();
        monday[Metrics.Followers].ShouldNotBeNull();
        monday[Metrics.Reach].ShouldNotBeNull();
        monday[Metrics.FollowersGained].ShouldNotBeNull();
        monday.Settled.ShouldBeTrue();
    }
}
