using KpiFunctions.EndToEnd.Sources.Subjects;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>What an API gives at once, and so the fewest requests that a fetch can cost.</summary>
/// <param name="Type">The source.</param>
/// <param name="AtOnce">In words, for the page of costs.</param>
/// <param name="Fewest">From the days that were asked for and the posts that were found.</param>
internal sealed record SourceLimits(string Type, string AtOnce, Func<DayRange, IReadOnlyList<Post>, int> Fewest)
{
    /// <summary>Why more is read of a list of posts than the days need (<see cref="Beyond"/>).</summary>
    public const string NoDates = "its list of posts takes no dates, so that one page more may be read before it shows that the days are over";

    /// <summary>Why a fetch makes more requests than the fewest; null where none does.</summary>
    public string? Beyond { get; init; }

    /// <summary>One for each fetched source.</summary>
    public static IReadOnlyList<SourceLimits> All { get; } = [.. LabSources.All.Select(source => source.Limits)];

    /// <summary>An access token, where none is in memory.</summary>
    public static int Token => 1;

    public static int Own(IReadOnlyList<Post> posts, int most) => Math.Max(1, Ceiling(posts.Count(post => !post.IsMention), most));

    public static int Mentions(IReadOnlyList<Post> posts, int most) => Math.Max(1, Ceiling(posts.Count(post => post.IsMention), most));

    public static int Pieces(DayRange days, int most) => days.InPiecesOf(most).Count();

    public static int Ceiling(int count, int most) => (count + most - 1) / most;
}
