using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>The account's posts of the wanted days, and of the weeks before in which figures still move; the newest come first.</summary>
internal sealed class InstagramMediaList(GraphClient client, SourceRequest request, Refusals refusals, DateTimeOffset now)
{
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = request.Days.Last.AddDays(-GraphApi.PostLookBackDays);
        if (request.Days.First < first) first = request.Days.First;
        if (request.PostsFrom < first) first = request.PostsFrom.Value;
        var window = new PostWindow(request with { Days = new DayRange(first, request.Days.Last) });
        var list = new GraphPosts<InstagramMedia>(client, refusals, InstagramMetrics.Media, InstagramJson.Default.GraphListInstagramMedia, "", request.Skip).Pages;
        while (await list.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(media => InstagramMapping.PostOf(request.Source.Ref, media, now)).ToList();
            yield return window.Within(posts);
            if (window.IsPassedBy(posts)) break;
        }

        if (refusals.Any) yield return [];
    }
}
