namespace KpiFunctions.Simulator.World;

/// <summary>A post, with its figures for all time: the world has no half-grown posts.</summary>
internal sealed record PagePost
{
    /// <summary>The number after the page's, from which the day and the place in it can be read back.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Published { get; init; }

    public required PostKind Kind { get; init; }

    public required string Text { get; init; }

    public required long Reach { get; init; }

    public required long Views { get; init; }

    public required long Reactions { get; init; }

    public required long Comments { get; init; }

    public required long Shares { get; init; }

    public required long Clicks { get; init; }
}

internal enum PostKind
{
    Photo,
    Video,
    Link,
    Status,
}

/// <summary>A post of another page that names this one.</summary>
internal sealed record PageMention(string Id, DateTimeOffset Published, string FromId, string FromName, string Text);

/// <summary>One comment under a post.</summary>
internal sealed record PageComment(string Id, DateTimeOffset Published, string Text, long Likes);
