using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues.Models;
using KpiFunctions.StorageTwin.Suite;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>What takes longer than a test on Azurite may wait. The twin's time is the provider's.</summary>
public sealed class StorageTwinTimeTests(TwinStorage storage) : LeaseTests(storage), IClassFixture<TwinStorage>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_lease_expires()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await Storage.PassAsync(Minute - Second);
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe("409 LeaseAlreadyPresent");
        await Storage.PassAsync(Second);
        (await blob.GetPropertiesAsync(cancellationToken: Token)).Value.LeaseState.ShouldBe(LeaseState.Expired);
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe(Done);
        (await OutcomeOf(() => PutAsync(blob, 1))).ShouldBe("412 LeaseIdMismatchWithBlobOperation");
    }

    [Fact]
    public async Task A_renewed_lease_lives_on()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await Storage.PassAsync(Minute / 2);
        await LeaseOf(blob, 1).RenewAsync(cancellationToken: Token);
        await Storage.PassAsync(Minute - Second);
        (await OutcomeOf(() => PutAsync(blob, null))).ShouldBe("412 LeaseIdMissing");
    }

    [Fact]
    public async Task An_expired_lease_is_renewed_while_nobody_wrote()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await Storage.PassAsync(Minute);
        (await OutcomeOf(() => LeaseOf(blob, 1).RenewAsync(cancellationToken: Token))).ShouldBe(Done);
        await Storage.PassAsync(Minute);
        await PutAsync(blob, null);
        (await OutcomeOf(() => LeaseOf(blob, 1).RenewAsync(cancellationToken: Token))).ShouldBe("409 LeaseIdMismatchWithLeaseOperation");
    }

    [Fact]
    public async Task A_write_with_an_expired_lease_is_refused()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await Storage.PassAsync(Minute);
        (await OutcomeOf(() => PutAsync(blob, 1))).ShouldBe("412 LeaseLost");
    }

    [Fact]
    public async Task A_lease_breaks_after_the_period_given()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await LeaseOf(blob, 2).BreakAsync(TimeSpan.FromSeconds(10), cancellationToken: Token);
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe("409 LeaseAlreadyPresent");
        await Storage.PassAsync(TimeSpan.FromSeconds(10));
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task An_endless_lease_does_not_expire()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration, cancellationToken: Token);
        await Storage.PassAsync(TimeSpan.FromDays(365));
        (await OutcomeOf(() => PutAsync(blob, null))).ShouldBe("412 LeaseIdMissing");
    }

    [Fact]
    public async Task A_message_is_visible_to_the_second()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("x", visibilityTimeout: TimeSpan.FromHours(1), cancellationToken: Token);
        await Storage.PassAsync(TimeSpan.FromHours(1) - Second);
        (await queue.ReceiveMessagesAsync(Token)).Value.ShouldBeEmpty();
        await Storage.PassAsync(Second);
        (await queue.ReceiveMessagesAsync(Token)).Value.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_is_hidden_for_thirty_seconds_unless_said_otherwise()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("x", Token);
        await queue.ReceiveMessagesAsync(Token);
        await Storage.PassAsync(TimeSpan.FromSeconds(29));
        (await queue.ReceiveMessagesAsync(Token)).Value.ShouldBeEmpty();
        await Storage.PassAsync(Second);
        (await queue.ReceiveMessagesAsync(Token)).Value.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_is_gone_after_seven_days()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("x", Token);
        await Storage.PassAsync(TimeSpan.FromDays(7) - Second);
        (await queue.PeekMessagesAsync(1, Token)).Value.Length.ShouldBe(1);
        await Storage.PassAsync(Second);
        (await queue.PeekMessagesAsync(1, Token)).Value.ShouldBeEmpty();
        (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_is_gone_after_the_time_given()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("x", timeToLive: TimeSpan.FromMinutes(1), cancellationToken: Token);
        QueueMessage message = (await queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(50), Token)).Value.Single();
        await Storage.PassAsync(Minute);
        (await OutcomeOf(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token))).ShouldBe("404 MessageNotFound");
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_become_visible()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("late", visibilityTimeout: TimeSpan.FromSeconds(20), cancellationToken: Token);
        await queue.SendMessageAsync("early", visibilityTimeout: TimeSpan.FromSeconds(10), cancellationToken: Token);
        await Storage.PassAsync(TimeSpan.FromSeconds(30));
        (await queue.ReceiveMessagesAsync(2, cancellationToken: Token)).Value.Select(message => message.Body.ToString()).ShouldBe(["early", "late"]);
    }

    [Fact]
    public async Task Timestamps_are_the_providers()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "r"), Token);
        var first = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value.Timestamp!.Value;
        await Storage.PassAsync(TimeSpan.FromDays(3));
        await table.UpdateEntityAsync(Row("p", "r"), ETag.All, TableUpdateMode.Replace, Token);
        var second = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value.Timestamp!.Value;
        (second - first).ShouldBe(TimeSpan.FromDays(3));
        var blob = await NewBlobAsync();
        (await blob.GetPropertiesAsync(cancellationToken: Token)).Value.LastModified.ShouldBe(second);
    }
}
