using KpiFunctions.Pipeline.Sources.Mastodon;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class MastodonSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* reactions$", SaysOnce("/statuses", "\"favourites_count\":\\d+", "\"favourites_count\":null")) { IsLeftOut = true },
        [ImpossibleValue] = new(" (reactions|followers)$", Says(Any, "\"(favourites_count|followers_count)\":\\d+", "\"$1\":-1")),
        [LaterPageRefused] = new(AllPosts, Refuses("/statuses")),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("mastodon", "mastodon", "mastodon", "confiserie@mastodon.example")
        {
            Retired = "favourites_count",
            Odd = Odd,
            Without = new Dictionary<FaultKind, string> { [FaultKind.ContradictoryParts] = LabSubject.NoParts, [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("mastodon", $"{MastodonMetrics.PostsPerPage} posts", (_, posts) => 1 + SourceLimits.Own(posts, MastodonMetrics.PostsPerPage))
    {
        Beyond = SourceLimits.NoDates,
    };
}
