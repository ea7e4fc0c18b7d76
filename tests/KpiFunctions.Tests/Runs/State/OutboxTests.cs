using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Runs.State;

public sealed class OutboxTests
{
    private static readonly DigestMessage Work = new("shop", "2026-W48");

    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly TwinAccount twin;

    public OutboxTests() => twin = new(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_that_is_done_leaves_neither_row_nor_message()
    {
        var (outbox, scheduled, account) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        await outbox.DoneAsync(await ReceiveAsync(account), Token);

        (await scheduled.ReadAsync(Token)).ShouldBeEmpty();
        (await ReceivedAsync(account)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_is_lost_is_sent_again_and_once_per_half_hour()
    {
        var (outbox, _, account) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        await ReceiveAsync(account);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(0);

        time.Advance(Outbox.ResentAfter);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(1);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(0);
        await outbox.DoneAsync(await ReceiveAsync(account), Token);
        time.Advance(Outbox.ResentAfter);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_workers_on_one_message_the_one_that_is_done_leaves_what_the_other_has_put_off()
    {
        var (outbox, scheduled, account) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        var message = await ReceiveAsync(account);
        await outbox.PutOffAsync(message, time.GetUtcNow().AddMinutes(30), Token);
        await outbox.DoneAsync(message, Token);

        (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem().DueAt.ShouldBe(time.GetUtcNow().AddMinutes(30));
    }

    [Fact]
    public async Task Work_that_is_sent_again_while_it_is_being_done_is_done_again()
    {
        var (outbox, scheduled, account) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        var first = await ReceiveAsync(account);
        await outbox.AddAsync(Work, Token);
        await outbox.DoneAsync(first, Token);
        (await scheduled.ReadAsync(Token)).Count.ShouldBe(1);

        await outbox.DoneAsync(await ReceiveAsync(account), Token);
        (await scheduled.ReadAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_of_an_earlier_release_completes_the_version_that_its_row_had_when_the_job_began()
    {
        var (outbox, scheduled, _) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        var old = await outbox.WithVersionAsync(Work, Token);
        old.DueVersion.ShouldNotBeNullOrEmpty();
        await outbox.PutOffAsync(Work, time.GetUtcNow(), Token);
        await outbox.DoneAsync(old, Token);
        (await scheduled.ReadAsync(Token)).Count.ShouldBe(1);

        await outbox.DoneAsync(await outbox.WithVersionAsync(Work, Token), Token);
        (await scheduled.ReadAsync(Token)).ShouldBeEmpty();
        await outbox.DoneAsync(await outbox.WithVersionAsync(Work, Token), Token);
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task Due_work_is_sent_although_the_answer_of_its_move_is_lost(FaultKind loss)
    {
        var (outbox, _, account) = await OutboxAsync();
        await outbox.PutOffAsync(Work, time.GetUtcNow(), Token);
        twin.LoseNext(loss);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(1);
        await outbox.DoneAsync(await ReceiveAsync(account), Token);
        time.Advance(Outbox.ResentAfter);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task Work_is_done_although_the_answer_of_its_deletion_is_lost(FaultKind loss)
    {
        var (outbox, scheduled, account) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        var message = await ReceiveAsync(account);
        using var lost = twin.Faults.Add(TwinFault.AtRequest(1, loss));
        await outbox.DoneAsync(message, Token);
        lost.Struck.ShouldBe(1);
        (await scheduled.ReadAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_is_sent_although_another_worker_strikes_it_off_at_the_same_time()
    {
        var (outbox, scheduled, account) = await OutboxAsync();
        var (other, _, _) = await OutboxAsync("other");
        await outbox.AddAsync(Work, Token);
        var done = await ReceiveAsync(account);

        // The other one has read the row that it is to replace.
        using var held = twin.Gate.Hold(request => request is { Host: "other", Writes: true, Method: "POST" } && request.Body?.Contains("DELETE", StringComparison.Ordinal) == true, times: 1);
        var sending = other.AddAsync(Work, Token);
        await held.Arrived(Token);
        await outbox.DoneAsync(done, Token);
        held.Dispose();
        await sending;

        (await scheduled.ReadAsync(Token)).ShouldHaveSingleItem().IsSent.ShouldBeTrue();
        (await ReceiveAsync(account)).Client.ShouldBe("shop");
    }

    [Fact]
    public async Task Work_is_scheduled_anew_although_its_row_by_instant_was_deleted_by_hand()
    {
        var (outbox, scheduled, account) = await OutboxAsync();
        await outbox.ScheduleAsync(Work, time.GetUtcNow().AddDays(1), Token);
        await foreach (var row in account.Table(TableNames.Due).QueryAsync<Azure.Data.Tables.TableEntity>(row => row.RowKey.CompareTo("due") > 0 && row.RowKey.CompareTo("due~") < 0, cancellationToken: Token))
            await account.Table(TableNames.Due).DeleteEntityAsync(row, cancellationToken: Token);

        await outbox.ScheduleAsync(Work, time.GetUtcNow(), Token);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(1);
        (await scheduled.ReadAsync(Token)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1001, 0)]
    [InlineData(999, 1)]
    public async Task Work_that_waits_in_a_long_queue_is_not_sent_again(int messages, int expected)
    {
        var (outbox, _, account) = await OutboxAsync();
        await outbox.AddAsync(Work, Token);
        for (var i = 1; i < messages; i++) await account.Queue(QueueNames.Digest).SendMessageAsync("{}", Token);
        time.Advance(Outbox.ResentAfter);
        await outbox.ScheduleAsync(Work with { Client = "other" }, time.GetUtcNow(), Token);

        // What was never sent is.
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(expected + 1);
    }

    [Fact]
    public async Task A_row_of_an_earlier_release_that_is_no_message_stops_no_planner()
    {
        var (outbox, _, account) = await OutboxAsync();
        await account.Table(TableNames.Due).AddEntityAsync(
            new Azure.Data.Tables.TableEntity("due", "digest|odd") { ["Queue"] = "digest", ["Key"] = "odd", ["Message"] = "{}", ["DueAt"] = time.GetUtcNow() }, Token);
        await outbox.ScheduleAsync(Work, time.GetUtcNow(), Token);
        (await outbox.SendDueAsync(Lane.Digests, Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_planners_one_sends()
    {
        var (outbox, _, account) = await OutboxAsync();
        var (other, _, _) = await OutboxAsync("other");
        await outbox.PutOffAsync(Work, time.GetUtcNow(), Token);
        (await Task.WhenAll(outbox.SendDueAsync(Lane.Digests, Token), other.SendDueAsync(Lane.Digests, Token))).Sum().ShouldBe(1);
        (await ReceivedAsync(account)).Count.ShouldBe(1);
    }

    private static async Task<DigestMessage> ReceiveAsync(StorageAccount account) => (await ReceivedAsync(account)).ShouldHaveSingleItem();

    private static async Task<IReadOnlyList<DigestMessage>> ReceivedAsync(StorageAccount account)
    {
        var queue = account.Queue(QueueNames.Digest);
        var messages = (await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value;
        foreach (var message in messages) await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
        return [.. messages.Select(message => MessageJson.Read<DigestMessage>(MessageJson.Decode(message.Body.ToString())))];
    }

    private async Task<(Outbox Outbox, ScheduledMessageTable Scheduled, StorageAccount Account)> OutboxAsync(string host = "")
    {
        var account = await twin.AccountAsync(host);
        var scheduled = new ScheduledMessageTable(account);
        return (new(scheduled, account, time), scheduled, account);
    }
}
