using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>Exports that are read again.</summary>
public sealed class ImportsAgainTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 7, 0, 0, TimeSpan.Zero);
    private static readonly AccountRef Page = new("files", "page");
    private static readonly DayRange Days = new(new(2026, 11, 1), new(2026, 11, 29));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_earlier_release_misread_is_put_right_and_the_next_digest_says_counted_differently_since()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Imports, "shop/days.csv", Week("2026-11-16", 10));
        var firstSeen = (await test.Get<DroppedBlobs>().ReadAsync(ContainerNames.Imports, "shop/days.csv", Token))!.FirstSeen;

        // As an earlier release stored it: other figures, a day too many, a post on the wrong day, and no origin.
        var row = test.Account.Table(TableNames.Readings);
        await foreach (var stored in row.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token)) await row.DeleteEntityAsync(stored, cancellationToken: Token);
        Reading Misread(DateOnly day, double clicks, DateTimeOffset at) => new() { Account = Page, Day = day, Values = new Dictionary<Metric, double> { [Metrics.Conversions] = clicks }, Settled = true, FetchedAt = at };
        await test.Get<ReadingTable>().StoreAsync(
            "shop",
            [.. new DayRange(new(2026, 11, 15), new(2026, 11, 22)).Each().Select(day => Misread(day, 40, firstSeen)), Misread(new(2026, 11, 3), 7, firstSeen.AddDays(-20))],
            Token);
        await SendDigestAsync(test, "2026-W47");

        var again = (await test.Get<ImportsAgain>().RunAsync("shop", Token))!;

        var readings = await test.Get<ReadingTable>().ReadAsync("shop", Days, Token);
        readings.Select(reading => (reading.Day.Day, reading[Metrics.Conversions])).ShouldBe([(3, 7), .. Enumerable.Range(16, 7).Select(day => (day, (double?)10))], "the file of the 3rd is no longer there");
        again.Weeks.Select(week => week.ToString()).ShouldBe(["2026-W46", "2026-W47"]);
        again.Lines.ShouldContain(line => line.Contains("replaced what was stored: conversions of 7 days (2026-11-16 40 → 10, 2026-11-17 40 → 10", StringComparison.Ordinal));
        again.Lines.ShouldContain(line => line.Contains("no longer told by any export, and removed: conversions of 1 day (2026-11-15 40)", StringComparison.Ordinal));

        test.Clock.LeapTo(Monday.AddDays(1));
        var note = (await BuildAsync(test, "2026-W48")).Report.Notes.OfType<DataCaveat.Restated>().ShouldHaveSingleItem();
        (note.Shown, note.Now.Value.Value, note.IsCountedDifferently).ShouldBe((280, 70, true));

        var once = (await test.Get<ImportsAgain>().RunAsync("shop", Token))!;
        once.Weeks.ShouldBeEmpty();
    }

    [Fact]
    public async Task They_are_read_in_the_order_in_which_they_were_dropped_and_store_what_they_stored_before()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Imports, "shop/z.csv", Week("2026-11-16", 10));
        await test.LeapToAsync(Monday.AddHours(2));
        await test.DropAsync(ContainerNames.Imports, "shop/a.csv", Week("2026-11-16", 20));
        var before = await test.Get<ReadingTable>().ReadAsync("shop", Days, Token);
        before.ShouldAllBe(reading => reading[Metrics.Conversions] == 20);

        var again = (await test.Get<ImportsAgain>().RunAsync("shop", Token))!;

        again.Weeks.ShouldBeEmpty();
        again.Lines.Select(line => line.Split(':')[0]).ShouldBe(["shop/z.csv", "shop/a.csv"]);
        (await test.Get<ReadingTable>().ReadAsync("shop", Days, Token)).ShouldAllBe(reading => reading[Metrics.Conversions] == 20);
    }

    [Fact]
    public async Task What_a_file_of_the_same_name_said_before_stays()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Imports, "shop/Totals.csv", Week("2026-11-09", 10));
        await test.LeapToAsync(Monday.AddHours(2));
        await test.DropAsync(ContainerNames.Imports, "shop/Totals.csv", Week("2026-11-16", 20));

        var again = (await test.Get<ImportsAgain>().RunAsync("shop", Token))!;

        again.Weeks.ShouldBeEmpty();
        (await test.Get<ReadingTable>().ReadAsync("shop", Days, Token)).Select(reading => reading[Metrics.Conversions]).ShouldBe([.. Enumerable.Repeat<double?>(10, 7), .. Enumerable.Repeat<double?>(20, 7)]);
    }

    [Fact]
    public async Task A_client_that_is_not_in_force_has_none() => (await (await StartAsync()).Get<ImportsAgain>().RunAsync("nobody", Token)).ShouldBeNull();

    private static Task<TestPipeline> StartAsync() => FileClient.StartAsync(Monday, "sales");

    private static string Week(string monday, int clicks) =>
        "day,conversions\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"{DateOnly.Parse(monday).AddDays(i):yyyy-MM-dd},{clicks}\n"));

    private static async Task<BuiltDigest> BuildAsync(TestPipeline test, string week) =>
        await test.Get<DigestBuilder>().BuildAsync((await test.Get<ClientDirectory>().FindAsync("shop", Token))!.Config, IsoWeek.Parse(week), Token);

    /// <summary>Keeps a week's digest as one that was sent.</summary>
    private static async Task SendDigestAsync(TestPipeline test, string week)
    {
        var built = await BuildAsync(test, week);
        await test.Get<DigestArchive>().KeepAsync(built.Rendered, [], built.Report.Trace!, Token);
    }
}
