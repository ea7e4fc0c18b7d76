using System.Globalization;
using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>
/// One fetch of one organisation: which requests are made, and what a refused one costs (only itself). Failures of the
/// token, the account or the connection end the fetch.
/// </summary>
internal sealed class LinkedInFetch(LinkedInClient client, SourceRequest request, DateTimeOffset now)
{
    private const string ShareDays = "organizationalEntityShareStatistics";
    private const string FollowerDays = "organizationalEntityFollowerStatistics";
    private const string NetworkSizes = "networkSizes";
    private const string Posts = "posts";

    private readonly SourceDays days = new(LinkedInMapping.Zone, now, LinkedInMetrics.Traits.SettlesAfter);
    private readonly DateOnly today = LinkedInMapping.Zone.DayAt(now);
    private readonly Refusals ofStatistics = new();
    private readonly Refusals ofTheRest = new();

    /// <summary>Returns what was refused since the last call, with the figures that are not known because of it.</summary>
    public IReadOnlyList<Refusal> TakeRefusals() =>
    [
        .. ofStatistics.Take().Concat(ofTheRest.Take()).Select(refusal => refusal.What switch
        {
            NetworkSizes => refusal with { Metrics = [Metrics.Followers] },
            FollowerDays => refusal with { Metrics = [Metrics.FollowersGained] },
            ShareDays => refusal with { Metrics = [.. LinkedInMetrics.OfShares.Select(metric => metric.Metric)] },
            _ => refusal,
        }),
    ];

    /// <exception cref="SourceException">
    /// Both kinds of statistics were refused: the days are still to be asked for, whatever LinkedIn says of the followers and
    /// the posts. Or there were none to ask for, and everything else was refused.
    /// </exception>
    public void ThrowIfRefused()
    {
        ofStatistics.ThrowIfNothingWasAnswered();
        if (!ofStatistics.WasAnswered) ofTheRest.ThrowIfNothingWasAnswered();
    }

    /// <summary>Followers as of now, where today is among the wanted days: LinkedIn tells no other day's.</summary>
    public async Task<IReadOnlyList<Reading>> LevelAsync(CancellationToken cancellationToken)
    {
        if (!request.Days.Contains(today)) return [];
        var size = await ofTheRest.TryAsync(NetworkSizes, () => client.FollowersAsync(cancellationToken));
        return size is not null && LinkedInMapping.LevelOf(request.Source.Ref, size, days) is { } level ? [level] : [];
    }

    /// <summary>The statistics of the wanted days that LinkedIn has.</summary>
    public async Task<IReadOnlyList<Reading>> StatisticsAsync(CancellationToken cancellationToken)
    {
        if (LinkedInMapping.DaysWithStatistics(request.Days, today) is not { } wanted) return [];
        var (start, end) = LinkedInMapping.InstantsOf(wanted, today);
        var shares = ListOf(ShareDays, (at, token) => client.ShareDaysAsync(start, end, at, token), day => day.TimeRange?.Start, ofStatistics);
        var followers = ListOf(FollowerDays, (at, token) => client.FollowerDaysAsync(start, end, at, token), day => day.TimeRange?.Start, ofStatistics);

        var ofShares = await shares.AllAsync(cancellationToken);
        var ofFollowers = await followers.AllAsync(cancellationToken);
        return LinkedInMapping.Readings(request.Source.Ref, wanted, ofFollowers, ofShares, days);
    }

    /// <summary>The organisation's posts of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, LinkedInMetrics.PostLookBackDays);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        (string Prefix, string Parameter, AskItems Figures)[] kinds = [KindOf("urn:li:share:", "shares"), KindOf("urn:li:ugcPost:", "ugcPosts")];

        var list = ListOf(Posts, (at, token) => client.PostsAsync(at, LinkedInMetrics.PostsPerPage, token), post => post.Id, ofTheRest, full: LinkedInMetrics.PostsPerPage, publishedAt: ChangedAt);
        while (await list.NextAsync(cancellationToken) is { } listed)
        {
            List<LinkedInPost> posts =
            [
                .. listed.Where(post => post.Id is not null && LinkedInMapping.PublishedAt(post) is { } published && published >= since && published < until && seen.Add(post.Id)),
            ];
            var (figures, stop) = await FiguresOfAsync(posts, kinds, cancellationToken);
            yield return [.. posts.Select(post => LinkedInMapping.PostOf(request.Source.Ref, post, figures, now)).OfType<Post>()];
            if (stop is not null) throw stop;

            // A post is never published after its last change: behind those that were changed too long ago there is none to come.
            if (PostWindow.ReachesBefore(since, listed.Select(ChangedAt))) yield break;
        }
    }

    /// <summary>What some posts gathered, and the failure that broke it off: the posts themselves are known all the same.</summary>
    private async Task<(IReadOnlyDictionary<string, LinkedInShareStatistics> Figures, SourceException? Stop)> FiguresOfAsync(
        IReadOnlyList<LinkedInPost> posts, IEnumerable<(string Prefix, string Parameter, AskItems Figures)> kinds, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, LinkedInShareStatistics>(StringComparer.Ordinal);
        foreach (var (prefix, parameter, kind) in kinds)
        {
            string[] ids = [.. posts.Select(post => post.Id!).Where(id => id.StartsWith(prefix, StringComparison.Ordinal))];
            foreach (var some in ids.Chunk(LinkedInMetrics.FiguresPerRequest))
            {
                try
                {
                    foreach (var element in (await kind.AskAsync(some, part => FiguresAsync(parameter, part, cancellationToken))).SelectMany(each => each))
                        if ((element.Share ?? element.UgcPost) is { } id) figures[id] = element;
                }
                catch (SourceException e)
                {
                    return (figures, e);
                }
            }
        }

        return (figures, null);
    }

    /// <exception cref="SourceException">The posts are refused. A page behind the first that is refused costs only itself.</exception>
    private Task<IReadOnlyList<LinkedInShareStatistics>> FiguresAsync(string parameter, IReadOnlyList<string> posts, CancellationToken cancellationToken)
    {
        Pages<LinkedInShareStatistics>? list = null;
        list = ListOf(
            $"{NameOf(parameter)}, in part", (at, token) => client.PostFiguresAsync(parameter, posts, at, token), post => post.Share ?? post.UgcPost, ofTheRest,
            e => list!.WasAnswered && Refusals.CostsOnlyItself(e));
        return list.AllAsync(cancellationToken);
    }

    /// <summary>A list of LinkedIn's, which is paged by places.</summary>
    /// <param name="ask">Requests the page that begins at a place.</param>
    /// <param name="keyOf">What tells elements apart.</param>
    /// <param name="ends">Which failures end the list instead of the fetch.</param>
    /// <param name="full">A page of so many elements may be followed by another, whatever LinkedIn says.</param>
    /// <param name="publishedAt">For the list of posts: see <see cref="Pages{T}.PublishedAt"/>.</param>
    private static Pages<T> ListOf<T>(
        string name, Func<int, CancellationToken, Task<LinkedInList<T>>> ask, Func<T, object?> keyOf, Refusals refusals, Func<SourceException, bool>? ends = null, int full = int.MaxValue,
        Func<T, DateTimeOffset?>? publishedAt = null)
    {
        var seen = new HashSet<object>();
        return new(name, LinkedInMetrics.Traits.Name, refusals, LinkedInMetrics.MaxPages, async (at, token) =>
        {
            var start = at is null ? 0 : int.Parse(at, CultureInfo.InvariantCulture);
            var page = await ask(start, token);
            var elements = page.Elements ?? [];
            var fresh = elements.Count(element => keyOf(element) is { } key && seen.Add(key));
            if (elements.Count == 0 || (!page.HasNext && elements.Count < full)) return new(elements, null);

            // A page of nothing new is followed by itself, which ends the list and is told.
            return new(elements, (fresh > 0 ? start + elements.Count : start).ToString(CultureInfo.InvariantCulture));
        })
        { EndsTheList = ends ?? Refusals.CostsOnlyItself, PublishedAt = publishedAt };
    }

    /// <summary>When a post was last changed, by which they are listed: whatever came out later was changed later too.</summary>
    private static DateTimeOffset? ChangedAt(LinkedInPost post) => post.LastModifiedAt is { } changed ? LinkedInMapping.InstantOf(changed) : null;

    private (string Prefix, string Parameter, AskItems Figures) KindOf(string prefix, string parameter) => (prefix, parameter, new(ofTheRest, NameOf(parameter), request.Skip));

    private static string NameOf(string parameter) => $"{ShareDays} ({parameter})";
}
