using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>The posts of the days that were asked for, out of a list that a platform gives newest first.</summary>
internal sealed class PostWindow(SourceRequest request)
{
    private readonly DateTimeOffset since = request.Zone.StartOf(request.Days.First);
    private readonly DateTimeOffset until = request.Zone.StartOf(request.Days.Last.AddDays(1));
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Those within the days, each once.</summary>
    public IReadOnlyList<Post> Within(IEnumerable<Post?> posts) =>
        [.. posts.OfType<Post>().Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];

    /// <summary>
    /// Whether a page reaches before the days: what follows is older still. Its second half decides, because a post may
    /// stand out of its order.
    /// </summary>
    public bool IsPassedBy(IEnumerable<Post?> page) =>
        page.OfType<Post>().ToList() is { Count: > 0 } posts && posts.Skip(posts.Count / 2).All(post => post.Published < since);

    /// <summary>A list that repeats itself, or does not end.</summary>
    public static Refusal BrokenOff(string what, string platform) =>
        new(what, new(SourceFailureKind.AnswerUnreadable, $"{platform}'s list repeats itself before its end: what comes after is not known."));
}
