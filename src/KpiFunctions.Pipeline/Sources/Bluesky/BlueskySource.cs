using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

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
        var client = new BlueskyClient(new(clients.CreateClient(SourceClients.Bluesky), clock) { Requests = request.Requests }, clock, request.Source.Account);
        yield return new() { Readings = LevelToday.Of(request, now, (await client.ProfileAsync(cancellationToken)).FollowersCount) };

        var window = new PostWindow(request);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var page = await client.FeedAsync(cursor, cancellationToken);
            var posts = (page.Feed ?? []).Select(item => (IsPinned: BlueskyMapping.IsPinned(item), Post: BlueskyMapping.PostOf(request.Source.Ref, item, now))).ToList();
            yield return new() { Posts = window.Within(posts.Select(each => each.Post)) };

            cursor = page.Cursor;
            if (string.IsNullOrEmpty(cursor) || window.IsPassedBy(posts.Where(each => !each.IsPinned).Select(each => each.Post))) yield break;
            if (asked.Add(cursor) && asked.Count < BlueskyMetrics.MaxPages) continue;

            yield return new() { Refusals = [PostWindow.BrokenOff("getAuthorFeed", Traits.Name)] };
            yield break;
        }
    }
}
