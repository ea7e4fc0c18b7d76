using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Bluesky;

/// <summary>Accounts on Bluesky: followers as they are now, and posts with what came back.</summary>
public sealed class BlueskySource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => BlueskyMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var client = new BlueskyClient(new(clients.CreateClient(SourceClients.NameOf(BlueskyMetrics.Traits)), clock) { Requests = request.Requests }, clock, request.Source.Account);
        yield return new() { Readings = LevelToday.Of(request, now, (await client.ProfileAsync(cancellationToken)).FollowersCount) };

        var (window, refusals) = (new PostWindow(request), new Refusals());
        var feed = new Pages<BlueskyItem>("getAuthorFeed", Traits.Name, refusals, BlueskyMetrics.MaxPages, async (cursor, token) =>
        {
            var page = await client.FeedAsync(cursor, token);
            return new(page.Feed ?? [], page.Cursor);
        });
        while (await feed.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(item => (IsPinned: BlueskyMapping.IsPinned(item), Post: BlueskyMapping.PostOf(request.Source.Ref, item, now))).ToList();
            yield return new() { Posts = window.Within(posts.Select(each => each.Post)) };
            if (window.IsPassedBy(posts.Where(each => !each.IsPinned).Select(each => each.Post))) break;
        }

        if (refusals.Any) yield return new() { Refusals = refusals.Take() };
    }
}
