using KpiFunctions.Pipeline.Sources.YouTube;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class YouTubeSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new("^2026.* views$", SaysOnce("/v2/reports", "\\[\"(?<day>[\\d-]{10})\",\\d+", "[\"${day}\",null")) { IsLeftOut = true },
        [ContradictoryParts] = new("^2026.* views$", SaysOnce("/v2/reports", "\\[\"(?<day>[\\d-]{10})\",\\d+", "[\"${day}\",0")),
        [ImpossibleValue] = new("^2026.* views$|^post .* reactions$", SaysOnce("/v2/reports", "\\[\"(?<day>[\\d-]{10})\",\\d+", "[\"${day}\",-1"), Says("/videos", "\"likeCount\":\"\\d+\"", "\"likeCount\":\"-1\"")),
        [LaterPageRefused] = new(AllPosts, Refuses("/playlistItems")),
        [DeadItem] = new(OneItem, Says("/videos", $"\\{{\"kind\":\"youtube#video\",\"id\":\"{Item}\".*?\"commentCount\":\"\\d+\"\\}}\\}},?", "")) { IsLeftOut = true },
        [MissingRight] = new("^2026.* reactions$", Refuses("/v2/reports.*metrics=[^&]*likes", PermissionMissing)),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("youtube", "youtube", "youtube", "UC0000000201100000000001")
        {
            Refused = "likes",
            Retired = "shares",
            Odd = Odd,
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "one page holds the days' videos" },
        },
        new("youtube tokens", "youtube", "google-oauth", "UC0000000201100000000001"),
    ];

    public SourceLimits Limits { get; } = new("youtube", $"any days; {YouTubeMetrics.VideosPerPage} uploads; figures of {YouTubeMetrics.VideosPerPage} videos", (_, posts) => SourceLimits.Token + 2 + 2 * SourceLimits.Own(posts, YouTubeMetrics.VideosPerPage))
    {
        Beyond = "a video that waited for its hour stands further down in the list of uploads, so that one page more is read",
    };
}
