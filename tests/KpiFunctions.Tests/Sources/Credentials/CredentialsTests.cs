using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Tests.Sources.Credentials;

public sealed class CredentialsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
    private readonly StubPlatform vault = new();

    public void Dispose()
    {
        File.Delete(path);
        vault.Dispose();
    }

    [Fact]
    public async Task A_file_gives_its_values_by_name_and_objects_as_their_JSON()
    {
        var file = new FileCredentials(path);
        await File.WriteAllTextAsync(path, """
            {
              // the local run's own
              "facebook-page": "token",
              "ga4": {"client_email": "reader@example.com"},
            }
            """, TestContext.Current.CancellationToken);

        (await file.FindAsync("facebook-page", TestContext.Current.CancellationToken))!.Value.ShouldBe("token");
        (await file.FindAsync("ga4", TestContext.Current.CancellationToken))!.Value.ShouldBe("""{"client_email":"reader@example.com"}""");
        (await file.FindAsync("other", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_file_there_is_no_secret() =>
        (await new FileCredentials(path).FindAsync("facebook-page", TestContext.Current.CancellationToken)).ShouldBeNull();

    [Theory]
    [InlineData("""{"a": "planted" "b"}""", "line 1")]
    [InlineData("""["planted"]""", "one object")]
    [InlineData("""{"a": 12}""", "'a'")]
    [InlineData("""{"a": {"value": "planted", "expires": "soon"}}""", "'expires' of 'a'")]
    public async Task A_file_in_another_form_is_told_without_quoting_it(string text, string words)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        var error = await new FileCredentials(path).FindAsync("a", TestContext.Current.CancellationToken).ShouldThrowAsync<InvalidDataException>();

        error.Message.ShouldContain(words);
        error.ToString().ShouldNotContain("planted");
    }

    [Fact]
    public async Task A_renewed_secret_takes_the_place_of_the_old_one_and_leaves_the_others()
    {
        var file = new FileCredentials(path);
        await File.WriteAllTextAsync(path, """{"facebook-page": "token", "tiktok": {"refresh_token": "first"}}""", TestContext.Current.CancellationToken);

        await file.KeepAsync("tiktok", new("""{"refresh_token":"second"}""", DateTimeOffset.Parse("2027-11-24T09:00:00Z")), TestContext.Current.CancellationToken);
        await file.KeepAsync("new", new("text"), TestContext.Current.CancellationToken);

        var renewed = (await file.FindAsync("tiktok", TestContext.Current.CancellationToken))!;
        renewed.Value.ShouldBe("""{"refresh_token":"second"}""");
        renewed.ExpiresAt.ShouldBe(DateTimeOffset.Parse("2027-11-24T09:00:00Z"));
        (await file.FindAsync("facebook-page", TestContext.Current.CancellationToken))!.Value.ShouldBe("token");
        (await file.FindAsync("new", TestContext.Current.CancellationToken)).ShouldBe(new("text"));
    }

    [Theory]
    [InlineData("""{"a": {"value": "token", "expires": "2027-01-31"}}""", "2027-01-31T00:00:00Z")]
    [InlineData("""{"a": {"value": {"client_email": "x"}, "expires": "2027-01-31T10:00:00+01:00"}}""", "2027-01-31T09:00:00Z")]
    public async Task A_file_says_when_a_secret_runs_out(string text, string instant)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        (await new FileCredentials(path).FindAsync("a", TestContext.Current.CancellationToken))!.ExpiresAt.ShouldBe(DateTimeOffset.Parse(instant));
    }

    [Fact]
    public void A_secret_is_never_written_out_as_a_text() => $"{new Secret("planted")}".ShouldNotContain("planted");

    [Fact]
    public async Task The_vault_says_when_a_secret_runs_out_and_takes_a_renewed_one()
    {
        vault.On("https://agency.vault.azure.net/secrets/tiktok", """{"value":"first","id":"https://agency.vault.azure.net/secrets/tiktok/1","attributes":{"enabled":true,"exp":1801353600}}""");

        (await Vault().FindAsync("tiktok", TestContext.Current.CancellationToken))!.ExpiresAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1801353600));

        // The vault's client sends nothing before it was asked who it is.
        vault.On(request => request.Authorization is null, _ => StubPlatform.Json(
            "{}", HttpStatusCode.Unauthorized, ("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001\", resource=\"https://vault.azure.net\"")));
        await Vault().KeepAsync("tiktok", new("second", DateTimeOffset.FromUnixTimeSeconds(1811353600)), TestContext.Current.CancellationToken);

        vault.Requests[^1].Body.ShouldContain("\"second\"");
        vault.Requests[^1].Body.ShouldContain("1811353600");
    }

    [Fact]
    public async Task The_vault_gives_a_secret_by_name()
    {
        vault.On("https://agency.vault.azure.net/secrets/facebook-page", """{"value":"token","id":"https://agency.vault.azure.net/secrets/facebook-page/1","attributes":{"enabled":true}}""");

        (await Vault().FindAsync("facebook-page", TestContext.Current.CancellationToken))!.Value.ShouldBe("token");
    }

    [Fact]
    public async Task A_secret_that_the_vault_does_not_have_is_null()
    {
        vault.On("https://agency.vault.azure.net/secrets/", """{"error":{"code":"SecretNotFound","message":"A secret with (name/id) x was not found"}}""", HttpStatusCode.NotFound);

        (await Vault().FindAsync("facebook-page", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../keys")]
    [InlineData("a/b")]
    [InlineData("a_b")]
    public async Task A_name_that_no_vault_takes_is_not_asked_for(string name)
    {
        (await Vault().FindAsync(name, TestContext.Current.CancellationToken)).ShouldBeNull();
        vault.Requests.ShouldBeEmpty();
    }

    private KeyVaultCredentials Vault() => new(new SecretClient(new("https://agency.vault.azure.net/"), new NoIdentity(), new SecretClientOptions
    {
        Transport = new HttpClientTransport(vault),
        DisableChallengeResourceVerification = true,
    }));

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("local", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
