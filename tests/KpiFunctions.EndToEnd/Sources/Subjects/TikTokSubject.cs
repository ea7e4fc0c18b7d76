using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class TikTokSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("tiktok", "tiktok", "tiktok", "_000201100000000001")
        {
            Refused = "likes",
            Retired = "shares",
            Odd = OddAnswers.TikTok,
            Figures = "business/get",
            Without = new Dictionary<FaultKind, string> { [FaultKind.DeadItem] = LabSubject.LeavesOut },
        },
    ];

    public SourceLimits Limits { get; } = new("tiktok", $"{TikTokMetrics.OldestDayAge} days, and none before; {TikTokMetrics.VideosPerPage} videos", (_, posts) => SourceLimits.Token + 1 + SourceLimits.Own(posts, TikTokMetrics.VideosPerPage))
    {
        Beyond = SourceLimits.NoDates,
    };
}
