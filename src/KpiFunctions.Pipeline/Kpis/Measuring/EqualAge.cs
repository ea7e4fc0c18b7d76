using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>
/// Posts go on gathering for days or weeks, so that of two weeks the older one has more by its age alone. An account whose
/// posts do so is therefore compared by what its posts had when their week was first reported. Pure.
/// </summary>
internal static class EqualAge
{
    /// <summary>How much later after its week one report may be than another: clocks change, and some digests wait for a source.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    /// <summary>
    /// An account's posts as first reported, those that were found later left out; and the weeks that were not reported at
    /// the age at which the reported week was.
    /// </summary>
    /// <param name="posts">With their figures of today, in order of publication; mentions by others stay as they are.</param>
    /// <param name="reported">The week that others are compared with.</param>
    /// <param name="zone">The client's zone, in which weeks end.</param>
    public static (IReadOnlyList<DatedPost> Posts, HashSet<IsoWeek> OtherAge) Of(IReadOnlyList<DatedPost> posts, IsoWeek reported, Zone zone)
    {
        var weeks = posts.Where(dated => !dated.Post.IsMention).GroupBy(dated => IsoWeek.Of(dated.Day))
            .Select(week => (Week: week.Key, Posts: AsReported([.. week]))).ToDictionary(week => week.Week, week => week.Posts);
        TimeSpan AgeOf(IsoWeek week) => weeks[week].Max(dated => dated.Post.FetchedAt) - zone.StartOf(week.Plus(1).Monday);

        // A week without a post has nothing that could have grown: it is compared with weeks that were reported before the next one ended.
        var age = weeks.ContainsKey(reported) ? AgeOf(reported) : TimeSpan.FromDays(reported.Days.Count) - Tolerance;
        bool IsAlike(IsoWeek week) => weeks.ContainsKey(reported) ? (AgeOf(week) - age).Duration() <= Tolerance : AgeOf(week) <= age;
        return (
            [.. posts.Where(dated => dated.Post.IsMention).Concat(weeks.Values.SelectMany(week => week)).OrderBy(dated => dated.Post.Published).ThenBy(dated => dated.Post.Id, StringComparer.Ordinal)],
            weeks.Keys.Where(week => !IsAlike(week)).ToHashSet());
    }

    /// <summary>Figures that stood in the week's first report; of a week that was not reported, those of today.</summary>
    private static IReadOnlyList<DatedPost> AsReported(IReadOnlyList<DatedPost> week) => week.Any(dated => dated.Post.AsReported is not null)
        ? [.. week.Where(dated => dated.Post.AsReported is not null).Select(dated => dated with { Post = AsReported(dated.Post, dated.Post.AsReported!) })]
        : week;

    private static Post AsReported(Post post, ReportedFigures figures) => post with { Values = figures.Values, FetchedAt = figures.FetchedAt };
}
