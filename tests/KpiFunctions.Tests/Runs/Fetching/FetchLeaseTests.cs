using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Gates;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>An account is fetched by one attempt at a time, and one that was held up leaves alone what came after it.</summary>
public sealed class FetchLeaseTests
{
    private const string Page = "201100000000002";
    private const string Older = "host-2";
    private static readonly DayRange Days = new(new(2026, 8, 1), new(2026, 11, 30));

    /// <summary>Longer than any attempt is waited for.</summary>
    private static readonly TimeSpan Lapsed = TimeSpan.FromMinutes(11);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_answer_that_is_held_up_never_overwrites_a_newer_one()
    {
        await using var test = await StartAsync();
        var other = await test.StartAnotherAsync();
        using var write = HoldFirst(test, request => WritesTo(request, TableNames.Readings));
        var older = FetchAsync(other);
        await write.Arrived(Token);

        test.Clock.LeapTo(test.Clock.GetUtcNow() + Lapsed);
        using var restated = test.Simulator.Faults.Add(new(FaultKind.Restated) { At = "facebook" });
        await FetchAsync(test.Pipeline);
        var (readings, posts, cursor) = (await ReadingsAsync(test), await PostsAsync(test), await CursorAsync(test));
        write.Dispose();
        await older;

        (await ReadingsAsync(test)).ShouldBe(readings);
        (await PostsAsync(test)).ShouldBe(posts);
        (await CursorAsync(test)).ShouldBe(cursor);
        cursor.LastAttempt.ShouldBe(test.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_older_fetch_that_fails_does_not_set_an_account_back()
    {
        await using var test = await StartAsync();
        var other = await test.StartAnotherAsync();
        var cursorWrites = 0;
        using var write = HoldFirst(test, request => WritesTo(request, TableNames.Failures) || (WritesTo(request, TableNames.Cursors) && ++cursorWrites > 1));
        var expired = test.Simulator.Faults.Add(new(FaultKind.ExpiredToken) { At = "facebook" });
        var older = FetchAsync(other);
        await write.Arrived(Token);
        expired.Dispose();

        test.Clock.LeapTo(test.Clock.GetUtcNow() + Lapsed);
        await FetchAsync(test.Pipeline);
        var cursor = await CursorAsync(test);
        write.Dispose();
        await older;

        (await CursorAsync(test)).ShouldBe(cursor);
        cursor.Trouble.ShouldBeNull();
        cursor.AnsweredThrough.ShouldNotBeNull();
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_older_fetch_that_succeeds_at_last_clears_no_alert_of_a_newer_one()
    {
        await using var test = await StartAsync();
        using (test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook" })) await FetchAsync(test.Pipeline);
        test.Clock.LeapTo(test.Clock.GetUtcNow().AddHours(1));
        var other = await test.StartAnotherAsync();
        using var write = HoldFirst(test, request => WritesTo(request, TableNames.Readings));
        var older = FetchAsync(other);
        await write.Arrived(Token);

        test.Clock.LeapTo(test.Clock.GetUtcNow() + Lapsed);
        using (test.Simulator.Faults.Add(new(FaultKind.ExpiredToken) { At = "facebook" })) await FetchAsync(test.Pipeline);
        write.Dispose();
        await older;

        (await CursorAsync(test)).Trouble!.Failure.Kind.ShouldBe(SourceFailureKind.CredentialExpired);
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().IsFinal.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fetch_whose_process_died_is_repeated_when_its_lease_has_run_out()
    {
        await using var test = await StartAsync();
        var dying = await test.StartAnotherAsync();
        using var write = HoldFirst(test, request => WritesTo(request, TableNames.Readings));
        await test.Get<Outbox>().PutOffAsync(Message(), test.Clock.GetUtcNow().AddMinutes(30), Token);
        var died = FetchAsync(dying);
        await write.Arrived(Token);

        test.Clock.LeapTo(Given.Monday.AddMinutes(5));
        await FetchAsync(test.Pipeline, Message(Given.Monday));
        (await CursorAsync(test)).LastAttempt.ShouldBe(Given.Monday, "the account is leased");
        (await DueAsync(test)).DueAt.ShouldBe(Given.Monday.AddMinutes(10));
        await test.LeapToAsync(test.Clock.GetUtcNow().AddMinutes(16));

        var cursor = await CursorAsync(test);
        cursor.LastSuccess.ShouldNotBeNull().ShouldBeGreaterThan(Given.Monday);
        write.Dispose();
        await died;
        (await CursorAsync(test)).ShouldBe(cursor);
    }

    [Fact]
    public async Task A_fetch_that_fails_unexpectedly_leaves_the_account_free_for_the_next_try()
    {
        await using var test = await StartAsync();
        await test.Account.Table(TableNames.Readings).DeleteAsync(Token);
        await Should.ThrowAsync<Azure.RequestFailedException>(FetchAsync(test.Pipeline, Message(Given.Monday)));
        var cursor = await CursorAsync(test);
        (cursor.LeasedUntil, cursor.LeaseOwner, cursor.LastAttempt).ShouldBe((null, null, null));
        await test.Account.Table(TableNames.Readings).CreateAsync(Token);

        await FetchAsync(test.Pipeline, Message(Given.Monday));

        (await CursorAsync(test)).LastSuccess.ShouldBe(test.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_fetch_waits_while_a_backfill_writes_and_a_backfill_while_a_fetch_does()
    {
        await using var test = await StartAsync();
        await FetchAsync(test.Pipeline);
        var client = (await test.Get<ClientDirectory>().FindAsync("shop", Token))!.Config;
        var pieces = (await test.Get<Backfill>().PlanAsync(client, new(2026, 1, 1), Token)).Single().Pieces;
        var other = await test.StartAnotherAsync();

        test.Clock.LeapTo(test.Clock.GetUtcNow().AddHours(4));
        using (var write = HoldFirst(test, request => WritesTo(request, TableNames.Readings)))
        {
            var backfill = other.Get<Backfill>().RunAsync(client, client.Sources[0], pieces[0], Token);
            await write.Arrived(Token);
            await FetchAsync(test.Pipeline);
            (await CursorAsync(test)).LastAttempt.ShouldBe(Given.Monday);
            (await DueAsync(test)).DueAt.ShouldBe(test.Clock.GetUtcNow().AddMinutes(10));
            write.Dispose();
            await backfill;
        }

        (await CursorAsync(test)).AskedFrom.ShouldBe(pieces[0].First);
        using (var write = HoldFirst(test, request => WritesTo(request, TableNames.Readings)))
        {
            var fetch = FetchAsync(other);
            await write.Arrived(Token);
            var failure = (await test.Get<Backfill>().RunAsync(client, client.Sources[0], pieces[1], Token).ShouldThrowAsync<SourceException>()).Failure;
            (failure.Kind, failure.RetryAfter).ShouldBe((SourceFailureKind.RateLimited, TimeSpan.FromMinutes(10)));
            write.Dispose();
            await fetch;
        }

        await test.Get<Backfill>().RunAsync(client, client.Sources[0], pieces[1], Token);
        var cursor = await CursorAsync(test);
        (cursor.AskedFrom, cursor.LastSuccess).ShouldBe((pieces[1].First, test.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_backfill_that_was_held_up_for_too_long_writes_nothing_after_a_later_fetch()
    {
        await using var test = await StartAsync();
        await FetchAsync(test.Pipeline);
        var client = (await test.Get<ClientDirectory>().FindAsync("shop", Token))!.Config;
        var piece = (await test.Get<Backfill>().PlanAsync(client, new(2026, 1, 1), Token)).Single().Pieces[0];
        var other = await test.StartAnotherAsync();
        using var write = HoldFirst(test, request => WritesTo(request, TableNames.Readings));
        var backfill = other.Get<Backfill>().RunAsync(client, client.Sources[0], piece, Token);
        await write.Arrived(Token);

        test.Clock.LeapTo(test.Clock.GetUtcNow() + Lapsed);
        await FetchAsync(test.Pipeline);
        var cursor = await CursorAsync(test);
        write.Dispose();

        (await backfill.ShouldThrowAsync<SourceException>()).Failure.RetryAfter.ShouldNotBeNull();
        (await CursorAsync(test)).ShouldBe(cursor);
        (await test.Get<Backfill>().PlanAsync(client, new(2026, 1, 1), Token)).Single().Pieces[0].ShouldBe(piece);
    }

    [Fact]
    public async Task Two_hosts_that_get_the_same_message_ask_the_platform_once()
    {
        await using var test = await StartAsync();
        await FetchAsync(test.Pipeline);
        var other = await test.StartAnotherAsync();
        var once = await CountAsync(4, _ => FetchAsync(test.Pipeline));

        (await CountAsync(8, message => Task.WhenAll(FetchAsync(test.Pipeline, message), FetchAsync(other, message)))).ShouldBe(once);
        (await CountAsync(12, async message =>
        {
            await FetchAsync(test.Pipeline, message);
            await FetchAsync(other, message);
        })).ShouldBe(once);

        async Task<int> CountAsync(int hours, Func<FetchMessage, Task> fetchAsync)
        {
            test.Clock.LeapTo(Given.Monday.AddHours(hours));
            test.Simulator.Requests.Clear();
            await fetchAsync(Message(test.Clock.GetUtcNow()));
            return test.Simulator.Requests.All.Count;
        }
    }

    [Fact]
    public async Task Every_account_has_its_next_turn_and_is_fetched_six_times_a_day()
    {
        await using var test = await StartAsync();
        await FetchAsync(test.Pipeline, Message(Given.Monday));
        var attempts = new List<DateTimeOffset>();
        for (var tick = Given.Monday.AddMinutes(5); tick <= Given.Monday.AddDays(2); tick = tick.AddMinutes(15))
        {
            await test.LeapToAsync(tick);
            if ((await CursorAsync(test)).LastAttempt is { } attempt && !attempts.Contains(attempt)) attempts.Add(attempt);
            (await DueAsync(test)).DueAt.ShouldBe(attempts[^1] + AllSources.Traits["facebook"].AskEvery);
        }

        attempts.Count(attempt => attempt >= Given.Monday.AddDays(1)).ShouldBe(6);
    }

    [Fact]
    public async Task A_row_of_an_earlier_release_has_no_lease_and_is_fetched()
    {
        await using var test = await StartAsync();
        await FetchAsync(test.Pipeline);
        var table = test.Account.Table(TableNames.Cursors);
        await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token))
        {
            foreach (var column in new[] { "Fence", "LeaseOwner", "LeasedUntil", "ReadingsFence", "PostsFence", "WriteMarks" }) row.Remove(column);
            await table.UpsertEntityAsync(row, Azure.Data.Tables.TableUpdateMode.Replace, Token);
        }

        test.Clock.LeapTo(Given.Monday.AddHours(4));
        await FetchAsync(test.Pipeline);

        (await CursorAsync(test)).LastSuccess.ShouldBe(test.Clock.GetUtcNow());
    }

    /// <summary>A client in force whose account was never fetched.</summary>
    private static async Task<TestPipeline> StartAsync()
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        var json = System.Text.Encoding.UTF8.GetBytes(Given.Client("shop"));
        var clients = test.Get<ClientDirectory>();
        await clients.PutInForceAsync(
            test.Get<ConfigParser>().ParseAccepted("shop.json", json).ShouldNotBeNull(), json, await clients.VersionOfAsync("shop", Token), Given.Monday, Token);
        return test;
    }

    private static FetchMessage Message(DateTimeOffset? asked = null) => new("shop", "facebook", Page) { Asked = asked };

    private static Task FetchAsync(LocalPipeline host, FetchMessage? message = null) => host.Get<FetchJob>().RunAsync(message ?? new("shop", "facebook", Page), Token);

    /// <summary>Holds the first such request of the older attempt.</summary>
    private static TwinHold HoldFirst(TestPipeline test, Func<TwinRequest, bool> when) => test.Storage.Twin.Gate.Hold(request => request.Host == Older && when(request), times: 1);

    private static bool WritesTo(TwinRequest request, string table) =>
        request.Writes && (request.PathAndQuery.Contains(table, StringComparison.Ordinal) || request.Body?.Contains($"/{table}", StringComparison.Ordinal) == true);

    private static async Task<Cursor> CursorAsync(TestPipeline test) => (await test.Get<CursorTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem();

    private static async Task<ScheduledMessage> DueAsync(TestPipeline test) => (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).Single(work => work.Queue == QueueNames.Fetch);

    private static async Task<IReadOnlyList<string>> ReadingsAsync(TestPipeline test) =>
        [.. (await test.Get<ReadingTable>().ReadAsync("shop", Days, Token)).Select(reading => $"{reading.Day} {reading.FetchedAt} {string.Join(' ', reading.Values.OrderBy(value => value.Key.Key, StringComparer.Ordinal))}")];

    private static async Task<IReadOnlyList<string>> PostsAsync(TestPipeline test) =>
        [.. (await test.Get<PostTable>().ReadAsync("shop", Days, Token)).Select(post => $"{post.Id} {post.FetchedAt} {string.Join(' ', post.Values.OrderBy(value => value.Key.Key, StringComparer.Ordinal))}")];
}
