using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.YouTube;

namespace KpiFunctions.Tests.Sources.YouTube;

public sealed class YouTubeFailureTests : IDisposable
{
    private const string Token = "https://oauth2.googleapis.com/token";

    private readonly ChannelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task The_refresh_token_is_exchanged_once_and_its_access_token_kept_until_shortly_before_its_end()
    {
        await bench.FetchAsync("2026-11-18", "2026-11-20");
        await bench.FetchAsync("2026-11-18", "2026-11-20");
        bench.CountOf(Token).ShouldBe(1);
        bench.Platform.Requests[0].Body.ShouldBe("grant_type=refresh_token&client_id=agency.apps.example&client_secret=GOCSPX-planted&refresh_token=1%2F%2Fplanted%2Brefresh");

        bench.Sources.Clock.Advance(TimeSpan.FromMinutes(54));
        await bench.FetchAsync("2026-11-18", "2026-11-20");
        bench.CountOf(Token).ShouldBe(1);

        bench.Sources.Clock.Advance(TimeSpan.FromMinutes(2));
        await bench.FetchAsync("2026-11-18", "2026-11-20");
        bench.CountOf(Token).ShouldBe(2);
    }

    [Fact]
    public async Task An_access_token_that_is_refused_is_not_used_again()
    {
        Error(HttpStatusCode.Unauthorized, "authError", "Invalid Credentials");
        (await bench.FailureAsync()).Kind.ShouldBe(SourceFailureKind.CredentialRefused);

        bench.Platform.On("/v2/reports", ChannelBench.Empty);
        await bench.FetchAsync("2026-11-18", "2026-11-20");

        bench.CountOf(Token).ShouldBe(2);
    }

    [Fact]
    public async Task A_refresh_token_that_Google_replaces_is_kept_and_used_from_then_on()
    {
        using var keeper = new MemoryKeeper(ChannelBench.Secret);
        bench.Platform.On(Token, $$"""{"access_token":"{{ChannelBench.AccessToken}}","expires_in":3599,"refresh_token":"1//planted+next","refresh_token_expires_in":604800}""");

        await bench.FetchAsync(ChannelBench.Secret, keeper);

        keeper.Stored.ShouldBe(ChannelBench.Secret.Replace("1//planted+refresh", "1//planted\\u002Bnext", StringComparison.Ordinal));
        keeper.ExpiresAt.ShouldBe(bench.Sources.Clock.GetUtcNow().AddDays(7));

        // The access token goes with the new secret; when it has run out, the new refresh token is exchanged.
        await bench.FetchAsync(keeper.Stored, keeper);
        bench.CountOf(Token).ShouldBe(1);
        bench.Sources.Clock.Advance(TimeSpan.FromHours(1));
        await bench.FetchAsync(keeper.Stored, keeper);
        bench.CountOf(Token).ShouldBe(2);
        bench.Platform.Requests.Last(request => request.Address == Token).Body.ShouldEndWith("refresh_token=1%2F%2Fplanted%2Bnext");
        keeper.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task A_refresh_token_that_Google_repeats_changes_nothing()
    {
        using var keeper = new MemoryKeeper(ChannelBench.Secret);
        bench.Platform.On(Token, $$"""{"access_token":"{{ChannelBench.AccessToken}}","expires_in":3599,"refresh_token":"1//planted+refresh"}""");

        await bench.FetchAsync(ChannelBench.Secret, keeper);

        keeper.Exchanges.ShouldBe(0);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "invalid_grant", "Token has been expired or revoked.", SourceFailureKind.CredentialExpired)]
    [InlineData(HttpStatusCode.BadRequest, "invalid_grant", "Bad Request", SourceFailureKind.CredentialRefused)]
    [InlineData(HttpStatusCode.BadRequest, "invalid_grant", "Account has been deleted", SourceFailureKind.CredentialRefused)]
    [InlineData(HttpStatusCode.Unauthorized, "invalid_client", "The OAuth client was not found.", SourceFailureKind.CredentialRefused)]
    [InlineData(HttpStatusCode.Forbidden, "rate_limit_exceeded", "Too many requests", SourceFailureKind.RateLimited)]
    [InlineData(HttpStatusCode.InternalServerError, "internal_failure", "Backend Error", SourceFailureKind.Unavailable)]
    [InlineData(HttpStatusCode.BadRequest, "something_newer", "Who knows", SourceFailureKind.RequestRefused)]
    public async Task Without_an_access_token_the_fetch_fails_with_Googles_words(HttpStatusCode status, string error, string description, SourceFailureKind kind)
    {
        bench.Platform.On(Token, $$"""{"error":"{{error}}","error_description":"{{description}}"}""", status);

        var failure = await bench.FailureAsync();

        failure.Kind.ShouldBe(kind);
        failure.Message.ShouldBe($"Google gives no access token: {error} {description}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1//planted+refresh")]
    [InlineData("""{"client_id":"a","client_secret":"b"}""")]
    [InlineData("""{"type":"service_account","client_email":"a@b.example","private_key":"c"}""")]
    public async Task A_secret_of_another_kind_is_refused_before_anything_is_asked(string secret)
    {
        var failure = await bench.FailureAsync(secret);

        failure.Kind.ShouldBe(SourceFailureKind.CredentialRefused);
        failure.Message.ShouldNotContain("planted");
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("@planted")]
    [InlineData("https://www.youtube.com/@planted")]
    [InlineData("UC1&ids=contentOwner==x")]
    [InlineData("")]
    public async Task Only_a_channels_identifier_is_taken(string account)
    {
        (await bench.FailureAsync(account: account)).Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_days_quota_comes_back_at_midnight_in_California()
    {
        Error(HttpStatusCode.Forbidden, "quotaExceeded", "The request cannot be completed because you have exceeded your <a href=\\\"/youtube/v3/getting-started#quota\\\">quota</a>.");

        // It is one in the morning there.
        (await bench.FailureAsync()).ShouldBe(new(
            SourceFailureKind.RateLimited, "The request cannot be completed because you have exceeded your quota. (YouTube's quotaExceeded)", TimeSpan.FromHours(23))
        { IsAppWide = true });
    }

    [Fact]
    public async Task A_limit_by_the_minute_is_waited_for_as_YouTube_says()
    {
        bench.Platform.On("/v2/reports", """{"error":{"code":429,"message":"Slow down","errors":[{"reason":"rateLimitExceeded"}]}}""", HttpStatusCode.TooManyRequests, ("Retry-After", "40"));

        (await bench.FailureAsync()).ShouldBe(new(SourceFailureKind.RateLimited, "Slow down (YouTube's rateLimitExceeded)", TimeSpan.FromSeconds(40)));
    }

    [Theory]
    [InlineData(401, "youtubeSignupRequired", SourceFailureKind.AccountUnknown)]
    [InlineData(403, "forbidden", SourceFailureKind.PermissionMissing)]
    [InlineData(403, "rateLimitExceeded", SourceFailureKind.RateLimited)]
    [InlineData(403, "userRateLimitExceeded", SourceFailureKind.RateLimited)]
    [InlineData(403, "somethingNewer", SourceFailureKind.PermissionMissing)]
    [InlineData(404, "channelNotFound", SourceFailureKind.AccountUnknown)]
    [InlineData(500, "backendError", SourceFailureKind.Unavailable)]
    [InlineData(400, "badRequest", SourceFailureKind.RequestRefused)]
    public async Task A_refusal_is_read_by_its_reason_and_else_by_its_status(int status, string reason, SourceFailureKind kind)
    {
        foreach (var path in new[] { "/v2/reports", "/youtube/v3/channels" }) Error((HttpStatusCode)status, reason, "No", path);

        (await bench.FailureAsync()).ShouldBe(new(kind, $"No (YouTube's {reason})"));
    }

    [Theory]
    [InlineData("""{"error":{"code":429,"message":"No","status":"RESOURCE_EXHAUSTED"}}""", 429, SourceFailureKind.RateLimited)]
    [InlineData("""{"error":{"code":403,"message":"No","status":"PERMISSION_DENIED"}}""", 403, SourceFailureKind.PermissionMissing)]
    [InlineData("<html>", 502, SourceFailureKind.Unavailable)]
    [InlineData("<html>", 200, SourceFailureKind.AnswerUnreadable)]
    public async Task Errors_without_a_reason_are_read_by_their_status(string body, int status, SourceFailureKind kind)
    {
        foreach (var path in new[] { "/v2/reports", "/youtube/v3/channels" }) bench.Platform.On(path, body, (HttpStatusCode)status);

        (await bench.FailureAsync()).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task No_access_token_is_in_a_message()
    {
        Error(HttpStatusCode.Forbidden, "quotaExceeded", $"No such token: {ChannelBench.AccessToken}");

        var message = (await bench.FailureAsync()).Message;

        message.ShouldContain("***");
        message.ShouldNotContain(ChannelBench.AccessToken);
    }

    [Fact]
    public async Task A_channel_that_there_is_not_is_told_by_the_name_in_the_config()
    {
        bench.Platform.On("/youtube/v3/channels", """{"kind":"youtube#channelListResponse","pageInfo":{"totalResults":0}}""");

        var failure = await bench.FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain(ChannelBench.Channel);
    }

    [Fact]
    public void A_source_without_reach_or_an_exact_level_does_not_claim_them()
    {
        foreach (var metric in new Metric[] { Metrics.Reach, Metrics.Reach7Days, Metrics.Reach28Days, Metrics.Followers }) YouTubeMetrics.Traits.Metrics.Keys.ShouldNotContain(metric);
        YouTubeMetrics.Traits.Metrics.Values.ShouldAllBe(absence => absence == Absence.Unknown);
    }

    private void Error(HttpStatusCode status, string reason, string message, string path = "/v2/reports") => bench.Platform.On(
        path, $$"""{"error":{"code":{{(int)status}},"message":"{{message}}","errors":[{"message":"{{message}}","domain":"global","reason":"{{reason}}"}]} }""", status);
}
