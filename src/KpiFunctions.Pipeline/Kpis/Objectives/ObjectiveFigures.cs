namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>What an objective's own file finds: all but the verdict and the actions, which are the same for each.</summary>
internal sealed record ObjectiveFigures
{
    public required IReadOnlyList<Kpi> Primary { get; init; }

    public required IReadOnlyList<Kpi> Explaining { get; init; }

    public IReadOnlyList<PostHighlight> Posts { get; init; } = [];

    public IReadOnlyList<DiscussionThread> Threads { get; init; } = [];

    public bool AsksForTraffic { get; init; }
}
