using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class XSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* views$", SaysOnce("/tweets", "\"impression_count\":\\d+", "\"impression_count\":null")) { IsLeftOut = true },
        [ImpossibleValue] = new("^post .* reactions$", Says("/tweets", "\"like_count\":\\d+", "\"like_count\":-1")),
        [LaterPageRefused] = new(AllPosts, Refuses("/tweets")),
        [MissingRight] = new("^2026.* mentions$|^post .* post$", Refuses("/mentions", PermissionMissing)),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("x", "x", "x", "confiserie")
        {
            Retired = "impression_count",
            Odd = Odd,
            Without = new Dictionary<FaultKind, string> { [FaultKind.ContradictoryParts] = LabSubject.NoParts, [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("x", $"{XMetrics.MostPosts} posts or mentions", (_, posts) => 1 + SourceLimits.Own(posts, XMetrics.MostPosts) + SourceLimits.Mentions(posts, XMetrics.MostPosts));
}
