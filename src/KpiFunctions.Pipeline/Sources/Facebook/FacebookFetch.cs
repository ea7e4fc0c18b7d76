using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>
/// One fetch of one page: which requests are made, and what a refused one costs (only itself). Failures of the token,
/// the account or the connection end the fetch; but mentions that are out of order keep nobody from the insights.
/// </summary>
internal sealed class FacebookFetch(FacebookClient client, SourceRequest request, DateTimeOffset now)
{
    private readonly SourceDays days = new(Zone.Find(FacebookMetrics.ZoneId)!, now, FacebookMetrics.Traits.SettlesAfter);
    private readonly Dictionary<DateOnly, double> mentions = [];
    private readonly HashSet<FacebookMetric> refusedMetrics = [];
    private readonly List<Refusal> refusals = [];
    private DateOnly? mentionsKnownFrom;
    private bool sawMention;

    /// <summary>The first thing that was refused, if any.</summary>
    public Refusal? FirstRefusal { get; private set; }

    /// <summary>Whether any request was answered.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>What was refused since the last time this was asked.</summary>
    public IReadOnlyList<Refusal> TakeRefusals()
    {
        Refusal[] taken = [.. refusals];
        refusals.Clear();
        return taken;
    }

    /// <summary>Posts by others that tag the page, back to the first wanted day; the newest come first.</summary>
    public async Task<IReadOnlyList<Post>> MentionsAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Post>(StringComparer.Ordinal);
        var listing = new FacebookListing(client, "tagged", $"fields=id,created_time,message,permalink_url&limit={FacebookMetrics.PostsPerPage}");
        var reached = DateOnly.MaxValue;
        try
        {
            while (reached >= request.Days.First && await listing.NextAsync(cancellationToken) is { } page)
            {
                WasAnswered = true;
                sawMention |= page.Count > 0;
                foreach (var mention in page.Select(post => FacebookMapping.MentionOf(request.Source.Ref, post, now)).OfType<Post>())
                {
                    var day = days.Zone.DayAt(mention.Published);
                    if (day < reached) reached = day;
                    if (request.Days.Contains(day) && found.TryAdd(mention.Id, mention)) mentions[day] = mentions.GetValueOrDefault(day) + 1;
                }
            }

            // A list that broke off has perhaps shown its last day only in part.
            mentionsKnownFrom = !listing.EndedEarly ? request.Days.First : reached < DateOnly.MaxValue ? reached.AddDays(1) : null;
            NoteEarlyEnd(listing, "tagged");
        }
        catch (SourceException e) when (CostsOnlyItself(e) || e.Failure.Kind == SourceFailureKind.Unavailable)
        {
            Refuse("tagged", e.Failure);
        }

        return [.. found.Values];
    }

    /// <summary>The readings of a window that one request may ask for.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange window, CancellationToken cancellationToken)
    {
        var insights = new List<FacebookInsight>();
        foreach (var period in FacebookMetrics.OfPage.GroupBy(metric => metric.Period))
        {
            await AskAsync([.. period.Where(metric => !refusedMetrics.Contains(metric))], window, insights, cancellationToken);
        }

        var account = request.Source.Ref;
        if (sawMention) return FacebookMapping.Readings(account, window, insights, MentionsOn, days);

        // The list goes back for years: one without a single entry may be a page that nobody names, or a fault.
        return
        [
            .. FacebookMapping.Readings(account, window, insights, _ => null, days),
            .. FacebookMapping.Readings(account, window, [], MentionsOn, days).Select(reading => reading with { FillsOnly = true }),
        ];
    }

    /// <summary>The page's posts of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = request.Days.Last.AddDays(-FacebookMetrics.PostLookBackDays);
        if (request.Days.First < first) first = request.Days.First;

        // A post's day is the client's, an insight's Meta's: the range covers both.
        var since = Earlier(request.Zone.StartOf(first), days.Zone.StartOf(first));
        var until = Later(request.Zone.StartOf(request.Days.Last.AddDays(1)), days.Zone.StartOf(request.Days.Last.AddDays(1)));
        var range = $"&since={since.ToUnixTimeSeconds()}&until={until.ToUnixTimeSeconds()}";

        if (await FirstPostsAsync(range, cancellationToken) is not var (listing, page)) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (; page is not null; page = await listing.NextAsync(cancellationToken))
        {
            var posts = page.Select(post => FacebookMapping.PostOf(request.Source.Ref, post, now)).OfType<Post>().ToList();
            yield return [.. posts.Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];
            if (posts.Count > 0 && posts.TrueForAll(post => post.Published < since)) yield break;
        }

        NoteEarlyEnd(listing, "posts");
        if (refusals.Count > 0) yield return [];
    }

    /// <summary>
    /// The first page of posts, with all the post metrics that Meta takes: one that it does not take fails the whole
    /// request, so then each is tried on a single post. Null where Meta gives no posts at all.
    /// </summary>
    private async Task<(FacebookListing Listing, IReadOnlyList<FacebookPost>? Page)?> FirstPostsAsync(string range, CancellationToken cancellationToken)
    {
        if (await TryPostsAsync(FacebookMetrics.OfPost, FacebookMetrics.PostsPerPage, null) is { } all) return all;
        var taken = new List<FacebookPostMetric>();
        foreach (var metric in FacebookMetrics.OfPost)
        {
            if (await TryPostsAsync([metric], 1, metric.Name) is not null) taken.Add(metric);
        }

        return await TryPostsAsync(taken, FacebookMetrics.PostsPerPage, "posts");

        async Task<(FacebookListing Listing, IReadOnlyList<FacebookPost>? Page)?> TryPostsAsync(
            IReadOnlyList<FacebookPostMetric> metrics, int limit, string? refusedAs)
        {
            try
            {
                var listing = new FacebookListing(client, "posts", FacebookMetrics.PostQuery(metrics, limit) + range);
                var page = await listing.NextAsync(cancellationToken);
                WasAnswered = true;
                return (listing, page);
            }
            catch (SourceException e) when (CostsOnlyItself(e))
            {
                if (refusedAs is not null) Refuse(refusedAs, e.Failure);
                return null;
            }
        }
    }

    /// <summary>Asks for metrics together, and one by one where Meta takes offence at one of them.</summary>
    private async Task AskAsync(IReadOnlyList<FacebookMetric> metrics, DayRange window, List<FacebookInsight> insights, CancellationToken cancellationToken)
    {
        if (metrics.Count == 0) return;
        try
        {
            // The value of the last day carries the next day's start as its time; one more day makes sure that it is within.
            var since = days.Zone.StartOf(window.First).ToUnixTimeSeconds();
            var until = days.Zone.StartOf(window.Last.AddDays(2)).ToUnixTimeSeconds();
            insights.AddRange(await client.InsightsAsync(metrics[0].Period, metrics.Select(metric => metric.Name), since, until, cancellationToken));
            WasAnswered = true;
        }
        catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.RequestRefused && metrics.Count > 1)
        {
            foreach (var metric in metrics) await AskAsync([metric], window, insights, cancellationToken);
        }
        catch (SourceException e) when (CostsOnlyItself(e))
        {
            foreach (var metric in metrics)
            {
                refusedMetrics.Add(metric);
                Refuse($"{metric.Name} ({metric.Period})", e.Failure);
            }
        }
    }

    // The list was read past the day: that nobody is on it is a count, not a silence.
    private double? MentionsOn(DateOnly day) => day >= mentionsKnownFrom ? mentions.GetValueOrDefault(day) : null;

    private void NoteEarlyEnd(FacebookListing listing, string edge)
    {
        if (listing.EndedEarly) Refuse(edge, new(SourceFailureKind.AnswerUnreadable, "Facebook's list repeats itself before its end: what comes after is not known."));
    }

    private void Refuse(string what, SourceFailure failure)
    {
        var refusal = new Refusal(what, failure);
        FirstRefusal ??= refusal;
        refusals.Add(refusal);
    }

    private static bool CostsOnlyItself(SourceException e) =>
        e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing or SourceFailureKind.AnswerUnreadable;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left < right ? right : left;
}
