using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>
/// Which posts are known to lack insights: by the platform's reference, by an earlier fetch, or found by this one. What is
/// found is recorded under names that a later fetch is told to skip, and so finds without a single refused request.
/// </summary>
internal sealed class GraphLacks
{
    private const string One = "insights of ";
    private const string AndEarlier = " and earlier";

    /// <summary>Posts that are named one by one in a fetch; what is beyond is named together.</summary>
    private const int MostNamed = 8;

    private readonly GraphPostQuery query;
    private readonly HashSet<string> posts = new(StringComparer.Ordinal);
    private readonly HashSet<(string Kind, GraphPart Metric)> kinds = [];
    private readonly string? end;
    private int named;

    /// <param name="skip">What was refused lately.</param>
    public GraphLacks(GraphPostQuery query, IReadOnlySet<string> skip)
    {
        this.query = query;
        foreach (var name in skip)
        {
            if (name.StartsWith(One, StringComparison.Ordinal) && name.EndsWith(AndEarlier, StringComparison.Ordinal)) end = name[One.Length..^AndEarlier.Length];
            else if (name.StartsWith(One, StringComparison.Ordinal)) posts.Add(name[One.Length..]);
            else if (query.Parts.FirstOrDefault(part => part.IsInsight && name.StartsWith(part.Name + ", ", StringComparison.Ordinal)) is { } metric) kinds.Add((name[(metric.Name.Length + 2)..], metric));
        }
    }

    /// <summary>Whether an earlier fetch, or an earlier page of this one, has found something.</summary>
    public bool AnyKnown => posts.Count > 0 || kinds.Count > 0 || end is not null;

    /// <summary>Whether every post that follows in the list is older than the account's conversion, and so has no insights.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether a page holds a post that is known to lack something that is asked for.</summary>
    public bool Concerns(IEnumerable<IGraphPost> page, IReadOnlyList<GraphPart> parts) => page.Any(post => IsEnd(post) || OfPost(post, parts).Count < parts.Count(part => part.IsInsight));

    /// <summary>Whether a post was found to be older than the account's conversion.</summary>
    public bool IsEnd(IGraphPost post) => end is not null && post.Id == end;

    /// <summary>The insights that a post is not known to lack.</summary>
    public IReadOnlyList<GraphPart> OfPost(IGraphPost post, IEnumerable<GraphPart> parts) => post.Id is { } id && posts.Contains(id) ? []
        : [.. parts.Where(part => part.IsInsight && query.Has(post.Kind, part) && !(post.Kind is { } kind && kinds.Contains((kind, part))))];

    /// <summary>Records that a post, and every post that is older, has no insights.</summary>
    public void EndAt(IGraphPost post, SourceException e, Protocol.Refusals refusals)
    {
        if (!HasEnded) refusals.Add($"{One}{post.Id}{AndEarlier}", e.Failure);
        HasEnded = true;
    }

    /// <summary>Ends without a record: it is known from an earlier fetch.</summary>
    public void End() => HasEnded = true;

    /// <summary>Records that a post has no insights.</summary>
    public void Add(IGraphPost post, SourceException e, Protocol.Refusals refusals)
    {
        if (post.Id is not { } id || !posts.Add(id)) return;
        if (++named <= MostNamed) refusals.Add(One + id, e.Failure);
        else if (named == MostNamed + 1) AddSome(e, refusals);
    }

    /// <summary>Records that posts of a kind have no such insight.</summary>
    public void Add(string kind, GraphPart metric, SourceException e, Protocol.Refusals refusals)
    {
        if (kinds.Add((kind, metric))) refusals.Add($"{metric.Name}, {kind}", e.Failure);
    }

    /// <summary>Records that posts are without insights that might have them.</summary>
    public void AddSome(SourceException e, Protocol.Refusals refusals) => refusals.Add($"insights, some of {query.Edge}", e.Failure);
}
