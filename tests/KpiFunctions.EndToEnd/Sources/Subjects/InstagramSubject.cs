using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Instagram;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class InstagramSubject : ILabSource
{
    /// <summary>Days that Meta takes from since to until, for insights of professional accounts.</summary>
    private const int AccountDays = 30;

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("instagram", "instagram", "facebook", "17841400000000001") { Refused = "views", Retired = "follower_count", Odd = OddAnswers.Instagram },
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
