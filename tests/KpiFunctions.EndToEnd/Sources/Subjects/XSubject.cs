using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class XSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("x", "x", "x", "confiserie")
        {
            Retired = "impression_count",
            Odd = OddAnswers.X,
            Without = new Dictionary<FaultKind, string> { [FaultKind.ContradictoryParts] = LabSubject.NoParts, [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("x", $"{XMetrics.MostPosts} posts or mentions", (_, posts) => 1 + SourceLimits.Own(posts, XMetrics.MostPosts) + SourceLimits.Mentions(posts, XMetrics.MostPosts));
}
