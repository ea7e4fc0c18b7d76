using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>
/// One fetch of one page: which requests are made, and what a refused one costs (only itself). Failures of the token,
/// the account or the connection end the fetch; but mentions that are out of order keep nobody from the insights.
/// </summary>
internal sealed class FacebookFetch
{
    private readonly GraphClient client;
    private readonly SourceRequest request;
    private readonly GraphRefusals refusals;
    private readonly DateTimeOffset now;
    private readonly SourceDays days;
    private readonly GraphMentions mentions;
    private readonly HashSet<FacebookMetric> refusedMetrics = [];

    public FacebookFetch(GraphClient client, SourceRequest request, GraphRefusals refusals, DateTimeOffset now)
    {
        (this.client, this.request, this.refusals, this.now) = (client, request, refusals, now);
        days = new(Zone.Find(GraphApi.ZoneId)!, now, FacebookMetrics.Traits.SettlesAfter);
        mentions = new(request, days, refusals);
    }

    /// <summary>Posts by others that tag the page, back to the first wanted day.</summary>
    public Task<IReadOnlyList<Post>> MentionsAsync(CancellationToken cancellationToken) => mentions.ReadAsync(
        Listing("tagged", $"fields=id,created_time,message,permalink_url&limit={GraphApi.MentionsPerPage}"),
        post => FacebookMapping.MentionOf(request.Source.Ref, post, now),
        cancellationToken);

    /// <summary>The readings of a window that one request may ask for.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange window, CancellationToken cancellationToken)
    {
        var insights = new List<GraphInsight>();
        foreach (var period in FacebookMetrics.OfPage.GroupBy(metric => metric.Period))
        {
            await AskAsync([.. period.Where(metric => !refusedMetrics.Contains(metric) && !request.Skip.Contains(NameOf(metric)))], window, insights, cancellationToken);
        }

        return GraphReadings.Of(request.Source.Ref, window, [.. FacebookMapping.Values(insights, window, days)], mentions, days);
    }

    /// <summary>The page's posts of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, GraphApi.PostLookBackDays);
        var range = $"&since={since.ToUnixTimeSeconds()}&until={until.ToUnixTimeSeconds()}";

        if (await FirstPostsAsync(range, cancellationToken) is not var (listing, page)) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (; page is not null; page = await listing.NextAsync(cancellationToken))
        {
            var posts = page.Select(post => FacebookMapping.PostOf(request.Source.Ref, post, now)).OfType<Post>().ToList();
            yield return [.. posts.Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];
            if (posts.Count > 0 && posts.TrueForAll(post => post.Published < since)) yield break;
        }

        refusals.NoteEarlyEnd(listing);
        if (refusals.Any) yield return [];
    }

    /// <summary>
    /// The first page of posts, with all the post metrics that Meta takes: one that it does not take fails the whole
    /// request, so then each is tried on a single post. Null where Meta gives no posts at all.
    /// </summary>
    private async Task<(GraphListing<FacebookPost> Listing, IReadOnlyList<FacebookPost>? Page)?> FirstPostsAsync(string range, CancellationToken cancellationToken)
    {
        List<FacebookPostMetric> asked = [.. FacebookMetrics.OfPost.Where(metric => !request.Skip.Contains(metric.Name))];
        if (await TryPostsAsync(asked, GraphApi.PostsPerPage, null) is { } all) return all;
        var taken = new List<FacebookPostMetric>();
        foreach (var metric in asked)
        {
            if (await TryPostsAsync([metric], 1, metric.Name) is not null) taken.Add(metric);
        }

        return await TryPostsAsync(taken, GraphApi.PostsPerPage, "posts");

        async Task<(GraphListing<FacebookPost> Listing, IReadOnlyList<FacebookPost>? Page)?> TryPostsAsync(
            IReadOnlyList<FacebookPostMetric> metrics, int limit, string? refusedAs)
        {
            try
            {
                var listing = Listing("posts", FacebookMetrics.PostQuery(metrics, limit) + range);
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
    }

    /// <summary>Asks for metrics together, and one by one where Meta takes offence at one of them.</summary>
    private async Task AskAsync(IReadOnlyList<FacebookMetric> metrics, DayRange window, List<GraphInsight> insights, CancellationToken cancellationToken)
    {
        if (metrics.Count == 0) return;
        try
        {
            // The value of the last day carries the next day's start as its time; one more day makes sure that it is within.
            var since = days.Zone.StartOf(window.First);
            var until = days.Zone.StartOf(window.Last.AddDays(2));
            insights.AddRange(await client.InsightsAsync(metrics[0].Period, metrics.Select(metric => metric.Name), since, until, "", cancellationToken));
            refusals.WasAnswered = true;
        }
        catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.RequestRefused && metrics.Count > 1)
        {
            foreach (var metric in metrics) await AskAsync([metric], window, insights, cancellationToken);
        }
        catch (SourceException e) when (GraphRefusals.CostsOnlyItself(e))
        {
            foreach (var metric in metrics)
            {
                refusedMetrics.Add(metric);
                refusals.Add(NameOf(metric), e.Failure);
            }
        }
    }

    private static string NameOf(FacebookMetric metric) => $"{metric.Name} ({metric.Period})";

    private GraphListing<FacebookPost> Listing(string edge, string query) => new(client, edge, query, FacebookJson.Default.GraphListFacebookPost);
}
