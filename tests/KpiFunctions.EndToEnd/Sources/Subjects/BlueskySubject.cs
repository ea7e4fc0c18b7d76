using KpiFunctions.Pipeline.Sources.Bluesky;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class BlueskySubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("bluesky", "bluesky", "bluesky", "confiserie.bsky.example") { Retired = "likeCount" },
    ];

    public SourceLimits Limits { get; } = new("bluesky", $"{BlueskyMetrics.PostsPerPage} posts", (_, posts) => 1 + SourceLimits.Own(posts, BlueskyMetrics.PostsPerPage));
}
