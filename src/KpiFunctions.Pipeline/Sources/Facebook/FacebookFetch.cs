using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>
/// One fetch of one page: which requests are made, and what a refused one costs (only itself). Failures of the token,
/// the account or the connection end the fetch; but mentions that are out of order keep nobody from the insights.
/// </summary>
internal sealed class FacebookFetch
{
    private readonly GraphClient client;
    private readonly SourceRequest request;
    private readonly Refusals refusals;
    private readonly DateTimeOffset now;
    private readonly SourceDays days;
    private readonly GraphMentions mentions;
    private readonly AskTogether<FacebookMetric> metrics;

    public FacebookFetch(GraphClient client, SourceRequest request, Refusals refusals, DateTimeOffset now)
    {
        (this.client, this.request, this.refusals, this.now) = (client, request, refusals, now);
        days = new(Zone.Find(GraphApi.ZoneId)!, now, FacebookMetrics.Traits.SettlesAfter);
        mentions = new(request, days, refusals);
        metrics = new(refusals, metric => $"{metric.Name} ({metric.Period})", request.Skip, metric => metric.Metric);
    }

    /// <summary>Posts by others that tag the page, back to the first wanted day.</summary>
    public Task<IReadOnlyList<Post>> MentionsAsync(CancellationToken cancellationToken) => mentions.ReadAsync(
        client,
        "tagged",
        FacebookMetrics.TagFields,
        FacebookJson.Default.GraphListFacebookPost,
        post => FacebookMapping.MentionOf(request.Source.Ref, post, now),
        hasCursorsOnly: false,
        cancellationToken);

    /// <summary>The readings of a window that one request may ask for.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange window, CancellationToken cancellationToken)
    {
        // The value of the last day carries the next day's start as its time; one more day makes sure that it is within.
        var since = days.Zone.StartOf(window.First);
        var until = days.Zone.StartOf(window.Last.AddDays(2));
        var insights = new List<GraphInsight>();
        foreach (var period in FacebookMetrics.OfPage.GroupBy(metric => metric.Period))
        {
            var answers = await metrics.AskAsync(
                period, some => client.InsightsAsync(period.Key, some.Select(metric => metric.Name), since, until, "", cancellationToken));
            insights.AddRange(answers.SelectMany(answer => answer));
        }

        return GraphReadings.Of(request.Source.Ref, window, [.. FacebookMapping.Values(insights, window, days)], mentions, days);
    }

    /// <summary>The page's posts of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, GraphApi.PostLookBackDays);
        var range = $"since={since.ToUnixTimeSeconds()}&until={until.ToUnixTimeSeconds()}";
        var list = new GraphPosts<FacebookPost>(client, refusals, FacebookMetrics.Posts, FacebookJson.Default.GraphListFacebookPost, range, request.Skip).Pages;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await list.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(post => FacebookMapping.PostOf(request.Source.Ref, post, now)).OfType<Post>().ToList();
            yield return [.. posts.Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];
            if (posts.Count > 0 && posts.TrueForAll(post => post.Published < since)) yield break;
        }

        if (refusals.Any) yield return [];
    }
}
