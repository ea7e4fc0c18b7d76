namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>All that one account has told so far, each day and post as it was told last.</summary>
/// <param name="zone">The client's zone.</param>
/// <param name="last">Days after this one are not looked at: the week after the reported one ends.</param>
internal sealed class Told(PlannedAccount account, string zone, DateOnly last)
{
    private readonly Dictionary<string, Dictionary<DateOnly, double>> days = new(StringComparer.Ordinal);

    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    public PlannedAccount Account => account;

    /// <summary>The account's own posts, by their numbers.</summary>
    public Dictionary<string, ToldPost> Posts { get; } = new(StringComparer.Ordinal);

    /// <summary>Each day's visits by origin.</summary>
    public Dictionary<DateOnly, IReadOnlyList<Visits>> Visits { get; } = [];

    /// <summary>The currency of revenue.</summary>
    public string? Currency { get; set; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastAnswer { get; set; }

    /// <summary>The newest day whose figures were told: what is asked for next begins shortly before it.</summary>
    public DateOnly? AnsweredThrough { get; private set; }

    /// <summary>The last day that is looked at.</summary>
    public DateOnly Last => last;

    /// <summary>The client's zone, in which posts fall.</summary>
    public string Zone => zone;

    /// <summary>Whether a metric was ever told by day.</summary>
    public bool TellsByDay(string metric) => days.ContainsKey(metric);

    /// <summary>Whether a metric was ever told of a post.</summary>
    public bool TellsByPost(string metric) => given.Contains(metric) || Posts.Values.Any(post => post.Figures.ContainsKey(metric));

    /// <summary>Every metric that was told by day.</summary>
    public IEnumerable<string> DayMetrics => days.Keys;

    /// <summary>Whether anything was told of a day.</summary>
    public bool IsAnswered(DateOnly day) => Visits.ContainsKey(day) || days.Values.Any(values => values.ContainsKey(day));

    public double? On(DateOnly day, string metric) => days.TryGetValue(metric, out var values) && values.TryGetValue(day, out var value) ? value : null;

    public void Set(DateOnly day, string metric, double value)
    {
        if (day > last) return;
        if (!days.TryGetValue(metric, out var values)) days[metric] = values = [];
        values[day] = value;
    }

    /// <summary>Notes that a metric is given, though no value of it can be true; <c>post:</c> before one of posts.</summary>
    public void Gives(string metric)
    {
        if (metric.StartsWith("post:", StringComparison.Ordinal)) given.Add(metric["post:".Length..]);
        else days.TryAdd(metric, []);
    }

    /// <summary>A post's figures; what is not told again stays as it was.</summary>
    public void Set(string post, DateTimeOffset published, IEnumerable<(string Metric, double Value)> figures)
    {
        var known = Posts.TryGetValue(post, out var before) ? before.Figures.ToDictionary(StringComparer.Ordinal) : new(StringComparer.Ordinal);
        foreach (var (metric, value) in figures) known[metric] = value;
        Posts[post] = new(published, known);
    }

    /// <summary>Notes that a day was answered.</summary>
    public void Answered(DateOnly day)
    {
        if (AnsweredThrough is null || day > AnsweredThrough) AnsweredThrough = day;
    }
}

/// <summary>A post with its figures since publication.</summary>
internal sealed record ToldPost(DateTimeOffset Published, IReadOnlyDictionary<string, double> Figures)
{
    public double? this[string metric] => Figures.TryGetValue(metric, out var value) ? value : null;
}

/// <summary>Visits of one day that came from one sender.</summary>
/// <param name="Origin">How they came.</param>
/// <param name="Sender">Null where it is not known.</param>
/// <param name="Conversions">Null where they are not told.</param>
internal sealed record Visits(Origin Origin, string? Sender, double Sessions, double? Conversions);

/// <summary>As far as figures tell origins apart.</summary>
internal enum Origin
{
    Social,
    Elsewhere,
    Unknown,
}
