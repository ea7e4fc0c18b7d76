using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>
/// The access of one fetch. An access token is used for the day that it lives; then the refresh token is exchanged, which
/// is good for one use, so that what comes for it has to be kept before anything else is done.
/// </summary>
internal sealed class TikTokAccess
{
    private static readonly Uri Endpoint = new($"{TikTokMetrics.Api}/tt_user/oauth2/refresh_token/");

    private readonly HttpClient client;
    private readonly TimeProvider clock;
    private readonly SourceRequest request;
    private string secret;
    private TikTokGrant grant;
    private bool wasRenewed;

    /// <exception cref="SourceException">There is no secret, or it is of another form.</exception>
    public TikTokAccess(HttpClient client, TimeProvider clock, SourceRequest request)
    {
        SourceSecrets.Of(request);
        (this.client, this.clock, this.request) = (client, clock, request);

        // As it is in the vault, blanks included: the keeper compares it with what is there.
        secret = request.Secret!;
        grant = TikTokGrant.Of(secret);
    }

    /// <summary>A token that is good now, and the HTTP whose messages do not contain it.</summary>
    /// <exception cref="SourceException">TikTok gives none.</exception>
    public async Task<(string Token, SourceHttp Http)> GetAsync(CancellationToken cancellationToken)
    {
        if (!wasRenewed && !grant.IsGoodAt(clock.GetUtcNow())) await RenewAsync(cancellationToken);
        return (grant.AccessToken!, HttpOf(secret, grant));
    }

    /// <summary>Gets another token for one that TikTok does not take. Once in a fetch: a second refusal is not about the token's age.</summary>
    /// <returns>False where that was done before.</returns>
    public async Task<bool> ReplaceAsync(CancellationToken cancellationToken)
    {
        if (wasRenewed) return false;
        await RenewAsync(cancellationToken);
        return true;
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        wasRenewed = true;
        var isOurs = false;

        // What another instance was given meanwhile may be at its end as well: then it is the one to exchange.
        for (var round = 0; round < 2 && !isOurs; round++)
        {
            secret = await request.Keeper.RenewAsync(
                secret,
                (current, token) =>
                {
                    isOurs = true;
                    return ExchangeAsync(current, token);
                },
                cancellationToken);
            grant = TikTokGrant.Of(secret);
            if (grant.IsGoodAt(clock.GetUtcNow())) return;
        }

        if (!isOurs || grant.AccessToken is null) throw new SourceException(new(SourceFailureKind.CredentialRefused, "The secret that was kept has no access token that is good now."));
    }

    private async Task<Secret> ExchangeAsync(string current, CancellationToken cancellationToken)
    {
        var old = TikTokGrant.Of(current);
        var http = HttpOf(current, old);
        using var message = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new(old.ClientId, old.ClientSecret, "refresh_token", old.RefreshToken), TikTokJson.Default.TikTokRefresh), Encoding.UTF8, "application/json"),
        };

        // Once it is sent it is not taken back: an answer that nobody waits for would be the account's only access.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var answer = await http.SendAsync(message, CancellationToken.None);
            var given = await TikTokErrors.DataOfAsync(http, answer, TikTokJson.Default.TikTokAnswerTikTokTokens, CancellationToken.None);
            return given is not null && TikTokGrant.IsToken(given.AccessToken)
                ? TikTokGrant.Renewed(current, given, clock.GetUtcNow())
                : throw http.Failure(SourceFailureKind.AnswerUnreadable, "The answer holds none.");
        }
        catch (SourceException e) when (e.Failure.Kind != SourceFailureKind.BudgetSpent)
        {
            throw TikTokErrors.OfRenewal(http, e.Failure);
        }
    }

    private SourceHttp HttpOf(string whole, TikTokGrant parts) => new(client, clock, [whole, .. parts.Secrets]) { Requests = request.Requests };
}
