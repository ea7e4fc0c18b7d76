using System.Net;
using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Tests.Sources.Facebook;

public sealed class FacebookErrorTests : IDisposable
{
    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "facebook-page" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(190, 463, SourceFailureKind.CredentialExpired)]
    [InlineData(190, 460, SourceFailureKind.CredentialRefused)]
    [InlineData(190, null, SourceFailureKind.CredentialRefused)]
    [InlineData(10, null, SourceFailureKind.PermissionMissing)]
    [InlineData(200, null, SourceFailureKind.PermissionMissing)]
    [InlineData(4, null, SourceFailureKind.RateLimited)]
    [InlineData(17, null, SourceFailureKind.RateLimited)]
    [InlineData(32, null, SourceFailureKind.RateLimited)]
    [InlineData(80001, null, SourceFailureKind.RateLimited)]
    [InlineData(100, 33, SourceFailureKind.AccountUnknown)]
    [InlineData(100, null, SourceFailureKind.RequestRefused)]
    [InlineData(2, null, SourceFailureKind.Unavailable)]
    [InlineData(987654, null, SourceFailureKind.RequestRefused)]
    public async Task An_error_code_says_what_mends_it(int code, int? subcode, SourceFailureKind kind)
    {
        bench.Platform.On("/1015/", Error("Something is wrong", code, subcode), HttpStatusCode.BadRequest);

        var failure = await FailureAsync();

        failure.Kind.ShouldBe(kind);
        failure.Message.ShouldStartWith("Something is wrong (Facebook's error");
    }

    [Fact]
    public async Task A_rate_limit_says_how_many_minutes_to_wait()
    {
        // The header's figure is in minutes; the longest of several counts.
        bench.Platform.On("/1015/", Error("(#80001) There have been too many calls", 80001, null), HttpStatusCode.BadRequest,
            ("X-Business-Use-Case-Usage", """{"1015":[{"type":"pages","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":19},{"type":"pages","estimated_time_to_regain_access":3}]}"""));

        (await FailureAsync()).RetryAfter.ShouldBe(TimeSpan.FromMinutes(19));
    }

    [Fact]
    public async Task A_header_that_cannot_be_read_changes_nothing_else()
    {
        bench.Platform.On("/1015/", Error("too many", 4, null), HttpStatusCode.BadRequest, ("X-Business-Use-Case-Usage", "<oops>"));

        (await FailureAsync()).ShouldBe(new(SourceFailureKind.RateLimited, "too many (Facebook's error 4)") { IsAppWide = true });
    }

    [Theory]
    [InlineData("Malformed access token {0}")]
    [InlineData("https://graph.facebook.com/1015?access_token={0}&x=1")]
    [InlineData("Malformed access token EAABsbCS1iHgBAKZC9vZAq8gPmvZCz0d {0}")]
    public async Task No_message_contains_the_token_that_the_platform_echoes(string message)
    {
        var echoed = string.Format(message, Uri.EscapeDataString(SourceBench.Token)) + " " + SourceBench.Token;
        bench.Platform.On("/1015/", Error(echoed, 190, null), HttpStatusCode.Unauthorized);

        var failure = await FailureAsync();

        failure.Message.ShouldNotContain("planted");
        failure.Message.ShouldNotContain("EAAB");
        failure.Message.ShouldContain("***");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("two\nlines")]
    public async Task A_secret_that_is_no_token_is_refused_before_it_is_sent(string? secret)
    {
        var failure = await bench.FailureOfAsync(Page, secret, SourceBench.Days("2026-11-20", "2026-11-20"));

        failure.Kind.ShouldBe(SourceFailureKind.CredentialRefused);
        failure.Message.ShouldContain("facebook-page");
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-11-23T08:00:00+0000", "2026-11-22")]
    [InlineData("2026-07-02T07:00:00+0000", "2026-07-01")]
    [InlineData("2026-11-01T07:00:00+0000", "2026-10-31")] // the clocks go back on the morning after
    [InlineData("2026-11-02T08:00:00+0000", "2026-11-01")] // the day of 25 hours
    [InlineData("2026-03-09T07:00:00+0000", "2026-03-08")] // the day of 23 hours
    [InlineData("2026-11-23T00:00:00+0000", "2026-11-22")] // midnight in UTC, should a page have it
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void End_times_name_the_day_before(string? endTime, string? day) =>
        GraphApi.DayEndingAt(endTime, Zone.Find("America/Los_Angeles")!).ShouldBe(day is null ? null : DateOnly.Parse(day));

    private Task<SourceFailure> FailureAsync() => bench.FailureOfAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));

    private static string Error(string message, int code, int? subcode) =>
        JsonSerializer.Serialize(new { error = new { message, type = "OAuthException", code, error_subcode = subcode, fbtrace_id = "AbC" } });
}
