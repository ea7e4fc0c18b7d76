using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>The access of one fetch. An access token lives a day, and the refresh token is good for one use.</summary>
internal static class TikTokAccess
{
    private static readonly Uri Endpoint = new($"{TikTokMetrics.Api}/tt_user/oauth2/refresh_token/");

    /// <exception cref="SourceException">There is no secret, or it is of another form.</exception>
    public static RenewableAccess<TikTokGrant> Of(HttpClient client, TimeProvider clock, SourceRequest request) =>
        new(client, clock, request, TikTokGrant.Of, (http, current, old) => ExchangeAsync(http, current, old, clock));

    private static async Task<Secret> ExchangeAsync(SourceHttp http, string current, TikTokGrant old, TimeProvider clock)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new(old.ClientId, old.ClientSecret, "refresh_token", old.RefreshToken), TikTokJson.Default.TikTokRefresh), Encoding.UTF8, "application/json"),
        };
        try
        {
            using var answer = await http.SendAsync(message, CancellationToken.None);
            var given = await TikTokErrors.DataOfAsync(http, answer, TikTokJson.Default.TikTokAnswerTikTokTokens, CancellationToken.None);
            return given is not null && TokenSecret.IsToken(given.AccessToken)
                ? TikTokGrant.Renewed(current, given, clock.GetUtcNow())
                : throw http.Failure(SourceFailureKind.AnswerUnreadable, "The answer holds none.");
        }
        catch (SourceException e) when (e.Failure.Kind != SourceFailureKind.BudgetSpent)
        {
            throw TikTokErrors.OfRenewal(http, e.Failure);
        }
    }
}
