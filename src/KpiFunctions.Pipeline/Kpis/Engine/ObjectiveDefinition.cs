using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Figures;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What a kind of objective is computed from.</summary>
internal sealed record ObjectiveDefinition(ObjectiveKind Kind)
{
    /// <summary>The figures that the verdict rests on, and that targets may name.</summary>
    public required IReadOnlyList<FigureDefinition> Primary { get; init; }

    /// <summary>The figures that explain them; one that no source delivers explains nothing, and is not shown.</summary>
    public IReadOnlyList<FigureDefinition> Explaining { get; init; } = [];

    /// <summary>What the week's posts are shown for: the first of them that any post has.</summary>
    public IReadOnlyList<Metric> PostsShownBy { get; init; } = [];

    /// <summary>What kinds of posts are compared by in advice; null where posts do not serve the objective.</summary>
    public Metric? PostsComparedBy { get; init; }

    /// <summary>Whether what people said is shown, thread by thread.</summary>
    public bool ShowsThreads { get; init; }

    /// <summary>Whether it is shown where visits come from.</summary>
    public bool ShowsTraffic { get; init; }

    /// <summary>What an account brought for the objective, for its costs; null where a cost has no such result.</summary>
    public Func<ClientData, AccountWeek, Result?>? ResultOf { get; init; }
}
