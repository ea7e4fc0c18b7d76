namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>The insights of a page's posts, collected from several answers.</summary>
internal sealed class GraphInsights<TPost>(IEnumerable<GraphPart> parts)
    where TPost : class, IGraphPost
{
    private readonly HashSet<string> known = [.. parts.Where(part => part.IsInsight).Select(part => part.Text)];
    private readonly Dictionary<string, Dictionary<string, GraphInsight>> byPost = new(StringComparer.Ordinal);

    /// <summary>Adds what an answer holds of the metrics that it was asked with.</summary>
    public GraphInsights<TPost> With(GraphList<TPost> answer, IEnumerable<GraphPart> asked)
    {
        HashSet<string> names = [.. asked.Where(part => part.IsInsight).Select(part => part.Text)];
        foreach (var post in answer.Data ?? [])
        {
            if (post.Id is not { } id || post.Insights is null) continue;
            if (!byPost.TryGetValue(id, out var insights)) byPost[id] = insights = new(StringComparer.Ordinal);
            foreach (var insight in post.Insights.Data ?? [])
                if (insight.Name is { } name && names.Contains(name) && known.Contains(name)) insights[name] = insight;
        }

        return this;
    }

    /// <summary>What is known of a post.</summary>
    public IReadOnlyList<GraphInsight> Of(TPost post) => post.Id is { } id && byPost.TryGetValue(id, out var insights) ? [.. insights.Values] : [];
}
