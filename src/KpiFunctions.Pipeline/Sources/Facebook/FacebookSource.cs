using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;
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
        var refusals = new GraphRefusals(Traits.Name);
        var fetch = new FacebookFetch(new(http, Traits.Name, request.Source.Account, token), request, refusals, clock.GetUtcNow());

        // Mentions come first because they are a part of each day's reading.
        var mentions = await fetch.MentionsAsync(cancellationToken);
        yield return new() { Posts = mentions, Refusals = refusals.Take() };

        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest))
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
}
