using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class LinkedInSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("linkedin", "linkedin", "linkedin", "1234567")
        {
            Refused = "organizationalEntityShareStatistics",
            Retired = "impressionCount",
            Odd = OddAnswers.LinkedIn,
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "pages are asked for by their place" },
        },
    ];

    public SourceLimits Limits { get; } = new(
        "linkedin",
        $"{LinkedInMetrics.OldestDayAge} days; {LinkedInMetrics.PostsPerPage} posts; figures of {LinkedInMetrics.FiguresPerRequest} posts of a kind",
        (_, posts) => 3 + SourceLimits.Own(posts, LinkedInMetrics.PostsPerPage)
            + posts.GroupBy(post => post.Id.StartsWith("urn:li:share:", StringComparison.Ordinal)).Sum(kind => SourceLimits.Ceiling(kind.Count(), LinkedInMetrics.FiguresPerRequest)))
    {
        Beyond = SourceLimits.NoDates,
    };
}
