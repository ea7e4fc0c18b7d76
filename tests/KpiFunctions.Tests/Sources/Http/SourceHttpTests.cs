using System.Net;
using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources.Http;

public sealed class SourceHttpTests : IDisposable
{
    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "facebook-page" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_server_error_is_tried_again_a_few_times_and_then_left_to_the_queue()
    {
        bench.Platform.On("/insights", "oops", HttpStatusCode.InternalServerError);
        bench.Platform.On("/tagged", """{"data":[]}""");

        (await FailureAsync()).Kind.ShouldBe(SourceFailureKind.Unavailable);

        bench.Platform.Requests.Count(request => request.Address.Contains("/insights", StringComparison.Ordinal)).ShouldBe(1 + SourceClients.Retries);
    }

    [Fact]
    public async Task Mentions_that_are_down_cost_nothing_else()
    {
        bench.Platform.On("graph.facebook.com", """{"data":[]}""");
        bench.Platform.On("/insights", """{"data":[{"name":"page_media_view","period":"day","values":[{"value":41,"end_time":"2026-11-21T08:00:00+0000"}]}]}""");
        bench.Platform.On("/tagged", "oops", HttpStatusCode.ServiceUnavailable, ("Retry-After", "60"));

        var pages = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));

        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading[Metrics.Views].ShouldBe(41);
        reading[Metrics.Mentions].ShouldBeNull();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("tagged");
    }

    [Fact]
    public async Task What_passes_within_seconds_is_not_noticed()
    {
        var faults = 2;
        bench.Platform.On(_ => true, _ => faults-- > 0 ? StubPlatform.Json("", HttpStatusCode.BadGateway) : StubPlatform.Json("""{"data":[]}"""));

        var fetch = bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));
        await bench.Clock.PassPausesAsync(fetch, TestContext.Current.CancellationToken);
        (await fetch).SelectMany(page => page.Refusals).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, SourceFailureKind.RateLimited)]
    [InlineData(HttpStatusCode.ServiceUnavailable, SourceFailureKind.Unavailable)]
    public async Task A_platform_that_says_how_long_to_wait_is_not_tried_again(HttpStatusCode status, SourceFailureKind kind)
    {
        bench.Platform.On("/tagged", """{"data":[]}""");
        bench.Platform.On("/insights", "", status, ("Retry-After", "120"));

        (await FailureAsync()).ShouldBe(new(kind, $"graph.facebook.com answered {(int)status}.", TimeSpan.FromMinutes(2)));

        bench.Platform.Requests.Count(request => request.Address.Contains("/insights", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_date_to_wait_for_becomes_a_length_of_time()
    {
        bench.Platform.On(_ => true, _ => StubPlatform.Json("", HttpStatusCode.TooManyRequests, ("Retry-After", "Tue, 24 Nov 2026 10:00:00 GMT")));

        var fetch = bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));

        (await fetch.ShouldThrowAsync<KpiFunctions.Pipeline.Sources.SourceException>()).Failure.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><title>Sign in</title>", "a page of HTML")]
    [InlineData("""{"data":[{"id":"1015_1","created""", "cut off or of another form (line 1, byte ")]
    [InlineData("""{"data":"EAAB/planted+token-7f"}""", "cut off or of another form (line 1, byte ")]
    [InlineData("", "cut off or of another form")]
    [InlineData("null", "with null")]
    public async Task An_answer_in_no_documented_form_is_told_without_quoting_it(string body, string words)
    {
        bench.Platform.On("graph.facebook.com", body);

        var failure = await FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable);
        failure.Message.ShouldContain(words);
        failure.Message.ShouldNotContain("planted");
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read_to_its_end()
    {
        bench.Platform.On(_ => true, _ => new(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });

        var failure = await FailureAsync();

        failure.ShouldBe(new(SourceFailureKind.AnswerUnreadable, "graph.facebook.com answered with more than 32 MiB."));
    }

    [Fact]
    public async Task A_connection_that_fails_passes_by_itself_and_names_no_secret()
    {
        bench.Platform.On(_ => true, _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "planted " + SourceBench.Token));

        var failure = await FailureAsync();

        failure.ShouldBe(new(SourceFailureKind.Unavailable, "The connection to graph.facebook.com failed (NameResolutionError)."));
    }

    [Fact]
    public async Task No_exception_carries_a_secret_in_any_of_its_parts()
    {
        bench.Platform.On(_ => true, _ => StubPlatform.Json($$"""{"error":{"message":"{{SourceBench.Token}}","code":190} }""", HttpStatusCode.BadRequest));

        var thrown = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20")).ShouldThrowAsync<KpiFunctions.Pipeline.Sources.SourceException>();

        thrown.ToString().ShouldNotContain(SourceBench.Token);
    }

    [Fact]
    public async Task Cancelling_is_not_a_failure_of_the_platform()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var source = bench.Catalog.Find("facebook")!;

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in source.FetchAsync(new(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"), Pipeline.Periods.Zone.Utc), cancelled.Token))
            {
            }
        });
    }

    [Fact]
    public async Task A_handler_added_for_every_client_sees_every_request_with_the_platforms_address()
    {
        var seen = new List<string?>();
        using var routed = new SourceBench(DateTimeOffset.Parse("2026-11-24T09:00:00Z"), services =>
            services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Recorder(seen))));
        routed.Platform.On("graph.facebook.com", """{"data":[]}""");

        await routed.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));

        seen.ShouldContain("graph.facebook.com");
        seen.Count.ShouldBe(routed.Platform.Requests.Count);
    }

    private Task<SourceFailure> FailureAsync() => bench.FailureOfAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));

    private sealed class Recorder(List<string?> hosts) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            hosts.Add(request.RequestUri?.Host);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Encoding.ASCII.GetBytes(new string(' ', buffer.Length), buffer.Span);
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
