using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>One fetch of one account: the world as it stands then, and what is asked of it.</summary>
/// <param name="World">Late or restated where the platform is.</param>
/// <param name="Zone">The client's zone.</param>
/// <param name="Unsaid">What is not told, by the names of <see cref="OddAnswer.Metrics"/>.</param>
/// <param name="Oldest">Figures of days before it decide nothing, and are left out.</param>
internal sealed record Asking(SimulatedWorld World, string Zone, IReadOnlySet<string> Unsaid, DateOnly Oldest)
{
    /// <summary>Whole weeks before the present one that a first fetch asks for.</summary>
    private const int WeeksAtFirst = 14;

    public DateTimeOffset Now => World.Now;

    /// <summary>The client's day; it is not over.</summary>
    public DateOnly Today => WorldZones.DayAt(Zone, Now);

    /// <summary>The first day that is asked for.</summary>
    /// <param name="lookBack">Days before the newest answered one that are asked for again.</param>
    public DateOnly First(Told told, int lookBack)
    {
        var first = told.AnsweredThrough is { } answered
            ? answered.AddDays(1 - lookBack)
            : Today.AddDays(-(((int)Today.DayOfWeek + 6) % 7)).AddDays(-7 * WeeksAtFirst);
        return Earlier(first, Today);
    }

    /// <summary>Whether a metric is told; <c>post:</c> before one of posts.</summary>
    public bool Tells(string metric) => !Unsaid.Contains(metric);

    /// <summary>The days from one to another that may decide a figure.</summary>
    public IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) => Each(Later(first, Oldest), last);

    /// <summary>Tells a metric of some days.</summary>
    public void Tell(Told told, IEnumerable<DateOnly> days, string metric, Func<DateOnly, double> valueOf)
    {
        if (!Tells(metric)) return;
        foreach (var day in days) told.Set(day, metric, valueOf(day));
    }

    /// <summary>Tells the posts that were published since a day, in the client's zone or in the platform's, whichever is earlier.</summary>
    /// <param name="first">The first day.</param>
    /// <param name="platform">The zone of the platform's days; null where it has none.</param>
    /// <param name="postsOn">The posts of a day of the account's own.</param>
    /// <param name="figures">A post's figures by metric.</param>
    public void TellPosts(Told told, DateOnly first, string? platform, Func<DateOnly, IEnumerable<PagePost>> postsOn, Func<PagePost, (string Metric, double Value)[]> figures)
    {
        var since = WorldZones.StartOf(Zone, first);
        if (platform is not null && WorldZones.StartOf(platform, first) is var there && there < since) since = there;
        foreach (var post in Each(first.AddDays(-2), Today.AddDays(2)).SelectMany(postsOn).Where(post => post.Published >= since && post.Published <= Now))
            told.Set(post.Id, post.Published, figures(post).Where(figure => Tells($"post:{figure.Metric}")));
    }

    /// <summary>The first day of the posts that are read again at every fetch.</summary>
    public DateOnly PostsFrom(DateOnly first, int lookBack) => Earlier(first, Today.AddDays(-lookBack));

    /// <summary>The days from one to another.</summary>
    public static IEnumerable<DateOnly> Each(DateOnly first, DateOnly last) => Enumerable.Range(0, Math.Max(0, last.DayNumber - first.DayNumber + 1)).Select(first.AddDays);

    public static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    public static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;

    /// <summary>A function of the day that is worked out once.</summary>
    public static Func<DateOnly, T> Once<T>(Func<DateOnly, T> of)
    {
        var known = new Dictionary<DateOnly, T>();
        return day => known.TryGetValue(day, out var value) ? value : known[day] = of(day);
    }
}
