using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class FacebookSubject : ILabSource
{
    /// <summary>Days that Meta takes from since to until, for insights of pages.</summary>
    private const int PageDays = 90;

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("facebook", "facebook", "facebook", "201100000000001") { Refused = "page_media_view", Retired = "page_media_view", Odd = OddAnswers.Facebook },
    ];

    public SourceLimits Limits { get; } = new(
        "facebook",
        $"{PageDays} days of one kind of period; {GraphApi.MentionsPerPage} mentions; {GraphApi.PostsPerPage[0]} posts with their insights",
        (days, posts) => SourceLimits.Mentions(posts, GraphApi.MentionsPerPage)
            + FacebookMetrics.OfPage.Select(metric => metric.Period).Distinct().Count() * SourceLimits.Pieces(days, PageDays) + SourceLimits.Own(posts, GraphApi.PostsPerPage[0]));
}
