using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>
/// The insights of one page's posts where Meta refuses them for the page as a whole: asked for in smaller pages, down to
/// the single post that lacks them, which is then asked for without.
/// </summary>
/// <param name="posts">The page's posts in the list's order.</param>
/// <param name="metrics">The insights that are asked for.</param>
/// <param name="request">Requests a page: where it begins, its size, and the parts.</param>
internal sealed class GraphInsightSearch<TPost>(
    IReadOnlyList<TPost> posts,
    IReadOnlyList<GraphPart> metrics,
    GraphInsights<TPost> insights,
    GraphLacks lacks,
    Refusals refusals,
    Func<string, int, IReadOnlyList<GraphPart>, CancellationToken, Task<GraphList<TPost>>> request)
    where TPost : class, IGraphPost
{
    /// <summary>Requests after which the search is given up, and what is still unknown stays so.</summary>
    private const int MostRequests = 60;

    private readonly int all = metrics.Count;
    private readonly HashSet<GraphPart> accepted = [];
    private readonly List<(TPost Post, GraphPart Metric, SourceException Failure)> missing = [];
    private IReadOnlyList<GraphPart> wanted = metrics;
    private SourceException? last;
    private int requests;

    /// <summary>Metrics that no post took, of at least two that were asked.</summary>
    public IReadOnlyDictionary<GraphPart, SourceException> Refused { get; private set; } = new Dictionary<GraphPart, SourceException>();

    /// <summary>Asks from the page's first post on; posts that are known to lack something are asked alone.</summary>
    public async Task FromStartAsync(string position, CancellationToken cancellationToken)
    {
        await WalkAsync(0, 0, position, cancellationToken);
        Conclude();
    }

    /// <summary>Goes on after the page's first post.</summary>
    /// <param name="open">The metrics that are refused for the page, or for the first post.</param>
    /// <param name="tookAll">Whether the first post took them.</param>
    /// <param name="position">Where the second post is; null where the list does not say.</param>
    /// <param name="failure">Why the page was refused.</param>
    public async Task AfterFirstAsync(
        IReadOnlyDictionary<GraphPart, SourceException> open, bool tookAll, string? position, SourceException failure, CancellationToken cancellationToken)
    {
        wanted = [.. open.Keys];
        last = failure;
        if (posts.Count == 0) return;
        if (tookAll) accepted.UnionWith(wanted);
        else if (!Note(posts[0], [.. open.Where(pair => lacks.OfPost(posts[0], [pair.Key]).Count > 0).Select(pair => (pair.Key, pair.Value))])) return;

        // A page in which nothing was accepted begins with a single post: the metrics may be gone for all of them.
        await WalkAsync(1, tookAll ? 1 : GraphApi.PostsPerPage.Count - 1, position, cancellationToken);
        Conclude();
    }

    private async Task WalkAsync(int index, int size, string? position, CancellationToken cancellationToken)
    {
        while (index < posts.Count)
        {
            if (lacks.IsEnd(posts[index])) lacks.End();
            if (lacks.HasEnded || wanted.Count == 0) return;
            if (position is null || requests >= MostRequests)
            {
                // The list ended before the page did, or there is no end of refusals.
                if (last is not null) lacks.AddSome(last, refusals);
                return;
            }

            var asked = lacks.OfPost(posts[index], wanted);
            var limit = asked.Count < wanted.Count ? 1 : Math.Min(GraphApi.PostsPerPage[size], RunFrom(index));
            try
            {
                var answer = await RequestAsync(position, limit, asked, cancellationToken);
                insights.With(answer, asked);
                accepted.UnionWith(asked);
                index += Math.Max(1, answer.Data?.Count ?? 0);
                position = GraphAddress.PositionOf(answer.Paging);
                size = Math.Min(size, 1);
            }
            catch (SourceException e) when (GraphErrors.IsAboutTheParts(e))
            {
                last = e;
                if (limit > 1)
                {
                    size = GraphApi.PostsPerPage.Index().First(each => each.Item < limit).Index;
                    continue;
                }

                if (!Note(posts[index], await RefusedAloneAsync(position!, asked, e, cancellationToken))) return;
                GiveUp();
                position = GraphAddress.PositionOf((await RequestAsync(position!, 1, [], cancellationToken)).Paging);
                index++;
                size = accepted.Count > 0 ? 1 : GraphApi.PostsPerPage.Count - 1;
            }
        }
    }

    /// <summary>How many posts from one on are asked for alike.</summary>
    private int RunFrom(int index)
    {
        var odd = Enumerable.Range(index, posts.Count - index).Where(each => lacks.IsEnd(posts[each]) || lacks.OfPost(posts[each], wanted).Count < wanted.Count).ToList();
        return odd.Count == 0 ? int.MaxValue : Math.Max(1, odd[0] - index);
    }

    /// <summary>Which of several metrics a single post refuses; the others are kept.</summary>
    private async Task<IReadOnlyList<(GraphPart Metric, SourceException Failure)>> RefusedAloneAsync(
        string position, IReadOnlyList<GraphPart> asked, SourceException failure, CancellationToken cancellationToken)
    {
        if (asked.Count == 1 || GraphErrors.IsBeforeConversion(failure)) return [.. asked.Select(metric => (metric, failure))];
        var bad = new List<(GraphPart, SourceException)>();
        foreach (var metric in asked)
        {
            try
            {
                insights.With(await RequestAsync(position, 1, [metric], cancellationToken), [metric]);
                accepted.Add(metric);
            }
            catch (SourceException e) when (GraphErrors.IsAboutTheParts(e))
            {
                bad.Add((metric, e));
            }
        }

        return bad;
    }

    /// <summary>Notes what a single post lacks.</summary>
    /// <returns>False where the posts that follow are older than the account's conversion.</returns>
    private bool Note(TPost post, IReadOnlyList<(GraphPart Metric, SourceException Failure)> bad)
    {
        foreach (var (metric, e) in bad)
        {
            last = e;
            if (GraphErrors.IsBeforeConversion(e))
            {
                lacks.EndAt(post, e, refusals);
                return false;
            }

            missing.Add((post, metric, e));
        }

        return true;
    }

    /// <summary>A metric that two posts refused and none took is not asked of the others.</summary>
    private void GiveUp()
    {
        var gone = missing.Where(each => !accepted.Contains(each.Metric)).GroupBy(each => each.Metric).Where(each => each.Count() > 1).ToDictionary(each => each.Key, each => each.Last().Failure);
        Refused = gone;
        wanted = [.. wanted.Where(metric => !gone.ContainsKey(metric))];
    }

    /// <summary>Records what the posts lack: all their insights, or single ones, which are then those of their kind.</summary>
    private void Conclude()
    {
        GiveUp();
        foreach (var post in missing.Where(each => !Refused.ContainsKey(each.Metric)).GroupBy(each => each.Post))
        {
            var isAll = post.Count() == all || insights.Of(post.Key).Count == 0;
            if (isAll || post.Key.Kind is not { } kind) lacks.Add(post.Key, post.Last().Failure, refusals);
            else foreach (var (_, metric, e) in post) lacks.Add(kind, metric, e, refusals);
        }
    }

    private async Task<GraphList<TPost>> RequestAsync(string position, int limit, IReadOnlyList<GraphPart> parts, CancellationToken cancellationToken)
    {
        requests++;
        return await request(position, limit, parts, cancellationToken);
    }
}
