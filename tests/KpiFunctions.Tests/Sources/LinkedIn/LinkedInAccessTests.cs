using System.Net;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;
using static KpiFunctions.Tests.Sources.LinkedIn.GivenLinkedIn;

namespace KpiFunctions.Tests.Sources.LinkedIn;

/// <summary>An app with refresh tokens: they live a year, and give access tokens of 60 days.</summary>
public sealed class LinkedInAccessTests : IDisposable
{
    private const string Endpoint = "https://www.linkedin.com/oauth/v2/accessToken";

    private readonly GivenLinkedIn given = new();

    public LinkedInAccessTests() => given.Bench.Platform.On(
        Endpoint, """{"access_token":"AQX-planted-new","expires_in":5183999,"refresh_token":"AQW-planted","refresh_token_expires_in":25920000,"scope":"r_organization_social"}""");

    public void Dispose() => given.Dispose();

    [Fact]
    public async Task A_token_that_is_good_is_used_and_nothing_is_renewed()
    {
        await FetchAsync(SecretOf("AQX-planted-old", "2027-01-10T00:00:00Z"), new Keeper());

        given.Bench.Platform.Requests.ShouldAllBe(request => request.Authorization == "Bearer AQX-planted-old");
    }

    [Theory]
    [InlineData(null, null)] // Straight from the consultant.
    [InlineData("AQX-planted-old", null)] // Nobody says how long either lives.
    [InlineData("AQX-planted-old", "2026-11-24T09:30:00Z")]
    public async Task It_is_renewed_before_its_end_and_kept_with_the_end_of_the_refresh_token(string? access, string? until)
    {
        var keeper = new Keeper();

        await FetchAsync(SecretOf(access, until), keeper);

        var kept = keeper.Kept.ShouldHaveSingleItem();
        kept.ExpiresAt.ShouldBe(DateTimeOffset.Parse("2027-09-20T09:00:00Z"));
        var json = JsonDocument.Parse(kept.Value).RootElement;
        json.GetProperty("access_token").GetString().ShouldBe("AQX-planted-new");
        json.GetProperty("access_token_expires_at").GetString().ShouldBe("2027-01-23T08:59:59Z");
        json.GetProperty("refresh_token_expires_at").GetString().ShouldBe("2027-09-20T09:00:00Z");
        json.GetProperty("client_secret").GetString().ShouldBe("planted+client");
        json.GetProperty("note").GetString().ShouldBe("kept");
        var renewal = given.Bench.Platform.Requests[0];
        renewal.Body.ShouldBe("grant_type=refresh_token&refresh_token=AQW-planted&client_id=7001&client_secret=planted%2Bclient");
        given.Bench.Platform.Requests.Skip(1).ShouldAllBe(request => request.Authorization == "Bearer AQX-planted-new");
    }

    [Fact]
    public async Task A_token_that_LinkedIn_refuses_is_renewed_once()
    {
        given.Bench.Platform.On(
            request => request.Authorization == "Bearer AQX-planted-old", _ => StubPlatform.Json("""{"status":401,"serviceErrorCode":65602,"message":"The token has expired"}""", HttpStatusCode.Unauthorized));
        var keeper = new Keeper();

        await FetchAsync(SecretOf("AQX-planted-old", "2027-01-10T00:00:00Z"), keeper);

        keeper.Kept.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request","error_description":"The provided refresh token is expired"}""", SourceFailureKind.CredentialExpired)]
    [InlineData(400, """{"error":"invalid_request","error_description":"The refresh token was revoked"}""", SourceFailureKind.CredentialRefused)]
    [InlineData(401, """{"error":"invalid_client","error_description":"Client authentication failed"}""", SourceFailureKind.CredentialRefused)]
    [InlineData(503, "", SourceFailureKind.Unavailable)]
    public async Task A_renewal_that_fails_says_what_to_do_and_repeats_no_secret(int status, string body, SourceFailureKind kind)
    {
        given.Bench.Platform.On(Endpoint, body, (HttpStatusCode)status);

        var failure = await given.Bench.FailureOfAsync(Config, SecretOf(null, null), SourceBench.Days("2026-11-20", "2026-11-23"));

        failure.Kind.ShouldBe(kind);
        failure.Message.ShouldNotContain("planted");
        if (status < 500) failure.Message.ShouldContain("give the app access again");
    }

    [Theory]
    [InlineData("""{"client_id":"7001"}""")]
    [InlineData("{not json")]
    [InlineData("two words")]
    public async Task A_secret_of_another_form_is_said_before_anything_is_asked(string secret)
    {
        (await given.Bench.FailureOfAsync(Config, secret, SourceBench.Days("2026-11-20", "2026-11-23"))).Kind.ShouldBe(SourceFailureKind.CredentialRefused);

        given.Bench.Platform.Requests.ShouldBeEmpty();
    }

    private async Task FetchAsync(string secret, ISecretKeeper keeper)
    {
        var request = new SourceRequest(Config, secret, SourceBench.Days("2026-11-20", "2026-11-23"), KpiFunctions.Pipeline.Periods.Zone.Utc) { Keeper = keeper };
        await foreach (var page in given.Bench.Catalog.Find("linkedin")!.FetchAsync(request, TestContext.Current.CancellationToken)) page.Refusals.ShouldBeEmpty();
    }

    private static string SecretOf(string? access, string? until) =>
        $$"""{"client_id":"7001","client_secret":"planted+client","refresh_token":"AQW-planted","note":"kept"{{(access is null ? "" : $",\"access_token\":\"{access}\"")}}{{(until is null ? "" : $",\"access_token_expires_at\":\"{until}\"")}} }""";

    private sealed class Keeper : ISecretKeeper
    {
        public List<Secret> Kept { get; } = [];

        public async Task<string> RenewAsync(string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken)
        {
            Kept.Add(await exchange(known, cancellationToken));
            return Kept[^1].Value;
        }
    }
}
