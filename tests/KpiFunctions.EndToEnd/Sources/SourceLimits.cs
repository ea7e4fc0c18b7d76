using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Pipeline.Sources.Facebook;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Instagram;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Pipeline.Sources.Mastodon;
using KpiFunctions.Pipeline.Sources.Matomo;
using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Pipeline.Sources.YouTube;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>What an API gives at once, and so the fewest requests that a fetch can cost.</summary>
/// <param name="Type">The source.</param>
/// <param name="AtOnce">In words, for the page of costs.</param>
/// <param name="Fewest">From the days that were asked for and the posts that were found.</param>
internal sealed record SourceLimits(string Type, string AtOnce, Func<DayRange, IReadOnlyList<Post>, int> Fewest)
{
    /// <summary>Days that Meta takes from since to until, for insights of pages and of professional accounts.</summary>
    private const int PageDays = 90;
    private const int AccountDays = 30;

    private const string NoDates = "its list of posts takes no dates, so that one page more may be read before it shows that the days are over";

    /// <summary>Why a fetch makes more requests than the fewest; null where none does.</summary>
    public string? Beyond { get; init; }

    /// <summary>One for each fetched source.</summary>
    public static IReadOnlyList<SourceLimits> All { get; } =
    [
        new("bluesky", $"{BlueskyMetrics.PostsPerPage} posts", (_, posts) => 1 + Own(posts, BlueskyMetrics.PostsPerPage)),
        new(
            "facebook",
            $"{PageDays} days of one kind of period; {GraphApi.MentionsPerPage} mentions; {GraphApi.PostsPerPage[0]} posts with their insights",
            (days, posts) => Mentions(posts, GraphApi.MentionsPerPage)
                + FacebookMetrics.OfPage.Select(metric => metric.Period).Distinct().Count() * Pieces(days, PageDays) + Own(posts, GraphApi.PostsPerPage[0])),
        new("google-analytics", "any days; five reports in a batch", (_, _) => Token + 1)
        {
            Beyond = "`batchRunReports` would take all reports at once, but the [answer of a batch](https://developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/properties/batchRunReports) has one report for each request and no place for an error of one: a metric that is refused would cost them all",
        },
        new(
            "instagram",
            $"{AccountDays} days; totals of one day, or of one week; {GraphApi.MentionsPerPage} tags; {GraphApi.PostsPerPage[0]} posts with their insights",
            (days, posts) => 1 + Mentions(posts, GraphApi.MentionsPerPage) + Pieces(days, AccountDays) + InstagramMetrics.Traits.LookBackDays
                + Math.Clamp(days.Count / 7, InstagramMetrics.WeeksReadAgain, InstagramMetrics.WeeksAtFirst) + Own(posts, GraphApi.PostsPerPage[0]))
        {
            Beyond = $"{NoDates}, and the month of new followers lies across two windows",
        },
        new(
            "linkedin",
            $"{LinkedInMetrics.OldestDayAge} days; {LinkedInMetrics.PostsPerPage} posts; figures of {LinkedInMetrics.FiguresPerRequest} posts of a kind",
            (_, posts) => 3 + Own(posts, LinkedInMetrics.PostsPerPage)
                + posts.GroupBy(post => post.Id.StartsWith("urn:li:share:", StringComparison.Ordinal)).Sum(kind => Ceiling(kind.Count(), LinkedInMetrics.FiguresPerRequest)))
        {
            Beyond = NoDates,
        },
        new("mastodon", $"{MastodonMetrics.PostsPerPage} posts", (_, posts) => 1 + Own(posts, MastodonMetrics.PostsPerPage))
        {
            Beyond = NoDates,
        },
        new("matomo", $"{MatomoMetrics.Traits.MaxDaysPerRequest} days of all reports", (days, _) => Pieces(days, MatomoMetrics.Traits.MaxDaysPerRequest)),
        new("tiktok", $"{TikTokMetrics.OldestDayAge} days, and none before; {TikTokMetrics.VideosPerPage} videos", (_, posts) => Token + 1 + Own(posts, TikTokMetrics.VideosPerPage))
        {
            Beyond = NoDates,
        },
        new("x", $"{XMetrics.MostPosts} posts or mentions", (_, posts) => 1 + Own(posts, XMetrics.MostPosts) + Mentions(posts, XMetrics.MostPosts)),
        new("youtube", $"any days; {YouTubeMetrics.VideosPerPage} uploads; figures of {YouTubeMetrics.VideosPerPage} videos", (_, posts) => Token + 2 + 2 * Own(posts, YouTubeMetrics.VideosPerPage))
        {
            Beyond = "a video that waited for its hour stands further down in the list of uploads, so that one page more is read",
        },
    ];

    /// <summary>An access token, where none is in memory.</summary>
    private static int Token => 1;

    private static int Own(IReadOnlyList<Post> posts, int most) => Math.Max(1, Ceiling(posts.Count(post => !post.IsMention), most));

    private static int Mentions(IReadOnlyList<Post> posts, int most) => Math.Max(1, Ceiling(posts.Count(post => post.IsMention), most));

    private static int Pieces(DayRange days, int most) => days.InPiecesOf(most).Count();

    private static int Ceiling(int count, int most) => (count + most - 1) / most;
}
