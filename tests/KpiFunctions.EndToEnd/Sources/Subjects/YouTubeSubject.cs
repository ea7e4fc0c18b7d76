using KpiFunctions.Pipeline.Sources.YouTube;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class YouTubeSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("youtube", "youtube", "youtube", "UC0000000201100000000001")
        {
            Refused = "likes",
            Retired = "shares",
            Odd = OddAnswers.YouTube,
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "one page holds the days' videos" },
        },
        new("youtube tokens", "youtube", "google-oauth", "UC0000000201100000000001"),
    ];

    public SourceLimits Limits { get; } = new("youtube", $"any days; {YouTubeMetrics.VideosPerPage} uploads; figures of {YouTubeMetrics.VideosPerPage} videos", (_, posts) => SourceLimits.Token + 2 + 2 * SourceLimits.Own(posts, YouTubeMetrics.VideosPerPage))
    {
        Beyond = "a video that waited for its hour stands further down in the list of uploads, so that one page more is read",
    };
}
