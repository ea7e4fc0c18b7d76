using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>Facebook pages: their insights by day, their posts, and posts by others that tag them.</summary>
public sealed class FacebookSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => FacebookMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = SourceSecrets.Token(request);

        // The agency's access is a system user's, and figures are given to the page itself.
        if (request.Source.Credential is null) token = await PageTokenAsync(request, token, cancellationToken);
        var refusals = new Refusals();
        var client = ClientOf(request, token);
        if (request.ChecksAccess) await GraphAccess.CheckAsync(client, Traits, refusals, cancellationToken);
        var fetch = new FacebookFetch(client, request, refusals, clock.GetUtcNow());

        // Mentions come first because they are a part of each day's reading.
        var mentions = await fetch.MentionsAsync(cancellationToken);
        yield return new() { Posts = mentions, Refusals = refusals.Take() };

        // The newest first: what is refused of days from before the account had insights leaves the metric asked for.
        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest).Reverse())
        {
            var readings = await fetch.ReadingsAsync(window, cancellationToken);
            yield return new() { Readings = readings, Refusals = refusals.Take() };
        }

        await foreach (var posts in fetch.PostsAsync(cancellationToken))
        {
            yield return new() { Posts = posts, Refusals = refusals.Take() };
        }

        refusals.ThrowIfNothingWasAnswered();
    }

    private async Task<string> PageTokenAsync(SourceRequest request, string systemUser, CancellationToken cancellationToken) =>
        (await ClientOf(request, systemUser).GetAsync(null, "fields=access_token", FacebookJson.Default.FacebookPage, cancellationToken)).AccessToken is { Length: > 0 } token
            ? token
            : throw new SourceException(new(
                SourceFailureKind.PermissionMissing,
                $"The agency's system user at Meta has no task on the page {request.Source.Account}: assign the page to it, with the task to see insights."));

    private GraphClient ClientOf(SourceRequest request, string token) =>
        new(new(clients.CreateClient(SourceClients.NameOf(FacebookMetrics.Traits)), clock, token) { Requests = request.Requests }, Traits.Name, request.Source.Account, token);
}
