using System.Net;
using KpiFunctions.Pipeline.Delivery;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Delivery;

/// <summary>What each answer, and each way to get none, says about the mail. It is tried again only where it cannot have been accepted.</summary>
public sealed class MailGatewayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, DeliveryState.Unknown)]
    [InlineData(202, DeliveryState.Accepted)]
    [InlineData(204, DeliveryState.Unknown)]
    [InlineData(302, DeliveryState.Refused)]
    [InlineData(307, DeliveryState.Refused)]
    [InlineData(400, DeliveryState.Refused)]
    [InlineData(401, DeliveryState.PutOff)]
    [InlineData(403, DeliveryState.PutOff)]
    [InlineData(404, DeliveryState.Refused)]
    [InlineData(408, DeliveryState.Unknown)]
    [InlineData(413, DeliveryState.Refused)]
    [InlineData(429, DeliveryState.PutOff)]
    [InlineData(500, DeliveryState.Unknown)]
    [InlineData(502, DeliveryState.Unknown)]
    [InlineData(503, DeliveryState.PutOff)]
    [InlineData(504, DeliveryState.Unknown)]
    public async Task A_status_says_what_became_of_the_mail(int status, DeliveryState expected)
    {
        var answer = await AnswerAsync(_ => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("{}") }));
        answer.State.ShouldBe(expected);
        (answer.Reason is null).ShouldBe(expected == DeliveryState.Accepted);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, DeliveryState.PutOff)]
    [InlineData(HttpRequestError.ConnectionError, DeliveryState.PutOff)]
    [InlineData(HttpRequestError.SecureConnectionError, DeliveryState.PutOff)]
    [InlineData(HttpRequestError.ProxyTunnelError, DeliveryState.PutOff)]
    [InlineData(HttpRequestError.Unknown, DeliveryState.Unknown)]
    [InlineData(HttpRequestError.ResponseEnded, DeliveryState.Unknown)]
    [InlineData(HttpRequestError.InvalidResponse, DeliveryState.Unknown)]
    [InlineData(HttpRequestError.HttpProtocolError, DeliveryState.Unknown)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, DeliveryState.Unknown)]
    public async Task Only_a_connection_that_never_was_leaves_the_mail_to_be_tried_again(HttpRequestError error, DeliveryState expected) =>
        (await AnswerAsync(_ => throw new HttpRequestException(error))).State.ShouldBe(expected);

    [Fact]
    public async Task A_connection_that_breaks_while_the_mail_is_written_leaves_it_unknown() =>
        (await AnswerAsync(_ => throw new HttpRequestException("An error occurred while sending the request.", new IOException("Broken pipe")))).State.ShouldBe(DeliveryState.Unknown);

    [Fact]
    public async Task An_acceptance_whose_body_breaks_is_not_sent_again() =>
        (await AnswerAsync(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new StreamContent(new BrokenStream()) }))).State.ShouldBe(DeliveryState.Unknown);

    [Fact]
    public async Task No_answer_in_time_is_unknown() =>
        (await AnswerAsync(_ => throw new TaskCanceledException("timeout", new TimeoutException()))).State.ShouldBe(DeliveryState.Unknown);

    [Fact]
    public async Task A_host_that_stops_records_nothing_of_a_mail_that_is_on_its_way()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sending = GivenMail.Gateway(time, async cancellationToken =>
        {
            await stopping.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return GivenMail.Accepted();
        }).SendAsync(DigestMail.Of(GivenMail.Envelope()), stopping.Token);
        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    [Fact]
    public async Task An_explanation_that_cannot_be_decoded_is_read_all_the_same()
    {
        var answer = await AnswerAsync(_ =>
        {
            var content = new ByteArrayContent("no such sender studio@agency.example"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", "text/plain; charset=no-such-charset");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = content });
        });
        (answer.State, answer.Reason).ShouldBe((DeliveryState.Refused, "SendGrid answered 400: no such sender …"));
    }

    [Theory]
    [InlineData(null, "the vault has no SendGrid key")]
    [InlineData(" \n", "the vault has no SendGrid key")]
    [InlineData("SG.é", "the SendGrid key in the vault holds characters that no key has")]
    [InlineData("SG.a b", "the SendGrid key in the vault holds characters that no key has")]
    public async Task Without_a_key_nothing_is_handed_over(string? key, string reason)
    {
        var answer = await GivenMail.Gateway(time, _ => throw new InvalidOperationException("A mail was handed over."), _ => Task.FromResult(key))
            .SendAsync(DigestMail.Of(GivenMail.Envelope()), Token);
        (answer.State, answer.Reason).ShouldBe((DeliveryState.PutOff, reason));
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_leaves_the_mail_to_be_tried_again()
    {
        var answer = await GivenMail.Gateway(time, _ => throw new InvalidOperationException("A mail was handed over."), _ => throw new Azure.RequestFailedException(503, "busy"))
            .SendAsync(DigestMail.Of(GivenMail.Envelope()), Token);
        (answer.State, answer.Reason).ShouldBe((DeliveryState.PutOff, "the SendGrid key cannot be read from the vault (RequestFailedException)"));
    }

    [Fact]
    public async Task A_line_break_behind_the_key_is_not_part_of_it()
    {
        var answer = await GivenMail.Gateway(time, _ => Task.FromResult(GivenMail.Accepted()), _ => Task.FromResult<string?>("SG.key\n")).SendAsync(DigestMail.Of(GivenMail.Envelope()), Token);
        answer.State.ShouldBe(DeliveryState.Accepted);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 23 Nov 2026 12:30:00 GMT", 1800)]
    [InlineData("Monday, 23-Nov-26 12:30:00 GMT", 1800)]
    [InlineData("Mon Nov 23 12:30:00 2026", 1800)]
    [InlineData("Mon, 23 Nov 2026 11:59:59 GMT", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    public async Task What_SendGrid_asks_to_wait_is_read_in_seconds_and_as_a_date(string header, int? seconds)
    {
        foreach (var status in new[] { HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable })
        {
            var answer = await AnswerAsync(_ =>
            {
                var refusal = new HttpResponseMessage(status) { Content = new StringContent("") };
                refusal.Headers.TryAddWithoutValidation("Retry-After", header);
                return Task.FromResult(refusal);
            });
            (answer.State, answer.RetryAfter).ShouldBe((DeliveryState.PutOff, seconds is { } asked ? TimeSpan.FromSeconds(asked) : null));
        }
    }

    private Task<MailAnswer> AnswerAsync(Func<CancellationToken, Task<HttpResponseMessage>> answer) =>
        GivenMail.Gateway(time, answer).SendAsync(DigestMail.Of(GivenMail.Envelope()), Token);

    /// <summary>Ends in the middle.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Connection reset by peer");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("Connection reset by peer");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("Connection reset by peer");
    }
}
