using System.Net;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.TikTok.TikTokBench;

namespace KpiFunctions.Tests.Sources.TikTok;

public sealed class TikTokAccessTests : IDisposable
{
    private const string NewAccess = "act.planted+second!5004.va";
    private const string NewRefresh = "rft.planted+second!5004.va";

    private readonly TikTokBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(AccessToken, "2026-11-24T08:59:00Z")]
    [InlineData(AccessToken, "2026-11-24T09:10:00Z")]
    public async Task Without_an_access_token_that_lasts_the_refresh_token_is_exchanged_and_what_comes_is_kept(string? access, string? until)
    {
        var secret = SecretOf(RefreshToken, access, until);
        using var keeper = new MemoryKeeper(secret);
        bench.Platform.On(Renewal, Tokens(NewAccess, NewRefresh));

        await bench.FetchAsync(secret: secret, keeper: keeper);

        var exchange = bench.Asked(Renewal).ShouldHaveSingleItem();
        exchange.Address.ShouldBe("https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/refresh_token/");
        JsonNode.DeepEquals(
            JsonNode.Parse(exchange.Body),
            JsonNode.Parse($$"""{"client_id":"7001","client_secret":"{{ClientSecret}}","grant_type":"refresh_token","refresh_token":"{{RefreshToken}}"}""")).ShouldBeTrue(exchange.Body);
        exchange.Headers.ShouldNotContainKey("Access-Token");

        bench.Asked("/business/").ShouldAllBe(request => request.Headers["Access-Token"] == NewAccess);
        JsonNode.DeepEquals(JsonNode.Parse(keeper.Stored), JsonNode.Parse($$"""
            {"client_id":"7001","client_secret":"{{ClientSecret}}","note":"kept","access_token":"{{NewAccess}}","access_token_expires_at":"2026-11-25T09:00:00Z",
             "refresh_token":"{{NewRefresh}}","refresh_token_expires_at":"2027-11-24T09:00:00Z"}
            """)).ShouldBeTrue(keeper.Stored);
        keeper.ExpiresAt.ShouldBe(DateTimeOffset.Parse("2027-11-24T09:00:00Z"));
    }

    [Fact]
    public async Task An_access_token_is_used_for_the_day_that_it_lives()
    {
        using var keeper = new MemoryKeeper(SecretOf(RefreshToken));
        bench.Platform.On(Renewal, Tokens(NewAccess, NewRefresh));

        await bench.FetchAsync(secret: keeper.Stored, keeper: keeper);
        bench.Sources.Clock.Advance(TimeSpan.FromMinutes((24 * 60) - 11));
        await bench.FetchAsync(secret: keeper.Stored, keeper: keeper);
        keeper.Exchanges.ShouldBe(1);

        bench.Sources.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.FetchAsync(secret: keeper.Stored, keeper: keeper);
        keeper.Exchanges.ShouldBe(2);
    }

    [Theory]
    [InlineData(40102)]
    [InlineData(40105)]
    public async Task A_token_that_TikTok_does_not_take_is_replaced_and_the_request_made_again(int code)
    {
        using var keeper = new MemoryKeeper(Secret);
        bench.Platform.On(request => request.Headers.GetValueOrDefault("Access-Token") == AccessToken, _ => StubPlatform.Json(Bad(code, "Access token is incorrect or has been revoked.")));
        bench.Platform.On(Renewal, Tokens(NewAccess, NewRefresh));

        var pages = await bench.FetchAsync(keeper: keeper);

        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        keeper.Exchanges.ShouldBe(1);
        bench.Asked(Days).Select(request => request.Headers["Access-Token"]).ShouldBe([AccessToken, NewAccess]);
        bench.Asked(Videos).ShouldHaveSingleItem().Headers["Access-Token"].ShouldBe(NewAccess);
    }

    [Theory]
    [InlineData(40102, SourceFailureKind.CredentialExpired)]
    [InlineData(40105, SourceFailureKind.CredentialRefused)]
    public async Task A_new_token_that_is_refused_as_well_is_not_replaced_again(int code, SourceFailureKind kind)
    {
        using var keeper = new MemoryKeeper(Secret);
        bench.Platform.On("/business/", Bad(code, "Access token is incorrect or has been revoked."));
        bench.Platform.On(Renewal, Tokens(NewAccess, NewRefresh));

        (await bench.FailureAsync(keeper: keeper)).Kind.ShouldBe(kind);

        keeper.Exchanges.ShouldBe(1);
        bench.Asked(Days).Count.ShouldBe(2);
        keeper.Stored.ShouldContain("5004");
    }

    [Fact]
    public async Task What_another_instance_was_given_meanwhile_is_used_without_asking_TikTok()
    {
        using var keeper = new MemoryKeeper(SecretOf(NewRefresh, NewAccess, "2026-11-25T08:00:00Z"));

        await bench.FetchAsync(secret: SecretOf(RefreshToken, AccessToken, "2026-11-24T08:00:00Z"), keeper: keeper);

        keeper.Exchanges.ShouldBe(0);
        bench.Platform.Requests.ShouldAllBe(request => request.Headers["Access-Token"] == NewAccess);
    }

    [Fact]
    public async Task What_another_instance_was_given_and_has_run_out_since_is_exchanged_itself()
    {
        using var keeper = new MemoryKeeper(SecretOf(RefreshToken, AccessToken, "2026-11-24T08:00:00Z"));
        bench.Platform.On(Renewal, Tokens(NewAccess, NewRefresh));

        await bench.FetchAsync(secret: SecretOf("rft.older"), keeper: keeper);

        JsonNode.Parse(bench.Asked(Renewal).ShouldHaveSingleItem().Body)!["refresh_token"]!.GetValue<string>().ShouldBe(RefreshToken);
        bench.Asked(Days).ShouldHaveSingleItem().Headers["Access-Token"].ShouldBe(NewAccess);
    }

    [Fact]
    public async Task A_secret_that_is_kept_without_a_good_token_ends_the_fetch()
    {
        var forgetful = new Unchanging(SecretOf("rft.other"));

        (await bench.FailureAsync(SecretOf(RefreshToken), forgetful)).Kind.ShouldBe(SourceFailureKind.CredentialRefused);

        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(40103, "Refresh token has expired", SourceFailureKind.CredentialExpired)]
    [InlineData(40002, "refresh_token is invalid or expired", SourceFailureKind.CredentialExpired)]
    [InlineData(40107, "Refresh token is incorrect", SourceFailureKind.CredentialRefused)]
    [InlineData(40105, "Refresh token is incorrect", SourceFailureKind.CredentialRefused)]
    [InlineData(40101, "The combination of app ID and secret is invalid", SourceFailureKind.CredentialRefused)]
    [InlineData(40001, "No permission", SourceFailureKind.CredentialRefused)]
    public async Task A_renewal_that_is_refused_needs_the_accounts_owner(int code, string message, SourceFailureKind kind)
    {
        bench.Platform.On(Renewal, Bad(code, message));

        var failure = await bench.FailureAsync(SecretOf(RefreshToken));

        failure.Kind.ShouldBe(kind);
        failure.NeedsAPerson.ShouldBeTrue();
        failure.Message.ShouldContain("The account's owner has to give access again.");
        failure.Message.ShouldEndWith($"{message} (TikTok's code {code})");
        bench.Platform.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("""{"code":40100,"message":"Too many"}""", 200, SourceFailureKind.RateLimited)]
    [InlineData("""{"code":50000,"message":"System error"}""", 200, SourceFailureKind.Unavailable)]
    [InlineData("<html>", 200, SourceFailureKind.Unavailable)]
    [InlineData("<html>", 502, SourceFailureKind.Unavailable)]
    [InlineData("""{"code":0,"data":{"refresh_token":"rft.planted"}}""", 200, SourceFailureKind.Unavailable)]
    [InlineData("""{"code":0,"data":null}""", 200, SourceFailureKind.Unavailable)]
    public async Task A_renewal_that_did_not_come_about_is_asked_for_again_later_and_nothing_else_is_asked(string body, int status, SourceFailureKind kind)
    {
        using var keeper = new MemoryKeeper(SecretOf(RefreshToken));
        bench.Platform.On(Renewal, body, (HttpStatusCode)status);

        var failure = await bench.FailureAsync(keeper.Stored, keeper);

        failure.Kind.ShouldBe(kind);
        failure.NeedsAPerson.ShouldBeFalse();
        failure.Message.ShouldStartWith("TikTok gives no new access token.");
        bench.Asked("/business/").ShouldBeEmpty();
        keeper.Stored.ShouldBe(SecretOf(RefreshToken));
    }

    [Theory]
    [InlineData(RefreshToken)]
    [InlineData(ClientSecret)]
    public async Task No_part_of_the_secret_is_in_the_message_of_a_renewal(string part)
    {
        bench.Platform.On(Renewal, Bad(40107, $"Refresh token is incorrect: {part}"));

        var message = (await bench.FailureAsync(SecretOf(RefreshToken))).Message;

        message.ShouldContain("Refresh token is incorrect: ***");
        message.ShouldNotContain("planted");
    }

    [Fact]
    public async Task No_part_of_the_new_secret_is_in_a_message_after_a_renewal()
    {
        bench.Platform.On(Renewal, Tokens(NewAccess, NewRefresh));
        foreach (var path in new[] { Days, Videos }) bench.Platform.On(path, Bad(40002, $"Bad header {NewAccess}, {NewRefresh}"));

        (await bench.FailureAsync(SecretOf(RefreshToken))).Message.ShouldBe("Bad header ***, *** (TikTok's code 40002)");
    }

    [Fact]
    public async Task A_refresh_token_that_TikTok_does_not_replace_stays()
    {
        using var keeper = new MemoryKeeper(SecretOf(RefreshToken));
        bench.Platform.On(Renewal, Good($$"""{"access_token":"{{NewAccess}}","expires_in":86400}"""));

        await bench.FetchAsync(secret: keeper.Stored, keeper: keeper);

        JsonNode.Parse(keeper.Stored)!["refresh_token"]!.GetValue<string>().ShouldBe(RefreshToken);
        keeper.ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_lives_for_minutes_only_is_exchanged_once_in_a_fetch()
    {
        using var keeper = new MemoryKeeper(SecretOf(RefreshToken));
        bench.Platform.On(Renewal, Good($$"""{"access_token":"{{NewAccess}}","expires_in":60,"refresh_token":"{{NewRefresh}}"}"""));

        await bench.FetchAsync(secret: keeper.Stored, keeper: keeper);

        keeper.Exchanges.ShouldBe(1);
    }

    /// <summary>A vault that answers every renewal with the same secret.</summary>
    private sealed class Unchanging(string secret) : KpiFunctions.Pipeline.Sources.Credentials.ISecretKeeper
    {
        public Task<string> RenewAsync(
            string known, Func<string, CancellationToken, Task<KpiFunctions.Pipeline.Sources.Credentials.Secret>> exchange, CancellationToken cancellationToken) => Task.FromResult(secret);
    }
}
