using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Protocol;

/// <summary>An account's access as the vault holds it.</summary>
internal interface IGrant
{
    /// <summary>Null where there is none yet.</summary>
    string? AccessToken { get; }

    /// <summary>The parts that no message may contain.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>Whether it has what another access token is given for.</summary>
    bool CanRenew { get; }

    /// <summary>Whether there is an access token that has not expired by then.</summary>
    bool IsGoodAt(DateTimeOffset now);
}

/// <summary>
/// The access of one fetch that renews itself: an access token is used as long as it lives; then the refresh token is
/// exchanged for another, which is kept before anything else is done.
/// </summary>
internal sealed class RenewableAccess<TGrant>
    where TGrant : IGrant
{
    private readonly HttpClient client;
    private readonly TimeProvider clock;
    private readonly SourceRequest request;
    private readonly Func<string, TGrant> read;
    private readonly Func<SourceHttp, string, TGrant, Task<Secret>> exchange;
    private string secret;
    private TGrant grant;
    private bool wasRenewed;

    /// <param name="read">Reads a secret.</param>
    /// <param name="exchange">Has the platform renew a grant, given with its secret; returns the whole new secret. Once it is sent it is not cancelled: an answer that nobody waits for would be the account's only access.</param>
    /// <exception cref="SourceException">There is no secret, or it is of another form.</exception>
    public RenewableAccess(HttpClient client, TimeProvider clock, SourceRequest request, Func<string, TGrant> read, Func<SourceHttp, string, TGrant, Task<Secret>> exchange)
    {
        SourceSecrets.Of(request);
        (this.client, this.clock, this.request, this.read, this.exchange) = (client, clock, request, read, exchange);

        // As it is in the vault, blanks included: the keeper compares it with what is there.
        secret = request.Secret!;
        grant = read(secret);
    }

    /// <summary>A token that is good now, and the HTTP whose messages do not contain it.</summary>
    /// <exception cref="SourceException">The platform gives none.</exception>
    public async Task<(string Token, SourceHttp Http)> GetAsync(CancellationToken cancellationToken)
    {
        if (!wasRenewed && !grant.IsGoodAt(clock.GetUtcNow())) await RenewAsync(cancellationToken);
        return (grant.AccessToken!, HttpOf(secret, grant));
    }

    /// <summary>Gets another token for one that the platform does not take. Once in a fetch: a second refusal is not about the token's age.</summary>
    /// <returns>False where that was done before, or is not possible.</returns>
    public async Task<bool> ReplaceAsync(CancellationToken cancellationToken)
    {
        if (wasRenewed || !grant.CanRenew) return false;
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
                    token.ThrowIfCancellationRequested();
                    var old = read(current);
                    return exchange(HttpOf(current, old), current, old);
                },
                cancellationToken);
            grant = read(secret);
            if (grant.IsGoodAt(clock.GetUtcNow())) return;
        }

        if (!isOurs || grant.AccessToken is null) throw new SourceException(new(SourceFailureKind.CredentialRefused, "The secret that was kept has no access token that is good now."));
    }

    private SourceHttp HttpOf(string whole, TGrant parts) => new(client, clock, [whole, .. parts.Secrets]) { Requests = request.Requests };
}
