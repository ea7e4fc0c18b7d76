using KpiFunctions.Pipeline.Sources.X;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class XSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("x", "x", "x", "confiserie") { Retired = "impression_count" },
    ];

    public SourceLimits Limits { get; } = new("x", $"{XMetrics.MostPosts} posts or mentions", (_, posts) => 1 + SourceLimits.Own(posts, XMetrics.MostPosts) + SourceLimits.Mentions(posts, XMetrics.MostPosts));
}
