using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class FacebookSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* views$", SaysOnce("/insights", FirstOf("page_media_view"), "${series}null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("/insights", FirstOf("page_media_view"), "${series}0")),
        [ImpossibleValue] = new("^2026.* (views|reach|followers)$", SaysOnce("/insights", FirstOf("page_media_view"), "${series}1"), SaysOnce("/insights", FirstOf("page_follows"), "${series}-1")),
        [PageTooLarge] = new(null, Refuses("/posts\\?.*limit=(25|10)\\b", PageTooLarge)),
        [LaterPageRefused] = new(AllPosts, Refuses("/posts\\?")),
        [DeadItem] = new($"{OneItem}(views|reach|clicks)$", Refuses("/posts\\?.*insights\\.metric") with { Found = $"\"id\":\"{Item}\"" }),
        [MissingRight] = new(
            "^2026.* views$|^post .* (comments|reactions)$",
            Refuses("/insights\\?.*page_media_view", PermissionMissing),
            Refuses("/posts\\?.*(comments|reactions)\\.", PermissionMissing)),
    };

    /// <summary>Days that Meta takes from since to until, for insights of pages.</summary>
    private const int PageDays = 90;

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("facebook", "facebook", "facebook", "201100000000001") { Refused = "page_media_view", Retired = "page_media_view", Odd = Odd },
    ];

    public SourceLimits Limits { get; } = new(
        "facebook",
        $"{PageDays} days of one kind of period; {GraphApi.MentionsPerPage} mentions; {GraphApi.PostsPerPage[0]} posts with their insights",
        (days, posts) => SourceLimits.Mentions(posts, GraphApi.MentionsPerPage)
            + FacebookMetrics.OfPage.Select(metric => metric.Period).Distinct().Count() * SourceLimits.Pieces(days, PageDays) + SourceLimits.Own(posts, GraphApi.PostsPerPage[0]));
}
