using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class BlueskySubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* reactions$", SaysOnce("getAuthorFeed", "\"likeCount\":\\d+", "\"likeCount\":null")) { IsLeftOut = true },
        [ImpossibleValue] = new(" (reactions|followers)$", Says(Any, "\"(likeCount|followersCount)\":\\d+", "\"$1\":-1")),
        [LaterPageRefused] = new(AllPosts, Refuses("getAuthorFeed")),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("bluesky", "bluesky", "bluesky", "confiserie.bsky.example")
        {
            Retired = "likeCount",
            Odd = Odd,
            Without = new Dictionary<FaultKind, string> { [FaultKind.ContradictoryParts] = LabSubject.NoParts, [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("bluesky", $"{BlueskyMetrics.PostsPerPage} posts", (_, posts) => 1 + SourceLimits.Own(posts, BlueskyMetrics.PostsPerPage));
}
