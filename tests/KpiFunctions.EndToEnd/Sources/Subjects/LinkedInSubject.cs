using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class LinkedInSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* reach$", Says("timeIntervals", "\"uniqueImpressionsCount\":\\d+", "\"uniqueImpressionsCount\":null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", Says("timeIntervals", "\"impressionCount\":\\d+", "\"impressionCount\":0")),
        [ImpossibleValue] = new("^2026.* (views|reach|reactions)$", Says("timeIntervals", "\"impressionCount\":\\d+", "\"impressionCount\":1"), Says("timeIntervals", "\"likeCount\":\\d+", "\"likeCount\":-1")),
        [LaterPageRefused] = new(AllPosts, Refuses("/posts\\?")),
        [DeadItem] = new($"{OneItem}(?!post$)", Refuses($"hareStatistics.*{Item}\\b")) { Items = "share" },
        [MissingRight] = new("^2026.* followers_gained$", Refuses("FollowerStatistics", PermissionMissing)),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("linkedin", "linkedin", "linkedin", "1234567")
        {
            Refused = "organizationalEntityShareStatistics",
            Retired = "impressionCount",
            Odd = Odd,
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "pages are asked for by their place" },
        },
    ];

    public SourceLimits Limits { get; } = new(
        "linkedin",
        $"{LinkedInMetrics.OldestDayAge} days; {LinkedInMetrics.PostsPerPage} posts; figures of {LinkedInMetrics.FiguresPerRequest} posts of a kind",
        (_, posts) => 3 + SourceLimits.Own(posts, LinkedInMetrics.PostsPerPage)
            + posts.GroupBy(post => post.Id.StartsWith("urn:li:share:", StringComparison.Ordinal)).Sum(kind => SourceLimits.Ceiling(kind.Count(), LinkedInMetrics.FiguresPerRequest)))
    {
        Beyond = SourceLimits.NoDates,
    };
}
