using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using static KpiFunctions.Tests.Sources.LinkedIn.GivenLinkedIn;

namespace KpiFunctions.Tests.Sources.LinkedIn;

public sealed class LinkedInErrorTests : IDisposable
{
    private const string NoRight = """{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"Not enough permissions to access: organizationalEntityShareStatistics"}""";

    private readonly GivenLinkedIn given = new();

    public void Dispose() => given.Dispose();

    [Theory]
    [InlineData(401, """{"status":401,"serviceErrorCode":65602,"code":"EXPIRED_ACCESS_TOKEN","message":"The token used in the request has expired"}""", SourceFailureKind.CredentialExpired)]
    [InlineData(401, """{"status":401,"serviceErrorCode":65601,"message":"Expired access token"}""", SourceFailureKind.CredentialExpired)]
    [InlineData(401, """{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token used in the request has been revoked by the user"}""", SourceFailureKind.CredentialRefused)]
    [InlineData(401, """{"status":401,"serviceErrorCode":65600,"code":"INVALID_ACCESS_TOKEN","message":"Invalid access token"}""", SourceFailureKind.CredentialRefused)]
    [InlineData(403, NoRight, SourceFailureKind.PermissionMissing)]
    [InlineData(404, """{"status":404,"code":"NOT_FOUND","message":"Could not find entity"}""", SourceFailureKind.AccountUnknown)]
    [InlineData(400, """{"status":400,"code":"ILLEGAL_ARGUMENT","message":"Invalid time range"}""", SourceFailureKind.RequestRefused)]
    [InlineData(429, """{"status":429,"serviceErrorCode":101,"code":"TOO_MANY_REQUESTS","message":"Too many requests"}""", SourceFailureKind.RateLimited)]
    [InlineData(500, """{"status":500,"code":"INTERNAL_SERVER_ERROR","message":"Internal Server Error"}""", SourceFailureKind.Unavailable)]
    [InlineData(502, "<html><body>Bad Gateway</body></html>", SourceFailureKind.Unavailable)]
    public async Task An_error_is_what_its_status_and_its_code_say(int status, string body, SourceFailureKind kind)
    {
        given.Bench.Platform.On("api.linkedin.com", body, (HttpStatusCode)status);

        (await FailureAsync()).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task The_words_and_the_number_are_kept_and_the_token_is_not()
    {
        given.Bench.Platform.On("api.linkedin.com", $$"""{"status":401,"serviceErrorCode":65600,"message":"Invalid access token {{SourceBench.Token}}"}""", HttpStatusCode.Unauthorized);

        (await FailureAsync()).Message.ShouldBe("Invalid access token *** (LinkedIn's error 65600)");
    }

    [Theory]
    [InlineData("Resource level throttle APPLICATION DAY limit for calls to this resource is reached.")]
    [InlineData("Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached.")]
    public async Task A_spent_day_is_over_at_midnight_UTC(string message)
    {
        given.Bench.Clock.SetUtcNow(DateTimeOffset.Parse("2026-11-24T21:30:00Z"));
        given.Bench.Platform.On("api.linkedin.com", $$"""{"status":429,"serviceErrorCode":101,"code":"TOO_MANY_REQUESTS","message":"{{message}}"}""", HttpStatusCode.TooManyRequests);

        var failure = (await given.FetchAsync("2026-11-20", "2026-11-24").ShouldThrowAsync<SourceException>()).Failure;

        failure.Kind.ShouldBe(SourceFailureKind.RateLimited);
        failure.RetryAfter.ShouldBe(TimeSpan.FromHours(2.5));
        given.Bench.Platform.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(426, """{"status":426,"code":"NONEXISTENT_VERSION","message":"Requested version 20260301 is not active"}""")]
    [InlineData(400, """{"status":400,"code":"NONEXISTENT_VERSION","message":"Requested version 20260301 is not active"}""")]
    [InlineData(426, "")]
    public async Task A_version_that_has_ended_says_so_in_words(int status, string body)
    {
        given.Bench.Platform.On("api.linkedin.com", body, (HttpStatusCode)status);

        var failure = await FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.RequestRefused);
        failure.Message.ShouldStartWith("LinkedIn no longer takes its API's version 202607, which was to last until 2027-07-15");
    }

    [Fact]
    public async Task One_refused_statistic_costs_only_itself()
    {
        given.Bench.Platform.On("ShareStatistics?", NoRight, HttpStatusCode.Forbidden);
        given.Bench.Platform.On("FollowerStatistics?", List(FollowerDay("2026-11-20", 2, 1)));

        var pages = await given.FetchAsync("2026-11-20", "2026-11-20");

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.FollowersGained].ShouldBe(3);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("organizationalEntityShareStatistics");
    }

    [Fact]
    public async Task Without_any_statistics_the_fetch_has_failed_after_the_rest_was_given()
    {
        given.Bench.Platform.On("Statistics?", NoRight, HttpStatusCode.Forbidden);
        var pages = new List<SourcePage>();

        var failure = await Should.ThrowAsync<SourceException>(async () =>
        {
            var request = new SourceRequest(Config, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-24"), KpiFunctions.Pipeline.Periods.Zone.Utc);
            await foreach (var page in given.Bench.Catalog.Find("linkedin")!.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        });

        failure.Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(5120);
    }

    [Theory]
    [InlineData("urn:li:organization:2414183")]
    [InlineData("our-company")]
    [InlineData("")]
    public async Task Only_a_number_is_an_organisation(string account)
    {
        var failure = await given.Bench.FailureOfAsync(Config with { Account = account }, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-20"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        given.Bench.Platform.Requests.ShouldBeEmpty();
    }

    private Task<SourceFailure> FailureAsync() => given.Bench.FailureOfAsync(Config, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-24"));
}
