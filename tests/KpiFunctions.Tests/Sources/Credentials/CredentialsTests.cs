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
    public async Task A_file_in_another_form_is_told_without_quoting_it(string text, string words)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        var error = await new FileCredentials(path).FindAsync("a", TestContext.Current.CancellationToken).ShouldThrowAsync<InvalidDataException>();

        error.Message.ShouldContain(words);
        error.ToString().ShouldNotContain("planted");
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
