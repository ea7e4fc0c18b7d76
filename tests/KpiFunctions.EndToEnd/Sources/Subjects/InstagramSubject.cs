using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class InstagramSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^post .* reactions$", SaysOnce("/media\\?", "\"like_count\":\\d+,", "")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("total_value", FirstOf("views"), "${series}0")),
        [ImpossibleValue] = new("^2026.* (views|reach)$|^post .* reactions$", SaysOnce("total_value", FirstOf("views"), "${series}1"), SaysOnce("/media\\?", "\"like_count\":\\d+", "\"like_count\":-1")),
        [PageTooLarge] = new(null, Refuses("/media\\?.*limit=(25|10)\\b", PageTooLarge)),
        [LaterPageRefused] = new(AllPosts, Refuses("/media\\?")),
        [DeadItem] = new($"{OneItem}(views|reach|saves|shares)$", Refuses("/media\\?.*insights\\.metric") with { Found = $"\"id\":\"{Item}\"" }),
        [MissingRight] = new("^2026.* views$", Refuses("/insights\\?.*metric=[^&]*views", PermissionMissing)),
    };

    /// <summary>Days that Meta takes from since to until, for insights of professional accounts.</summary>
    private const int AccountDays = 30;

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("instagram", "instagram", "facebook", "17841400000000001") { Refused = "views", Retired = "follower_count", Odd = Odd },
    ];

    public SourceLimits Limits { get; } = new(
        "instagram",
        $"{AccountDays} days; totals of one day, or of one week; {GraphApi.MentionsPerPage} tags; {GraphApi.PostsPerPage[0]} posts with their insights",
        (days, posts) => 1 + SourceLimits.Mentions(posts, GraphApi.MentionsPerPage) + SourceLimits.Pieces(days, AccountDays) + InstagramMetrics.Traits.LookBackDays
            + Math.Clamp(days.Count / 7, InstagramMetrics.WeeksReadAgain, InstagramMetrics.WeeksAtFirst) + SourceLimits.Own(posts, GraphApi.PostsPerPage[0]))
    {
        Beyond = $"{SourceLimits.NoDates}, and the month of new followers lies across two windows",
    };
}
