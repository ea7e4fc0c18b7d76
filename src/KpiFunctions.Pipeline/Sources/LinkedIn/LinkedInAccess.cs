using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>The access of one fetch. An access token lives 60 days, and a refresh token, where the app has one, a year.</summary>
internal static class LinkedInAccess
{
    private static readonly Uri Endpoint = new("https://www.linkedin.com/oauth/v2/accessToken");

    /// <exception cref="SourceException">There is no secret, or it is of another form.</exception>
    public static RenewableAccess<LinkedInGrant> Of(HttpClient client, TimeProvider clock, SourceRequest request) =>
        new(client, clock, request, LinkedInGrant.Of, (http, current, old) => ExchangeAsync(http, current, old, clock));

    private static async Task<Secret> ExchangeAsync(SourceHttp http, string current, LinkedInGrant old, TimeProvider clock)
    {
        if (old.App is not { } app) throw http.Failure(SourceFailureKind.CredentialRefused, "The secret in the vault is a token now that cannot be renewed.");
        using var message = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "refresh_token"),
                new("refresh_token", app.RefreshToken),
                new("client_id", app.ClientId),
                new("client_secret", app.ClientSecret),
            ]),
        };
        using var answer = await http.SendAsync(message, CancellationToken.None);
        if (!answer.IsSuccessStatusCode) throw await LinkedInErrors.OfRenewalAsync(http, answer);
        var given = await http.ReadAsync(answer, LinkedInJson.Default.LinkedInTokens, CancellationToken.None);
        return TokenSecret.IsToken(given.AccessToken)
            ? LinkedInGrant.Renewed(current, given, clock.GetUtcNow())
            : throw http.Failure(SourceFailureKind.AnswerUnreadable, "LinkedIn answered without an access token.");
    }
}
