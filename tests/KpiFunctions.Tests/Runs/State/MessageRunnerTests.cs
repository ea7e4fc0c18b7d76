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
    public async Task A_message_that_is_given_up_is_one_alert_with_its_last_reason_and_its_work_is_no_longer_scheduled()
    {
        var (runner, alerts, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        await outbox.AddAsync(Work with { Account = "2" }, Token);
        var version = (await outbox.WithVersionAsync(Work, Token)).DueVersion;
        var body = MessageJson.Encode(MessageJson.Write(Work with { DueVersion = version }));
        var handler = Handler(_ => throw new InvalidOperationException("the reason"));
        for (var i = 0; i < 5; i++) await Should.ThrowAsync<InvalidOperationException>(runner.JobOf(handler).RunAsync(body, 1, Token));
        (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem().IsFinal.ShouldBeFalse();
        await runner.PoisonJobOf(handler).RunAsync(body, 1, Token);

        var alert = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (alert.IsFinal, alert.Reason).ShouldBe((true, "InvalidOperationException: the reason"));
        (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem().Key.ShouldBe((Work with { Account = "2" }).Key);
    }

    [Fact]
    public async Task Work_is_given_up_although_its_message_is_written_otherwise_than_its_row()
    {
        var (runner, _, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        await runner.PoisonJobOf(Handler(_ => Task.CompletedTask)).RunAsync("""{ "account": "1", "source": "facebook", "client": "shop" }""", 1, Token);
        (await scheduled.ReadAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_is_given_up_leaves_work_that_was_sent_again_since()
    {
        var (runner, _, outbox, scheduled) = await RunnerAsync();
        await outbox.AddAsync(Work, Token);
        var given = await outbox.WithVersionAsync(Work, Token);
        await outbox.AddAsync(Work, Token);
        await runner.PoisonJobOf(Handler(_ => Task.CompletedTask)).RunAsync(MessageJson.Write((FetchMessage)given), 1, Token);
        (await scheduled.ReadAsync(Token)).Count.ShouldBe(1);
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

    private QueueHandler Handler(Func<CancellationToken, Task> then) => QueueHandler.Of<FetchMessage>("FetchReadings", QueueNames.Fetch, "RecordFetchFailure", async (message, token) =>
    {
        handled.Add(message);
        await then(token);
    });

    private async Task<(MessageRunner Runner, AlertTable Alerts, Outbox Outbox, ScheduledMessageTable Scheduled)> RunnerAsync()
    {
        StorageAccount account = await new TwinAccount(time).AccountAsync();
        var (alerts, scheduled) = (new AlertTable(account, time, NullLogger<AlertTable>.Instance), new ScheduledMessageTable(account));
        var outbox = new Outbox(scheduled, account, time);
        return (new(outbox, new(alerts), time, NullLogger<MessageRunner>.Instance), alerts, outbox, scheduled);
    }
}
