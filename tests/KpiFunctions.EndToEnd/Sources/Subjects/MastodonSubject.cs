using KpiFunctions.Pipeline.Sources.Mastodon;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class MastodonSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("mastodon", "mastodon", "mastodon", "confiserie@mastodon.example")
        {
            Retired = "favourites_count",
            Odd = OddAnswers.Mastodon,
            Without = new Dictionary<FaultKind, string> { [FaultKind.ContradictoryParts] = LabSubject.NoParts, [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("mastodon", $"{MastodonMetrics.PostsPerPage} posts", (_, posts) => 1 + SourceLimits.Own(posts, MastodonMetrics.PostsPerPage))
    {
        Beyond = SourceLimits.NoDates,
    };
}
