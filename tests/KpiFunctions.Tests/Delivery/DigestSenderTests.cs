using System.Net;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Delivery;

/// <summary>The claim, the mail, and the answer that is recorded.</summary>
public sealed class DigestSenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Now);
    private readonly TwinAccount twin;
    private int mails;

    public DigestSenderTests() => twin = new(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_claim_whose_answer_is_lost_sends_its_mail_once(FaultKind loss)
    {
        var sender = await SenderAsync(Accept);
        using var lost = twin.LoseNext(loss);
        (await sender.SendAsync(GivenMail.Envelope(), Token)).State.ShouldBe(DeliveryState.Accepted);
        (await sender.SendAsync(GivenMail.Envelope(), Token)).State.ShouldBe(DeliveryState.Accepted);
        (lost.Struck, mails).ShouldBe((1, 1));
    }

    /// <summary>The mark alone tells one's own claim from another's: without it, the claim of the test before would not send its mail.</summary>
    [Fact]
    public async Task A_claim_that_does_not_carry_the_attempts_mark_sends_nothing()
    {
        var sender = await SenderAsync(Accept);
        using var lost = twin.LoseNext(FaultKind.LoseAnswer);
        using var secondLook = twin.Gate.Hold(request => request.Method == "GET" && request.PathAndQuery.Contains(ConditionalWrites.MarkColumn, StringComparison.Ordinal), times: 1);
        var sending = sender.SendAsync(GivenMail.Envelope(), Token);
        await secondLook.Arrived(Token);

        var table = (await twin.AccountAsync()).Table(TableNames.Deliveries);
        var row = (await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token)).Single();
        row[ConditionalWrites.MarkColumn] = "0123456789abcdef";
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);
        secondLook.Release();

        var receipt = await sending;
        (receipt.State, receipt.RetryAt, mails).ShouldBe((DeliveryState.Claimed, Now + DigestSender.ClaimLasts, 0));
    }

    [Fact]
    public async Task An_answer_is_recorded_by_a_host_that_is_stopping()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sender = await SenderAsync(_ => Task.FromResult(GivenMail.Accepted("m-9")));
        twin.Gate.Before = (request, _) => request.Method == "PUT" ? stopping.CancelAsync() : Task.CompletedTask;
        (await sender.SendAsync(GivenMail.Envelope(), stopping.Token)).State.ShouldBe(DeliveryState.Accepted);
        (await FindAsync()).MessageId.ShouldBe("m-9");
    }

    [Fact]
    public async Task A_host_that_stops_before_the_answer_leaves_the_claim_which_becomes_unknown()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sender = await SenderAsync(async cancellationToken =>
        {
            mails++;
            await stopping.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return GivenMail.Accepted();
        });
        await Should.ThrowAsync<OperationCanceledException>(sender.SendAsync(GivenMail.Envelope(), stopping.Token));
        (await FindAsync()).State.ShouldBe(DeliveryState.Claimed);

        time.Advance(DigestSender.ClaimLasts);
        (await sender.SendAsync(GivenMail.Envelope(), Token)).State.ShouldBe(DeliveryState.Unknown);
        (await sender.SendAsync(GivenMail.Envelope(), Token)).State.ShouldBe(DeliveryState.Unknown);
        mails.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_is_put_off_until_the_date_that_SendGrid_names()
    {
        var receipt = await (await SenderAsync(_ => Task.FromResult(Busy("Mon, 23 Nov 2026 14:00:00 GMT")))).SendAsync(GivenMail.Envelope(), Token);
        (receipt.State, receipt.RetryAt).ShouldBe((DeliveryState.PutOff, Now.AddHours(2)));
    }

    [Fact]
    public async Task A_date_that_has_passed_leaves_the_usual_pause()
    {
        var receipt = await (await SenderAsync(_ => Task.FromResult(Busy("Mon, 23 Nov 2026 11:00:00 GMT")))).SendAsync(GivenMail.Envelope(), Token);
        (receipt.State, receipt.RetryAt).ShouldBe((DeliveryState.PutOff, Now.AddMinutes(15)));
    }

    [Theory]
    [InlineData("Wed, 25 Nov 2026 12:00:01 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("172801")]
    [InlineData("2147483647")]
    public async Task A_wait_beyond_two_days_is_a_refusal(string retryAfter)
    {
        var receipt = await (await SenderAsync(_ => Task.FromResult(Busy(retryAfter)))).SendAsync(GivenMail.Envelope(), Token);
        (receipt.State, receipt.IsFinal).ShouldBe((DeliveryState.Refused, true));
        (await FindAsync()).State.ShouldBe(DeliveryState.Refused);
    }

    private static HttpResponseMessage Busy(string retryAfter)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("too many requests") };
        answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }

    private Task<HttpResponseMessage> Accept(CancellationToken cancellationToken)
    {
        mails++;
        return Task.FromResult(GivenMail.Accepted());
    }

    private async Task<DeliveryRecord> FindAsync() => (await new DeliveryTable(await twin.AccountAsync()).FindAsync(GivenMail.Envelope().Key, Token)).ShouldNotBeNull();

    private async Task<DigestSender> SenderAsync(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        var account = await twin.AccountAsync();
        return new(new(account), new(account, time), GivenMail.Gateway(time, answer), time, NullLogger<DigestSender>.Instance);
    }
}
