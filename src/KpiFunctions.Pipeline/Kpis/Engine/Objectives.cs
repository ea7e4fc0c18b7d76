using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Figures;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What each kind of objective shows: one row a kind.</summary>
public static class Objectives
{
    internal static readonly IReadOnlyList<ObjectiveDefinition> All =
    [
        new(ObjectiveKind.Awareness)
        {
            Primary = [Reach.Definition, Mentions.Definition],
            Explaining = [Views.Definition, PublicViews.Definition, ReachPerPost.Definition, Posts.Definition],
            PostsShownBy = [Metrics.Reach, Metrics.Views],
            PostsComparedBy = Metrics.Reach,
            ResultOf = Results.PeopleReached,
        },
        new(ObjectiveKind.Image)
        {
            Primary = [FollowerGrowth.Definition],
            Explaining = [Followers.Definition, EngagementRate.Definition],
            PostsShownBy = [Metrics.Reactions],
            PostsComparedBy = Metrics.Reactions,
            ResultOf = Results.NewFollowers,
        },
        new(ObjectiveKind.GoogleIndependence)
        {
            Primary = [GoogleShare.Definition, EffectiveSources.Definition],
            Explaining = [Sessions.Definition, SocialShare.Definition],
            ShowsTraffic = true,
            ResultOf = Results.Visits,
        },
        new(ObjectiveKind.Offers)
        {
            Primary = [Discussions.Definition, DiscussionsPerPost.Definition],
            Explaining = [Posts.Definition],
            ShowsThreads = true,
            PostsComparedBy = Metrics.Comments,
            ResultOf = Results.Discussions,
        },
        new(ObjectiveKind.Sales)
        {
            Primary = [Conversions.Definition, Revenue.Definition, SocialConversionShare.Definition],
            Explaining = [AssistedBySocial.Definition, ConversionRate.Definition, Sessions.Definition],
            ShowsTraffic = true,
            ResultOf = Results.Conversions,
        },
        new(ObjectiveKind.Custom) { Primary = [OwnFormula.Definition] },
    ];

    /// <summary>What configs may declare.</summary>
    public static readonly IReadOnlyList<ObjectiveTraits> Traits = [.. All.Select(row => new ObjectiveTraits(row.Kind, [.. row.Primary.Select(figure => figure.Traits).OfType<FigureTraits>()]))];

    /// <summary>Every figure that is computed, by name; a client's own formulas are not among them.</summary>
    public static readonly IReadOnlyDictionary<string, FigureTraits> Figures = All.SelectMany(row => row.Primary.Concat(row.Explaining))
        .Select(figure => figure.Traits).OfType<FigureTraits>().Distinct().ToDictionary(traits => traits.Name, StringComparer.Ordinal);

    internal static ObjectiveDefinition Of(ObjectiveKind kind) => All.Single(row => row.Kind == kind);
}
