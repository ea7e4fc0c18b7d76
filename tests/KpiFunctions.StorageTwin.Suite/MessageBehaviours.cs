using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Messages: sent, hidden, received, updated and deleted.</summary>
public abstract class MessageBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("plain")]
    [InlineData("{\"client\":\"confiserie\",\"b\":\"<&>\"}")]
    [InlineData("ÄÖ 日本 🙂 'q'")]
    [InlineData(" spaces and\nlines\t ")]
    [InlineData("<b>&amp;]]></b>")]
    [InlineData("")]
    public async Task A_message_is_received_as_it_was_sent(string text)
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync(text, Token);
        (await ReceiveAsync(queue)).Body.ToString().ShouldBe(text);
    }

    [Fact]
    public async Task An_encoded_message_is_base64_on_the_wire()
    {
        var queue = await Storage.NewQueueAsync();
        await Storage.EncodedQueues.GetQueueClient(queue.Name).SendMessageAsync("text", Token);
        (await ReceiveAsync(queue)).Body.ToString().ShouldBe("dGV4dA==");
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_sent()
    {
        var queue = await FilledAsync(5);
        var received = (await queue.ReceiveMessagesAsync(5, Hour, Token)).Value;
        received.Select(message => message.Body.ToString()).ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Fact]
    public async Task One_message_is_received_unless_more_are_asked_for()
    {
        var queue = await FilledAsync(3);
        (await queue.ReceiveMessagesAsync(Token)).Value.Length.ShouldBe(1);
    }

    [Fact]
    public async Task At_most_32_messages_are_received_at_once()
    {
        var queue = await FilledAsync(33);
        (await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value.Length.ShouldBe(32);
        (await OutcomeOf(() => queue.ReceiveMessagesAsync(33, cancellationToken: Token))).ShouldBe("400 OutOfRangeQueryParameterValue");
    }

    [Fact]
    public async Task At_least_one_message_is_received()
    {
        var queue = await Storage.NewQueueAsync();
        ShouldBe(Differences.ReceiveNone, await OutcomeOf(() => queue.ReceiveMessagesAsync(0, cancellationToken: Token)));
    }

    [Fact]
    public async Task A_received_message_is_hidden()
    {
        var queue = await FilledAsync(1);
        await ReceiveAsync(queue);
        (await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value.ShouldBeEmpty();
        (await queue.PeekMessagesAsync(32, Token)).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_is_visible_again_and_counts_its_receptions()
    {
        var queue = await FilledAsync(1);
        (await queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Token)).Value.ShouldHaveSingleItem().DequeueCount.ShouldBe(1);
        await Storage.PassAsync(TimeSpan.FromSeconds(1.5));
        (await ReceiveAsync(queue)).DequeueCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_sent_hidden_is_visible_later()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("later", visibilityTimeout: TimeSpan.FromSeconds(1), cancellationToken: Token);
        (await queue.ReceiveMessagesAsync(Token)).Value.ShouldBeEmpty();
        await Storage.PassAsync(TimeSpan.FromSeconds(1.5));
        (await ReceiveAsync(queue)).Body.ToString().ShouldBe("later");
    }

    [Fact]
    public async Task A_peek_changes_nothing()
    {
        var queue = await FilledAsync(2);
        (await queue.PeekMessagesAsync(2, Token)).Value.Select(message => $"{message.Body}{message.DequeueCount}").ShouldBe(["00", "10"]);
        (await ReceiveAsync(queue)).DequeueCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_message_is_gone()
    {
        var queue = await FilledAsync(1);
        var message = await ReceiveAsync(queue);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
        (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount.ShouldBe(0);
        (await OutcomeOf(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token))).ShouldBe("404 MessageNotFound");
    }

    [Fact]
    public async Task A_sender_may_delete_by_the_receipt_of_sending()
    {
        var queue = await Storage.NewQueueAsync();
        var sent = (await queue.SendMessageAsync("x", Token)).Value;
        (await OutcomeOf(() => queue.DeleteMessageAsync(sent.MessageId, sent.PopReceipt, Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_message_received_again_is_not_deleted_by_the_first_receipt()
    {
        var (queue, stale, fresh) = await ReceivedTwiceAsync();
        ShouldBe(Differences.DeleteByStaleReceipt, await OutcomeOf(() => queue.DeleteMessageAsync(stale.MessageId, stale.PopReceipt, Token)));
        (await OutcomeOf(() => queue.DeleteMessageAsync(fresh.MessageId, fresh.PopReceipt, Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_message_received_again_is_not_updated_by_the_first_receipt()
    {
        var (queue, stale, fresh) = await ReceivedTwiceAsync();
        ShouldBe(Differences.UpdateByStaleReceipt, await OutcomeOf(() => queue.UpdateMessageAsync(stale.MessageId, stale.PopReceipt, "x", Hour, Token)));
        (await OutcomeOf(() => queue.UpdateMessageAsync(fresh.MessageId, fresh.PopReceipt, "x", Hour, Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_receipt_is_good_after_the_message_became_visible_until_it_is_received_again()
    {
        var queue = await FilledAsync(1);
        var message = (await queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Token)).Value.Single();
        await Storage.PassAsync(TimeSpan.FromSeconds(1.5));
        (await OutcomeOf(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task An_update_gives_another_receipt_and_another_text()
    {
        var queue = await FilledAsync(1);
        var message = await ReceiveAsync(queue);
        var updated = (await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, "new", TimeSpan.Zero, Token)).Value;
        updated.PopReceipt.ShouldNotBe(message.PopReceipt);
        var again = await ReceiveAsync(queue);
        (again.Body.ToString(), again.DequeueCount, again.MessageId).ShouldBe(("new", 2, message.MessageId));
    }

    [Fact]
    public async Task An_update_without_a_text_keeps_it()
    {
        var queue = await FilledAsync(1);
        var message = await ReceiveAsync(queue);
        await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: Token);
        (await ReceiveAsync(queue)).Body.ToString().ShouldBe("0");
    }

    [Fact]
    public async Task A_cleared_queue_is_empty()
    {
        var queue = await FilledAsync(3);
        await ReceiveAsync(queue);
        await queue.ClearMessagesAsync(Token);
        (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_may_have_64_KiB()
    {
        var queue = await Storage.NewQueueAsync();
        (await OutcomeOf(() => queue.SendMessageAsync(new string('x', 64 * 1024), Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_message_has_at_most_64_KiB()
    {
        var queue = await Storage.NewQueueAsync();
        (await OutcomeOf(() => queue.SendMessageAsync(new string('x', (64 * 1024) + 1), Token))).ShouldBe("413 RequestBodyTooLarge");
    }

    [Fact]
    public async Task A_message_is_hidden_for_less_than_it_lives()
    {
        var queue = await Storage.NewQueueAsync();
        (await OutcomeOf(() => queue.SendMessageAsync("x", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), Token))).ShouldBe("400 InvalidQueryParameterValue");
    }

    [Fact]
    public async Task A_message_is_hidden_for_at_most_seven_days()
    {
        var queue = await Storage.NewQueueAsync();
        (await OutcomeOf(() => queue.SendMessageAsync("x", TimeSpan.FromDays(8), TimeSpan.FromDays(9), Token))).ShouldBe("400 OutOfRangeQueryParameterValue");
    }

    [Fact]
    public async Task A_message_may_live_for_ever()
    {
        var queue = await Storage.NewQueueAsync();
        var sent = (await queue.SendMessageAsync("x", timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: Token)).Value;
        sent.ExpirationTime.Year.ShouldBe(9999);
    }

    [Fact]
    public async Task Of_concurrent_receivers_each_gets_other_messages()
    {
        var queue = await FilledAsync(20);
        var received = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await queue.ReceiveMessagesAsync(4, Hour, Token)).Value));
        received.SelectMany(messages => messages).Select(message => message.MessageId).Distinct().Count().ShouldBe(20);
    }

    private static async Task<QueueMessage> ReceiveAsync(QueueClient queue) => (await queue.ReceiveMessagesAsync(1, Hour, Token)).Value.ShouldHaveSingleItem();

    private async Task<QueueClient> FilledAsync(int messages)
    {
        var queue = await Storage.NewQueueAsync();
        for (var index = 0; index < messages; index++) await queue.SendMessageAsync($"{index}", Token);
        return queue;
    }

    private async Task<(QueueClient Queue, QueueMessage Stale, QueueMessage Fresh)> ReceivedTwiceAsync()
    {
        var queue = await FilledAsync(1);
        var stale = (await queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Token)).Value.Single();
        await Storage.PassAsync(TimeSpan.FromSeconds(1.5));
        return (queue, stale, await ReceiveAsync(queue));
    }
}
