using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>The account's posts of the wanted days, and of the weeks before in which figures still move; the newest come first.</summary>
internal sealed class InstagramMediaList(GraphClient client, SourceRequest request, GraphRefusals refusals, DateTimeOffset now)
{
    private const string Edge = "media";

    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = request.Days.Last.AddDays(-GraphApi.PostLookBackDays);
        var window = new PostWindow(request with { Days = new DayRange(request.Days.First < first ? request.Days.First : first, request.Days.Last) });
        if (await FirstAsync(cancellationToken) is not var (listing, page)) yield break;
        while (page is not null)
        {
            var posts = page.Select(media => InstagramMapping.PostOf(request.Source.Ref, media, now)).ToList();
            yield return window.Within(posts);
            if (window.IsPassedBy(posts)) yield break;
            page = await NextAsync(listing, cancellationToken);
        }

        refusals.NoteEarlyEnd(listing);
        if (refusals.Any) yield return [];
    }

    /// <summary>
    /// The first page, with all the metrics that Meta takes: one that it does not take, or a post that it has no insights
    /// of, fails the whole request, so then each metric is tried on a single post. Null where Meta gives no posts at all.
    /// </summary>
    private async Task<(GraphListing<InstagramMedia> Listing, IReadOnlyList<InstagramMedia>? Page)?> FirstAsync(CancellationToken cancellationToken)
    {
        List<InstagramMetric> asked = [.. InstagramMetrics.OfMedia.Where(metric => !request.Skip.Contains(NameOf(metric)))];
        if (await TryAsync(asked, GraphApi.PostsPerPage, null, cancellationToken) is { } all) return all;
        var taken = new List<InstagramMetric>();
        foreach (var metric in asked)
        {
            if (await TryAsync([metric], 1, NameOf(metric), cancellationToken) is not null) taken.Add(metric);
        }

        if (taken.Count > 0 && await TryAsync(taken, GraphApi.PostsPerPage, "insights (media)", cancellationToken) is { } some) return some;
        return await TryAsync([], GraphApi.PostsPerPage, Edge, cancellationToken);
    }

    private async Task<(GraphListing<InstagramMedia> Listing, IReadOnlyList<InstagramMedia>? Page)?> TryAsync(
        IReadOnlyList<InstagramMetric> metrics, int limit, string? refusedAs, CancellationToken cancellationToken)
    {
        try
        {
            var listing = new GraphListing<InstagramMedia>(client, Edge, InstagramMetrics.MediaQuery(metrics, limit), InstagramJson.Default.GraphListInstagramMedia);
            var page = await listing.NextAsync(cancellationToken);
            refusals.WasAnswered = true;
            return (listing, page);
        }
        catch (SourceException e) when (GraphRefusals.CostsOnlyItself(e))
        {
            if (refusedAs is not null) refusals.Add(refusedAs, e.Failure);
            return null;
        }
    }

    private static string NameOf(InstagramMetric metric) => $"{metric.Name} ({Edge})";

    // A later page that is refused ends the list: what came before it stays.
    private async Task<IReadOnlyList<InstagramMedia>?> NextAsync(GraphListing<InstagramMedia> listing, CancellationToken cancellationToken)
    {
        try
        {
            return await listing.NextAsync(cancellationToken);
        }
        catch (SourceException e) when (GraphRefusals.CostsOnlyItself(e))
        {
            refusals.Add(Edge, e.Failure);
            return null;
        }
    }
}
