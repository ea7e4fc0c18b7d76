using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class TikTokSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* reach$", SaysOnce("business/get", "\"unique_video_views\":\\d+", "\"unique_video_views\":null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("business/get", "\"video_views\":\\d+", "\"video_views\":0")),
        [ImpossibleValue] = new("^2026.* (views|reach|reactions)$", SaysOnce("business/get", "\"video_views\":\\d+", "\"video_views\":1"), SaysOnce("business/get", "\"likes\":\\d+", "\"likes\":-1")),
        [LaterPageRefused] = new(AllPosts, Refuses("video/list")),
        [MissingRight] = new(" reactions$", Refuses("fields=.*\"likes\"", PermissionMissing)),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("tiktok", "tiktok", "tiktok", "_000201100000000001")
        {
            Refused = "likes",
            Retired = "shares",
            Odd = Odd,
            Figures = "business/get",
            Without = new Dictionary<FaultKind, string> { [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("tiktok", $"{TikTokMetrics.OldestDayAge} days, and none before; {TikTokMetrics.VideosPerPage} videos", (_, posts) => SourceLimits.Token + 1 + SourceLimits.Own(posts, TikTokMetrics.VideosPerPage))
    {
        Beyond = SourceLimits.NoDates,
    };
}
