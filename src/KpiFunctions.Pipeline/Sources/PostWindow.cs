using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>The posts of the days that were asked for, out of a list that a platform gives newest first.</summary>
internal sealed class PostWindow(SourceRequest request)
{
    /// <summary>So few posts may all stand out of their order.</summary>
    private const int Few = 10;

    private readonly DateTimeOffset since = request.Zone.StartOf(request.Days.First);
    private readonly DateTimeOffset until = request.Zone.StartOf(request.Days.Last.AddDays(1));
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Those within the days, each once.</summary>
    public IReadOnlyList<Post> Within(IEnumerable<Post?> posts) =>
        [.. posts.OfType<Post>().Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];

    /// <summary>Whether a page reaches before the days: what follows is older still.</summary>
    public bool IsPassedBy(IEnumerable<Post?> page) => ReachesBefore(since, page.OfType<Post>().Select(post => (DateTimeOffset?)post.Published));

    /// <summary>
    /// Whether a page of a list, the newest first, reaches before an instant. Its second half decides, because a post may
    /// stand out of its order; of a page of a few posts all of them.
    /// </summary>
    /// <param name="page">When each was published; null of one that does not say, which may be new.</param>
    public static bool ReachesBefore(DateTimeOffset since, IEnumerable<DateTimeOffset?> page)
    {
        var times = page.ToList();
        return times.Count > 0 && times.Skip(times.Count < Few ? 0 : times.Count / 2).All(time => time < since);
    }

    /// <summary>A list that repeats itself, or does not end.</summary>
    public static Refusal BrokenOff(string what, string platform) =>
        new(what, new(SourceFailureKind.AnswerUnreadable, $"{platform}'s list repeats itself before its end: what comes after is not known."));
}
