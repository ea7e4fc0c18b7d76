using System.Net;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Delivery;

/// <summary>What SendGrid reports, recorded beside the sender's own writes.</summary>
public sealed class MailEventsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryKey Key = new("shop", IsoWeek.Parse("2026-W48"), "abc");
    private static readonly MailEvent Delivered = new(MailEventKind.Delivered, Now.AddMinutes(-1), null);

    private readonly FakeTimeProvider time = new(Now);
    private readonly TwinAccount twin;

    public MailEventsTests() => twin = new(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_and_its_instant_are_stored_and_a_repeat_writes_nothing()
    {
        var deliveries = await GivenAsync(DeliveryState.Unknown);
        (await deliveries.ApplyAsync(Key, Delivered, Token)).ShouldNotBeNull().State.ShouldBe(DeliveryState.Delivered);
        var stored = (await deliveries.FindAsync(Key, Token)).ShouldNotBeNull();
        (stored.State, stored.EventAt, stored.Reason).ShouldBe((DeliveryState.Delivered, Delivered.At, null));

        twin.ClearRequests();
        (await deliveries.ApplyAsync(Key, Delivered, Token)).ShouldBe(stored);
        (await deliveries.ApplyAsync(Key, new(MailEventKind.Deferred, Now, "later"), Token)).ShouldBe(stored);
        twin.Requests.ShouldAllBe(request => !request.Writes);
    }

    [Fact]
    public async Task An_event_of_a_mail_that_was_never_claimed_makes_no_row()
    {
        var deliveries = await GivenAsync(DeliveryState.Accepted);
        (await deliveries.ApplyAsync(Key with { Recipient = "other" }, Delivered, Token)).ShouldBeNull();
        (await deliveries.ReadAsync(Key.Client, Key.Occurrence, Token)).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task An_event_whose_writes_answer_is_lost_is_recorded_once(FaultKind loss)
    {
        var deliveries = await GivenAsync(DeliveryState.Accepted);
        using var lost = twin.LoseNext(loss);
        (await deliveries.ApplyAsync(Key, Delivered, Token)).ShouldNotBeNull().State.ShouldBe(DeliveryState.Delivered);
        lost.Struck.ShouldBe(1);
    }

    [Fact]
    public async Task Events_at_the_same_time_end_in_the_greatest()
    {
        var deliveries = await GivenAsync(DeliveryState.Accepted);
        using var writes = twin.Gate.Hold(request => request is { IsConditional: true, Writes: true }, times: 3);
        var kinds = new[] { MailEventKind.Bounced, MailEventKind.Delivered, MailEventKind.Deferred };
        var applied = kinds.Select((kind, i) => deliveries.ApplyAsync(Key, new(kind, Now.AddMinutes(i), null), Token)).ToList();

        // Each has read the row before any of them writes it.
        foreach (var _ in kinds) await writes.Arrived(Token);
        while (writes.Waiting.Count > 0) writes.Release();
        await Task.WhenAll(applied);
        var stored = (await deliveries.FindAsync(Key, Token)).ShouldNotBeNull();
        (stored.State, stored.EventAt).ShouldBe((DeliveryState.Bounced, Now));
    }

    [Fact]
    public async Task A_state_of_a_later_release_is_left_alone()
    {
        var deliveries = await GivenAsync(DeliveryState.Accepted);
        var table = (await twin.AccountAsync()).Table(TableNames.Deliveries);
        var row = (await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token)).Single();
        row["State"] = "Complained";
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);
        (await deliveries.ApplyAsync(Key, Delivered, Token)).ShouldNotBeNull().StateName.ShouldBe("Complained");
        (await deliveries.FindAsync(Key, Token))!.StateName.ShouldBe("Complained");
    }

    [Theory]
    [InlineData(HttpStatusCode.Accepted)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task An_event_that_is_faster_than_the_answer_stays_and_the_mail_is_not_sent_again(HttpStatusCode status)
    {
        var (deliveries, envelope, mails) = (new DeliveryTable(await twin.AccountAsync()), GivenMail.Envelope(), 0);
        var sender = await SenderAsync(async _ =>
        {
            mails++;
            await deliveries.ApplyAsync(envelope.Key, Delivered, Token);
            return status == HttpStatusCode.Accepted ? GivenMail.Accepted("m-7") : new(status) { Content = new StringContent("no") };
        });

        for (var i = 0; i < 3; i++)
        {
            var receipt = await sender.SendAsync(envelope, Token);
            (receipt.State, receipt.IsFinal).ShouldBe((DeliveryState.Delivered, true));
            time.Advance(TimeSpan.FromHours(1));
        }

        mails.ShouldBe(1);
        (await deliveries.FindAsync(envelope.Key, Token))!.MessageId.ShouldBe(status == HttpStatusCode.Accepted ? "m-7" : null);
    }

    [Fact]
    public async Task An_event_of_a_mail_that_was_put_off_ends_its_attempts()
    {
        var (deliveries, envelope, mails) = (new DeliveryTable(await twin.AccountAsync()), GivenMail.Envelope(), 0);
        var sender = await SenderAsync(_ =>
        {
            mails++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("busy") });
        });
        (await sender.SendAsync(envelope, Token)).State.ShouldBe(DeliveryState.PutOff);
        await deliveries.ApplyAsync(envelope.Key, new(MailEventKind.Deferred, Now, null), Token);
        time.Advance(TimeSpan.FromHours(1));

        var receipt = await sender.SendAsync(envelope, Token);
        (receipt.State, receipt.IsFinal, mails).ShouldBe((DeliveryState.Deferred, true, 1));
    }

    [Fact]
    public async Task A_claim_without_an_answer_that_an_event_settles_does_not_become_unknown()
    {
        var deliveries = await GivenAsync(DeliveryState.Claimed);
        await deliveries.ApplyAsync(Key, new(MailEventKind.Bounced, Now, "550 no such user"), Token);
        var stored = (await deliveries.FindAsync(Key, Token)).ShouldNotBeNull();
        (stored.State, stored.Reason).ShouldBe((DeliveryState.Bounced, "550 no such user"));
    }

    private async Task<DeliveryTable> GivenAsync(DeliveryState state)
    {
        var deliveries = new DeliveryTable(await twin.AccountAsync());
        (await deliveries.TryInsertAsync(new(Key, state, Now, Now, null, state == DeliveryState.Unknown ? "the connection broke" : null, default), Token)).ShouldNotBeNull();
        return deliveries;
    }

    private async Task<DigestSender> SenderAsync(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        var account = await twin.AccountAsync();
        return new(new(account), new(account, time), GivenMail.Gateway(time, answer), time, NullLogger<DigestSender>.Instance);
    }
}
