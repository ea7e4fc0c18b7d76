using KpiFunctions.Calibration.Recomputing.Telling;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>One account in one week, by the rules of <c>docs/kpis/README.md</c>. What is not known, or not known whole, is null.</summary>
internal sealed class AccountWeekTold(Told told, DateOnly monday)
{
    /// <summary>How old a level before the week may be, counted from the week's last level.</summary>
    private const int OldestLevel = 14;

    /// <summary>The first days of definitions: what lies on both sides of one is not added up.</summary>
    private static readonly Dictionary<(string Source, string Metric), DateOnly[]> Redefined = new()
    {
        [("youtube", "views")] = [new(2025, 3, 31), new(2026, 8, 24)],
    };

    private readonly DateOnly sunday = monday.AddDays(6);

    public Told Told => told;

    public IEnumerable<DateOnly> Days => Enumerable.Range(0, 7).Select(monday.AddDays);

    /// <summary>The account's posts of the week, by the client's days; null where they are not all known.</summary>
    public IReadOnlyList<ToldPost>? Posts => PostsAreKnown
        ? [.. told.Posts.Values.Where(post => DayOf(post) >= monday && DayOf(post) <= sunday)]
        : null;

    /// <summary>From the first post to the last, or to the last whole day before the account last answered.</summary>
    private bool PostsAreKnown
    {
        get
        {
            if (told.Posts.Count == 0) return false;
            var last = told.Posts.Values.Max(DayOf);
            if (told.LastAnswer is { } answer && WorldZones.DayAt(told.Zone, answer).AddDays(-1) is var whole && whole > last) last = whole;
            return told.Posts.Values.Min(DayOf) <= monday && last >= sunday;
        }
    }

    /// <summary>Whether a count has a weekly figure of this account at all.</summary>
    public bool Tells(string metric) => told.TellsByDay(metric) || (metric == "posts" && told.Posts.Count > 0) || told.TellsByPost(metric);

    /// <summary>A count of the week: its days added up, else the posts or their figures.</summary>
    public double? Count(string metric)
    {
        if (told.TellsByDay(metric)) return SumOfDays(metric);
        if (Posts is not { } posts) return null;
        if (metric == "posts") return posts.Count;
        return posts.Count > 0 && posts.All(post => post[metric] is null) ? null : posts.Sum(post => post[metric] ?? 0);
    }

    public double? OnSunday(string metric) => told.On(sunday, metric);

    /// <summary>The most of the week's days, where all are known.</summary>
    public double? BestDay(string metric) => SumOfDays(metric) is null ? null : Days.Max(day => told.On(day, metric));

    /// <summary>The last level of the week. Where days are told, too, it stands for the week's end only if the days after it were answered.</summary>
    public (double Value, DateOnly Day)? LastLevel(string metric)
    {
        if (Days.Where(day => told.On(day, metric) is not null).Select(day => (DateOnly?)day).LastOrDefault() is not { } last) return null;
        var tellsDays = told.Visits.Count > 0 || told.DayMetrics.Any(other => other != "followers");
        if (tellsDays && Days.Any(day => day > last && !told.IsAnswered(day))) return null;
        return (told.On(last, metric)!.Value, last);
    }

    /// <summary>The last level less the last one before the week.</summary>
    public double? Growth(string metric)
    {
        if (LastLevel(metric) is not var (level, day)) return null;
        for (var earlier = monday.AddDays(-1); earlier >= day.AddDays(-OldestLevel); earlier = earlier.AddDays(-1))
            if (told.On(earlier, metric) is { } before) return level - before;
        return null;
    }

    /// <summary>The week's visits; null where a day's are not known.</summary>
    public IReadOnlyList<Visits>? Visits => Days.All(told.Visits.ContainsKey) ? [.. Days.SelectMany(day => told.Visits[day])] : null;

    private double? SumOfDays(string metric)
    {
        var breaks = Redefined.GetValueOrDefault((told.Account.Type, metric), []);
        if (breaks.Any(since => since > monday && since <= sunday)) return null;
        return Days.Aggregate((double?)0, (sum, day) => sum + told.On(day, metric));
    }

    private DateOnly DayOf(ToldPost post) => WorldZones.DayAt(told.Zone, post.Published);
}
