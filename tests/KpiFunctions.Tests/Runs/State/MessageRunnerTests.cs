using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Runs.State;

public sealed class MessageRunnerTests
{
    private static readonly FetchMessage Work = new("shop", "facebook", "1");

    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly List<FetchMessage> handled = [];
    private readonly List<string> givenUp = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_is_handled_whether_it_is_Base64_or_plain(bool encoded)
    {
        var (runner, _, _, _) = await RunnerAsync();
        var text = MessageJson.Write(Work);
        await runner.JobOf(Handler(_ => Task.CompletedTask)).RunAsync(encoded ? MessageJson.Encode(text) : text, 1, Token);
        handled.ShouldHaveSingleItem().Account.ShouldBe("1");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"client\":\"shop\"")]
    [InlineData("////")]
    [InlineData("Z2FyYmFnZQ==")]
    public async Task What_is_no_message_is_recorded_at_once_and_is_not_tried_again(string body)
    {
        var (runner, alerts, _, _) = await RunnerAsync();
        await runner.JobOf(Handler(_ => Task.CompletedTask)).RunAsync(body, 1, Token);

        handled.ShouldBeEmpty();
        var alert = (await alerts.ReadAsync(null, Token)).ShouldHaveSingleItem();
        (alert.Kind, alert.IsFinal, alert.Message).ShouldBe((AlertKinds.JobFailed, true, MessageJson.Decode(body)));
        alert.Reason.ShouldContain(nameof(FetchMessage));
    }

    [Fact]
    public async Task Work_that_fails_too_often_is_put_back_with_growing_pauses_as_long_as_it_can_be_done_in_time()
    {
        var (runner, alerts, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        var handler = Handler(_ => throw new InvalidOperationException("the reason"), until: time.GetUtcNow().AddHours(3));
        var pauses = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            var body = MessageJson.Of((await scheduled.ReadAsync(Token)).ShouldHaveSingleItem());
            for (var i = 1; i <= 5; i++) await Should.ThrowAsync<InvalidOperationException>(runner.JobOf(handler).RunAsync(body, i, Token));
            await runner.PoisonJobOf(handler).RunAsync(body, 1, Token);
            (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem().IsFinal.ShouldBeFalse();

            var back = (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem();
            pauses.Add((back.DueAt - time.GetUtcNow()).TotalMinutes);
            time.Advance(back.DueAt - time.GetUtcNow());
            (await outbox.SendDueAsync(Lane.Fetches, Token)).ShouldBe(1);
        }

        // The last pause ends with the time.
        pauses.ShouldBe([5, 15, 30, 60, 60, 10]);
        givenUp.ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_that_can_no_longer_be_done_in_time_is_given_up_with_its_last_reason()
    {
        var (runner, alerts, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        await outbox.AddAsync(Work with { Account = "2" }, Token);
        var body = MessageJson.Encode(MessageJson.Of((await scheduled.FindAsync(Work, Token)).ShouldNotBeNull()));
        var handler = Handler(_ => throw new InvalidOperationException("the reason"), until: time.GetUtcNow());
        for (var i = 1; i <= 5; i++) await Should.ThrowAsync<InvalidOperationException>(runner.JobOf(handler).RunAsync(body, i, Token));
        await runner.PoisonJobOf(handler).RunAsync(body, 1, Token);

        var alert = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (alert.IsFinal, alert.Reason).ShouldBe((true, "InvalidOperationException: the reason"));
        givenUp.ShouldBe(["1: InvalidOperationException: the reason"]);
        (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem().Key.ShouldBe((Work with { Account = "2" }).Key);
    }

    [Fact]
    public async Task A_failure_is_cleared_when_a_later_attempt_succeeds()
    {
        var (runner, alerts, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        var body = MessageJson.Of((await scheduled.FindAsync(Work, Token)).ShouldNotBeNull());
        await Should.ThrowAsync<InvalidOperationException>(runner.JobOf(Handler(_ => throw new InvalidOperationException("the reason"))).RunAsync(body, 1, Token));
        (await alerts.ReadAsync("shop", Token)).Count.ShouldBe(1);

        await runner.JobOf(Handler(_ => Task.CompletedTask)).RunAsync(body, 2, Token);
        (await alerts.ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_is_cleared_when_the_work_succeeds_after_it_was_put_back()
    {
        var (runner, alerts, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        await runner.PoisonJobOf(Handler(_ => Task.CompletedTask, until: time.GetUtcNow().AddDays(1))).RunAsync(MessageJson.Of((await scheduled.FindAsync(Work, Token)).ShouldNotBeNull()), 1, Token);
        (await alerts.ReadAsync("shop", Token)).Count.ShouldBe(1);

        await runner.JobOf(Handler(_ => Task.CompletedTask)).RunAsync(MessageJson.Of((await scheduled.FindAsync(Work, Token)).ShouldNotBeNull()), 1, Token);
        (await alerts.ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_is_written_otherwise_than_its_row_is_the_same_work()
    {
        var (runner, _, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        await runner.PoisonJobOf(Handler(_ => Task.CompletedTask, until: time.GetUtcNow())).RunAsync("""{ "account": "1", "source": "facebook", "client": "shop" }""", 1, Token);
        (await scheduled.ReadAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_fails_too_often_leaves_work_that_was_sent_again_since()
    {
        var (runner, _, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        var failed = await outbox.WithVersionAsync(Work, Token);
        await outbox.AddAsync(Work, Token);
        var later = (await scheduled.FindAsync(Work, Token)).ShouldNotBeNull().Version;
        await runner.PoisonJobOf(Handler(_ => Task.CompletedTask, until: time.GetUtcNow().AddDays(1))).RunAsync(MessageJson.Write((FetchMessage)failed), 1, Token);
        (await scheduled.FindAsync(Work, Token)).ShouldNotBeNull().Version.ShouldBe(later);
    }

    [Fact]
    public async Task What_poisons_without_an_attempt_is_recorded_all_the_same()
    {
        var (runner, alerts, _, _) = await RunnerAsync();
        await runner.PoisonJobOf(Handler(_ => Task.CompletedTask)).RunAsync("\0not even text", 1, Token);
        (await alerts.ReadAsync(AlertTable.NoClient, Token)).ShouldHaveSingleItem().Reason.ShouldContain("left no reason");
    }

    [Fact]
    public async Task An_attempt_that_the_host_stops_leaves_its_reason()
    {
        var (runner, alerts, _, _) = await RunnerAsync();
        using var host = new CancellationTokenSource();
        var handler = Handler(async token =>
        {
            time.Advance(TimeSpan.FromMinutes(9));
            await host.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        await Should.ThrowAsync<OperationCanceledException>(runner.JobOf(handler).RunAsync(MessageJson.Write(Work), 1, host.Token));

        var alert = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        alert.Reason.ShouldContain("00:09:00");
        alert.Reason.ShouldContain("functionTimeout");
        alert.IsFinal.ShouldBeFalse();
    }

    private QueueHandler Handler(Func<CancellationToken, Task> then, DateTimeOffset? until = null) => QueueHandler.Of<FetchMessage>(
        "FetchReadings",
        QueueNames.Fetch,
        "RecordFetchFailure",
        async (message, token) =>
        {
            handled.Add(message);
            await then(token);
        },
        (_, _) => Task.FromResult(until ?? time.GetUtcNow()),
        (message, reason, _) =>
        {
            givenUp.Add($"{message.Account}: {reason}");
            return Task.CompletedTask;
        });

    private async Task<(MessageRunner Runner, AlertTable Alerts, Outbox Outbox, ScheduledMessageTable Scheduled)> RunnerAsync()
    {
        StorageAccount account = await new TwinAccount(time).AccountAsync();
        var scheduled = new ScheduledMessageTable(account);
        var outbox = new Outbox(scheduled, account, time);
        var alerts = account.Alerts(time);
        return (new(outbox, new(alerts), new(time, NullLogger<StandstillLog>.Instance), time, NullLogger<MessageRunner>.Instance), alerts, outbox, scheduled);
    }
}
