using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Simulator.Faults;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>A metric that came later than the account gets a past, once: as far back as digests compare, or as its source says.</summary>
public sealed class LongHistoryTests
{
    private const string Reports = "youtubeanalytics.googleapis.com";

    private static readonly AccountRef Channel = new("youtube", "UCabcdefghijklmnopqrstuv");
    private static readonly DateOnly Oldest = IsoWeek.Of(new DateOnly(2026, 11, 23)).Plus(-57).Monday;
    private static readonly string Config = Given.Client("shop", credential: "youtube-lab")
        .Replace("\"type\": \"facebook\", \"account\": \"201100000000002\"", $"\"type\": \"youtube\", \"account\": \"{Channel.Account}\"", StringComparison.Ordinal)
        .Replace("\"awareness\", \"image\"", "\"offers\"", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_account_has_it_with_its_first_fetch_and_is_asked_for_the_usual_days_afterwards()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Config);

        (await CursorAsync(test)).ShouldSatisfyAllConditions(cursor => cursor.PastAskedFor.ShouldBe(["engaged_views"]), cursor => cursor.AskedFrom.ShouldBe(Oldest));
        (await DaysAsync(test)).ShouldBe((Oldest, new(2026, 11, 20)));

        // A report covers 366 days.
        test.Simulator.Requests.Count(Reports).ShouldBe(2);
        test.Simulator.Requests.Clear();
        await FetchAtAsync(test, Given.Monday.AddHours(5));
        test.Simulator.Requests.Count(Reports).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_was_known_before_the_metric_is_asked_once()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<CursorTable>().WriteAsync(
            "shop", new() { Account = Channel, AnsweredThrough = new(2026, 11, 19), AskedFrom = new(2026, 8, 17), LastSuccess = Given.Monday.AddDays(-1), LastAttempt = Given.Monday.AddDays(-1) }, Token);

        await test.DropConfigAsync("shop.json", Config);

        (await CursorAsync(test)).ShouldSatisfyAllConditions(cursor => cursor.PastAskedFor.ShouldBe(["engaged_views"]), cursor => cursor.AskedFrom.ShouldBe(Oldest));
        (await DaysAsync(test)).ShouldBe((Oldest, new(2026, 11, 20)));
    }

    [Fact]
    public async Task While_the_platform_refuses_it_the_usual_days_are_asked_for_and_the_past_when_it_is_answered()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var fault = test.Simulator.Faults.Add(new(FaultKind.RefuseMetric) { At = "youtube", Metric = "engagedViews" });
        await test.DropConfigAsync("shop.json", Config);
        (await CursorAsync(test)).PastAskedFor.ShouldBeEmpty();

        test.Simulator.Requests.Clear();
        await FetchAtAsync(test, Given.Monday.AddHours(5));
        test.Simulator.Requests.Count(Reports).ShouldBe(1);
        fault.Dispose();

        // It is tried again after a week, and answered; the fetch after that one asks for the past.
        await FetchAtAsync(test, Given.Monday.AddDays(8));
        await FetchAtAsync(test, Given.Monday.AddDays(8).AddHours(5));

        (await CursorAsync(test)).PastAskedFor.ShouldBe(["engaged_views"]);
        (await DaysAsync(test)).First.ShouldBe(Oldest.AddDays(7));
    }

    [Fact]
    public async Task An_account_whose_reach_of_weeks_was_not_read_gets_that_of_thirteen_weeks_once()
    {
        var account = new AccountRef("instagram", "17841400000000001");
        var config = Given.Client("shop").Replace("\"type\": \"facebook\", \"account\": \"201100000000002\"", $"\"type\": \"instagram\", \"account\": \"{account.Account}\"", StringComparison.Ordinal);
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<CursorTable>().WriteAsync(
            "shop", new() { Account = account, AnsweredThrough = new(2026, 11, 21), AskedFrom = new(2026, 8, 10), LastSuccess = Given.Monday.AddDays(-1), LastAttempt = Given.Monday.AddDays(-1) }, Token);

        await test.DropConfigAsync("shop.json", config);

        (await test.Get<CursorTable>().FindAsync("shop", account, Token)).ShouldSatisfyAllConditions(
            cursor => cursor.PastAskedFor.ShouldBe(["reach_7d"]), cursor => cursor.AskedFrom.ShouldBe(new DateOnly(2026, 8, 10), "no older day was asked for"));

        (await DaysAsync(test, Metrics.Reach7Days)).ShouldBe(Enumerable.Range(0, 13).Select(week => new DateOnly(2026, 8, 30).AddDays(7 * week)));

        test.Simulator.Requests.Clear();
        await FetchAtAsync(test, Given.Monday.AddHours(5));
        test.Simulator.Requests.Count("graph.facebook.com").ShouldBeLessThanOrEqualTo(11, "the usual days, and two weeks");
    }

    private static async Task FetchAtAsync(TestPipeline test, DateTimeOffset instant)
    {
        test.Clock.LeapTo(instant);
        await test.Jobs.RunTimerAsync("PlanFetches", Token);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static Task<Cursor> CursorAsync(TestPipeline test) => test.Get<CursorTable>().FindAsync("shop", Channel, Token);

    private static async Task<(DateOnly First, DateOnly Last)> DaysAsync(TestPipeline test)
    {
        var days = await DaysAsync(test, Metrics.EngagedViews);
        return (days[0], days[^1]);
    }

    private static async Task<List<DateOnly>> DaysAsync(TestPipeline test, Metric metric) =>
        [.. (await test.Get<ReadingTable>().ReadAsync("shop", new(new(2025, 1, 1), new(2026, 12, 31)), Token)).Where(reading => reading[metric] is not null).Select(reading => reading.Day).Order()];
}
