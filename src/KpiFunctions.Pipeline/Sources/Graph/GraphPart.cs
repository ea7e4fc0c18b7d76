namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>Something asked of each post that Meta may refuse although it gives the post: a count, or one of its insights.</summary>
/// <param name="Name">Its name in refusals.</param>
/// <param name="Text">As it stands in the request: a field, or an insight's metric.</param>
/// <param name="IsInsight">Whether it is one of the post's insights, which a single post may lack.</param>
internal sealed record GraphPart(string Name, string Text, bool IsInsight);

/// <summary>What is asked of a list of posts.</summary>
/// <param name="Edge">The list's edge, which is its name in refusals.</param>
/// <param name="Fields">Fields without which a post is none.</param>
/// <param name="Parts">Everything else.</param>
internal sealed record GraphPostQuery(string Edge, string Fields, IReadOnlyList<GraphPart> Parts)
{
    /// <summary>Whether posts of a kind have an insight, by the platform's reference; a kind is a post's <see cref="IGraphPost.Kind"/>.</summary>
    public Func<string?, GraphPart, bool> Has { get; init; } = (_, _) => true;

    /// <summary>The value of <c>fields</c>.</summary>
    public string FieldsWith(IEnumerable<GraphPart> parts)
    {
        var asked = parts.ToList();
        var metrics = string.Join(',', asked.Where(part => part.IsInsight).Select(part => part.Text));
        return string.Join(',', [Fields, .. asked.Where(part => !part.IsInsight).Select(part => part.Text), .. metrics.Length > 0 ? [$"insights.metric({metrics})"] : Array.Empty<string>()]);
    }
}

/// <summary>A post as it comes in a list.</summary>
internal interface IGraphPost
{
    string? Id { get; }

    DateTimeOffset? PublishedAt { get; }

    /// <summary>The media type, where it decides which insights there are; null where it does not.</summary>
    string? Kind { get; }

    GraphList<GraphInsight>? Insights { get; }
}

/// <summary>A post with all that was answered about it.</summary>
/// <param name="Post">The post with its fields.</param>
/// <param name="Insights">Its insights, from however many answers.</param>
/// <param name="Asked">The parts other than insights that the post was asked with.</param>
internal sealed record GraphItem<TPost>(TPost Post, IReadOnlyList<GraphInsight> Insights, IReadOnlyList<GraphPart> Asked);
