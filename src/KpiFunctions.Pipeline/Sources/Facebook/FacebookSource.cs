using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

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
        var http = new SourceHttp(clients.CreateClient(SourceClients.Facebook), clock, token);
        var fetch = new FacebookFetch(new(http, request.Source.Account, token), request, clock.GetUtcNow());

        // Mentions come first because they are a part of each day's reading.
        var mentions = await fetch.MentionsAsync(cancellationToken);
        yield return new() { Posts = mentions, Refusals = fetch.TakeRefusals() };

        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest))
        {
            var readings = await fetch.ReadingsAsync(window, cancellationToken);
            yield return new() { Readings = readings, Refusals = fetch.TakeRefusals() };
        }

        await foreach (var posts in fetch.PostsAsync(cancellationToken))
        {
            yield return new() { Posts = posts, Refusals = fetch.TakeRefusals() };
        }

        if (fetch.FirstRefusal is { } refusal && !fetch.WasAnswered) throw new SourceException(refusal.Failure);
    }
}
