using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class BlueskySubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("bluesky", "bluesky", "bluesky", "confiserie.bsky.example")
        {
            Retired = "likeCount",
            Odd = OddAnswers.Bluesky,
            Without = new Dictionary<FaultKind, string> { [FaultKind.ContradictoryParts] = LabSubject.NoParts, [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("bluesky", $"{BlueskyMetrics.PostsPerPage} posts", (_, posts) => 1 + SourceLimits.Own(posts, BlueskyMetrics.PostsPerPage));
}
