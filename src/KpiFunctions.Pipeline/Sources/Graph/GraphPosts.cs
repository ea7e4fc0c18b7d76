using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>
/// The list of an account's posts, with the figures of each. Meta refuses a whole page for the sake of one metric, of one
/// missing right, of one post, or of its size. Each of these costs only itself: a page that is too large is asked for in
/// a smaller size, a part that is refused is left out, and a post without insights is found by smaller pages
/// (<see cref="GraphInsightSearch{TPost}"/>).
/// </summary>
internal sealed class GraphPosts<TPost>
    where TPost : class, IGraphPost
{
    private readonly GraphClient client;
    private readonly Refusals refusals;
    private readonly GraphPostQuery query;
    private readonly JsonTypeInfo<GraphList<TPost>> type;
    private readonly GraphLacks lacks;
    private readonly HashSet<GraphPart> refused;
    private int size;

    /// <param name="range">Further parameters of the first page; empty for none.</param>
    /// <param name="skip">What was refused lately and is not asked for now.</param>
    public GraphPosts(GraphClient client, Refusals refusals, GraphPostQuery query, JsonTypeInfo<GraphList<TPost>> type, string range, IReadOnlySet<string> skip)
    {
        (this.client, this.refusals, this.query, this.type) = (client, refusals, query, type);
        refused = [.. query.Parts.Where(part => skip.Contains(part.Name))];
        lacks = new(query, skip);
        Pages = new(query.Edge, client.Platform, refusals, GraphApi.MaxPages, (position, token) => PageAsync(position ?? range, token))
        {
            // The account itself has answered before: what is unknown or missing is this list.
            EndsTheList = e => Refusals.CostsOnlyItself(e) || GraphErrors.IsTooLarge(e) || (e.Failure.Kind == SourceFailureKind.AccountUnknown && refusals.WasAnswered),
            PublishedAt = item => item.Post.PublishedAt,
        };
    }

    /// <summary>The list, the newest first.</summary>
    public Pages<GraphItem<TPost>> Pages { get; }

    private async Task<Page<GraphItem<TPost>>> PageAsync(string position, CancellationToken cancellationToken)
    {
        List<GraphPart> parts = [.. query.Parts.Where(part => !refused.Contains(part) && !(part.IsInsight && lacks.HasEnded))];
        GraphList<TPost>? bare = null;
        if (lacks.AnyKnown && parts.Exists(part => part.IsInsight))
        {
            // A page that holds a post known to lack something would be refused again.
            bare = await AskAsync(position, Fields(parts), cancellationToken);
            if (lacks.Concerns(Posts(bare), parts)) return await SearchedAsync(bare, parts, new GraphInsights<TPost>(parts), search => search.FromStartAsync(position, cancellationToken));
        }

        try
        {
            var whole = await AskAsync(position, parts, cancellationToken);
            return PageOf(whole, new GraphInsights<TPost>(parts).With(whole, parts), parts);
        }
        catch (SourceException e) when (parts.Count > 0 && GraphErrors.IsAboutTheParts(e))
        {
            return await InPartsAsync(position, parts, e, cancellationToken);
        }
    }

    /// <summary>A page that was refused with all its parts.</summary>
    private async Task<Page<GraphItem<TPost>>> InPartsAsync(string position, List<GraphPart> parts, SourceException failure, CancellationToken cancellationToken)
    {
        var insights = new GraphInsights<TPost>(parts);
        var bad = new Dictionary<GraphPart, SourceException>();

        // A single post shows whether one of the parts is refused, or one of the other posts. Without any part it shows
        // whether the list itself is.
        var one = await TryOneAsync(position, parts, cancellationToken);
        if (one is not null) insights.With(one, parts);
        var first = one ?? await RequestAsync(position, 1, [], cancellationToken);
        if (one is null)
        {
            foreach (var part in parts)
            {
                try
                {
                    insights.With(await RequestAsync(position, 1, [part], cancellationToken), [part]);
                }
                catch (SourceException e) when (GraphErrors.IsAboutTheParts(e))
                {
                    bad[part] = e;
                }
            }

            if (GraphErrors.IsTooLarge(failure)) size = 0;
        }

        foreach (var (part, e) in bad.Where(pair => !pair.Key.IsInsight || GraphErrors.IsUnknownMetric(pair.Value))) Refuse(part, e);
        List<GraphPart> taken = [.. parts.Where(part => !bad.ContainsKey(part))];
        Dictionary<GraphPart, SourceException> open = bad.Where(pair => !refused.Contains(pair.Key)).ToDictionary();
        var page = one is null ? await TryAsync(position, taken, cancellationToken) : null;
        if (page is not null) insights.With(page, taken);
        else page = await MetricByMetricAsync(position, taken, failure, insights, open, cancellationToken);

        if (open.Count == 0) return PageOf(page, insights, taken);
        return await SearchedAsync(page, taken, insights, search => search.AfterFirstAsync(open, one is not null, GraphAddress.PositionOf(first.Paging), failure, cancellationToken));
    }

    /// <summary>The page without insights, and what each metric alone gives of it. Metrics that are refused for the page are added to <paramref name="open"/>.</summary>
    private async Task<GraphList<TPost>> MetricByMetricAsync(
        string position, List<GraphPart> taken, SourceException failure, GraphInsights<TPost> insights, Dictionary<GraphPart, SourceException> open, CancellationToken cancellationToken)
    {
        var fields = Fields(taken);
        var page = await TryAsync(position, fields, cancellationToken);
        if (page is null)
        {
            page = await AskAsync(position, [], cancellationToken);
            foreach (var field in fields) refusals.Add($"{field.Name}, in part", failure.Failure);
            taken.RemoveAll(fields.Contains);
        }

        List<GraphPart> metrics = [.. taken.Where(part => part.IsInsight)];
        foreach (var metric in metrics)
        {
            // A single one was just refused.
            if (metrics.Count > 1 && await TryAsync(position, [metric], cancellationToken) is { } answer) insights.With(answer, [metric]);
            else open[metric] = failure;
        }

        return page;
    }

    private async Task<Page<GraphItem<TPost>>> SearchedAsync(
        GraphList<TPost> page, List<GraphPart> parts, GraphInsights<TPost> insights, Func<GraphInsightSearch<TPost>, Task> search)
    {
        var searched = new GraphInsightSearch<TPost>(Posts(page), [.. parts.Where(part => part.IsInsight)], insights, lacks, refusals, RequestAsync);
        await search(searched);
        foreach (var (metric, e) in searched.Refused) Refuse(metric, e);
        return PageOf(page, insights, parts);
    }

    private void Refuse(GraphPart part, SourceException e)
    {
        if (refused.Add(part)) refusals.Add(part.Name, e.Failure);
    }

    /// <summary>A page in the largest size that Meta answers; the size stays for the pages that follow.</summary>
    private async Task<GraphList<TPost>> AskAsync(string position, IReadOnlyList<GraphPart> parts, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await RequestAsync(position, GraphApi.PostsPerPage[size], parts, cancellationToken);
            }
            catch (SourceException e) when (size + 1 < GraphApi.PostsPerPage.Count && GraphErrors.IsTooLarge(e))
            {
                size++;
            }
        }
    }

    private async Task<GraphList<TPost>?> TryAsync(string position, IReadOnlyList<GraphPart> parts, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(position, parts, cancellationToken);
        }
        catch (SourceException e) when (GraphErrors.IsAboutTheParts(e))
        {
            return null;
        }
    }

    private async Task<GraphList<TPost>?> TryOneAsync(string position, IReadOnlyList<GraphPart> parts, CancellationToken cancellationToken)
    {
        try
        {
            // At this size it was just refused.
            return GraphApi.PostsPerPage[size] == 1 ? null : await RequestAsync(position, 1, parts, cancellationToken);
        }
        catch (SourceException e) when (GraphErrors.IsAboutTheParts(e))
        {
            return null;
        }
    }

    private Task<GraphList<TPost>> RequestAsync(string position, int limit, IReadOnlyList<GraphPart> parts, CancellationToken cancellationToken) =>
        client.ListAsync(query.Edge, query.FieldsWith(parts), limit, position, type, isLarge: limit > 1, cancellationToken);

    private static Page<GraphItem<TPost>> PageOf(GraphList<TPost> page, GraphInsights<TPost> insights, IEnumerable<GraphPart> parts)
    {
        List<GraphPart> fields = Fields(parts);
        return new([.. Posts(page).Select(post => new GraphItem<TPost>(post, insights.Of(post), fields))], GraphAddress.PositionOf(page.Paging));
    }

    private static List<GraphPart> Fields(IEnumerable<GraphPart> parts) => [.. parts.Where(part => !part.IsInsight)];

    private static IReadOnlyList<TPost> Posts(GraphList<TPost> page) => page.Data ?? [];
}
