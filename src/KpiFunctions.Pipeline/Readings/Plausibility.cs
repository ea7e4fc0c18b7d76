namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// Values that cannot be true, whichever source, file or earlier release they come from. Each is left out, with a reason,
/// and replaces nothing that is known; where the parts of a total are exact, their sum takes its place. Pure.
/// </summary>
public static class Plausibility
{
    /// <summary>Platforms estimate how many different people there were: within this share, two figures do not contradict each other.</summary>
    private const double Estimated = 0.05;

    /// <summary>A level below this may really fall to zero from one day to the next.</summary>
    private const double SmallLevel = 10;

    /// <summary>An earlier level counts when it is at most this old, in days.</summary>
    private const int LevelDays = 35;

    /// <summary>The table of rules on the values of one day or one post. A rule names the metrics that it makes unknown.</summary>
    private static readonly IReadOnlyList<Rule> Rules =
    [
        new("a negative number", "it", "no number of people or events is negative", values => values.Keys.Where(metric => metric is not MoneyMetric && !(values[metric] >= 0))),
        new("what is no number", "it", "an amount is a number", values => values.Keys.Where(metric => !double.IsFinite(values[metric]))),
        ZeroBeside(Metrics.Sessions, Metrics.Users, "there were visitors, so there were visits"),
        ZeroBeside(Metrics.Users, Metrics.Sessions, "there were visits, so there were visitors"),
        ZeroBeside(Metrics.Views, Metrics.Reach, "people saw something, so it was displayed"),
        ZeroBeside(Metrics.Views, Metrics.EngagedViews, "engaged views are among the views"),
        ZeroBeside(Metrics.Reach, Metrics.Views, "something was displayed, so somebody saw it"),
        ZeroBeside(Metrics.Reach7Days, Metrics.Reach, "a day's people are among those of the week that it ends"),
        ZeroBeside(Metrics.Reach28Days, Metrics.Reach7Days, "a week's people are among those of the four weeks that it ends"),
        new("`reach` above `views`", "`reach`, `views`", "nobody sees what is not displayed: more people than views", values =>
            Exceeds(values, Metrics.Reach, Metrics.Views) ? [Metrics.Reach, Metrics.Views] : []),
        new("`reach` above `reach_7d`", "`reach_7d`", "a day's people are among those of the week that it ends", values => Exceeds(values, Metrics.Reach, Metrics.Reach7Days) ? [Metrics.Reach7Days] : []),
        new("`reach_7d` above `reach_28d`", "`reach_28d`", "a week's people are among those of the four weeks that it ends", values => Exceeds(values, Metrics.Reach7Days, Metrics.Reach28Days) ? [Metrics.Reach28Days] : []),
        new("`conversions_assisted_by_social` above `conversions`", "`conversions_assisted_by_social`", "a part of the conversions is not more than all of them", values =>
            Exceeds(values, Metrics.ConversionsAssistedBySocial, Metrics.Conversions) ? [Metrics.ConversionsAssistedBySocial] : []),
    ];

    /// <summary>The rules for people to read: what is found, what is not known then, and why. Those that look at other days are the last two.</summary>
    public static IReadOnlyList<(string What, string Unknown, string Why)> Table { get; } =
    [
        .. Rules.Select(rule => (rule.What, rule.Unknown, rule.Why)),
        ("`reach_7d` below the `reach` of one of its days", "`reach_7d`", "a week's people are not fewer than those of its best day"),
        ("a level that falls from 10 or more to 0 from one reading to the next", "the level", "people leave one by one: the platform stopped counting"),
    ];

    /// <summary>Why each of a reading's or a post's values that were left out cannot be true, in words.</summary>
    public static string ReasonOf(IReadOnlyDictionary<Metric, double> given, Metric metric) =>
        Rules.FirstOrDefault(rule => rule.Broken(given).Contains(metric))?.Why ?? "the days around it say something else";

    /// <summary>A reading without the values that cannot be true.</summary>
    public static Reading Of(Reading reading)
    {
        var values = WithExactParts(reading);
        var impossible = ImpossibleIn(values);
        if (impossible.Count == 0) return ReferenceEquals(values, reading.Values) ? reading : reading with { Values = values };
        return reading with { Values = Without(values, impossible), Impossible = Joined(reading.Impossible, values, impossible) };
    }

    /// <summary>A post without the figures that cannot be true.</summary>
    public static Post Of(Post post)
    {
        var impossible = ImpossibleIn(post.Values);
        return impossible.Count == 0 ? post : post with { Values = Without(post.Values, impossible), Impossible = Joined(post.Impossible, post.Values, impossible) };
    }

    /// <summary>
    /// Readings of a client, in order of day, without what cannot be true in the light of other days: a week with fewer
    /// people than one of its days, and a level that falls to zero overnight.
    /// </summary>
    public static IReadOnlyList<Reading> OfDays(IReadOnlyList<Reading> readings)
    {
        var each = readings.Select(Of).ToList();
        foreach (var account in each.Select((reading, at) => (reading, at)).GroupBy(pair => pair.reading.Account))
        {
            var days = new List<Reading>();
            foreach (var (reading, at) in account)
            {
                if (ImpossibleBeside(days, reading) is { Count: > 0 } impossible)
                    each[at] = reading with { Values = Without(reading.Values, impossible), Impossible = Joined(reading.Impossible, reading.Values, impossible) };
                days.Add(each[at]);
            }
        }

        return each;
    }

    private static HashSet<Metric> ImpossibleBeside(List<Reading> before, Reading reading)
    {
        var impossible = new HashSet<Metric>();
        if (reading[Metrics.Reach7Days] is { } week)
        {
            var days = before.AsEnumerable().Reverse().TakeWhile(day => day.Day > reading.Day.AddDays(-Metrics.Reach7Days.Days));
            if (days.Any(day => day[Metrics.Reach] > week * (1 + Estimated))) impossible.Add(Metrics.Reach7Days);
        }

        foreach (var level in reading.Values.Keys.OfType<LevelMetric>().Where(level => reading[level] == 0))
        {
            var last = before.FindLast(day => day[level] is not null);
            if (last is not null && last.Day >= reading.Day.AddDays(-LevelDays) && last[level] >= SmallLevel) impossible.Add(level);
        }

        return impossible;
    }

    /// <summary>Conversions and revenue are counted one by one: where the total is below the sum of its parts, it is the total that is wrong.</summary>
    private static IReadOnlyDictionary<Metric, double> WithExactParts(Reading reading)
    {
        if (reading.Traffic is not { Count: > 0 } slices) return reading.Values;
        var values = reading.Values;
        Mend(Metrics.Conversions, slices.Sum(slice => slice.Conversions ?? 0));
        Mend(Metrics.Revenue, slices.Sum(slice => slice.Revenue ?? 0));
        Mend(Metrics.Sessions, slices.Sum(slice => slice.Sessions));
        return values;

        void Mend(Metric metric, double parts)
        {
            if (!values.TryGetValue(metric, out var total) || total != 0 || parts <= 0) return;
            values = new Dictionary<Metric, double>(values) { [metric] = parts };
        }
    }

    private static HashSet<Metric> ImpossibleIn(IReadOnlyDictionary<Metric, double> values) => [.. Rules.SelectMany(rule => rule.Broken(values))];

    private static Dictionary<Metric, double> Without(IReadOnlyDictionary<Metric, double> values, HashSet<Metric> impossible) =>
        values.Where(value => !impossible.Contains(value.Key)).ToDictionary();

    private static Dictionary<Metric, double> Joined(IReadOnlyDictionary<Metric, double>? known, IReadOnlyDictionary<Metric, double> values, HashSet<Metric> impossible)
    {
        var all = known is null ? [] : new Dictionary<Metric, double>(known);
        foreach (var metric in impossible) all[metric] = values[metric];
        return all;
    }

    private static Rule ZeroBeside(Metric metric, Metric positive, string why) =>
        new($"`{metric}` 0 beside `{positive}`", $"`{metric}`", why, values => values.TryGetValue(metric, out var zero) && zero == 0 && values.TryGetValue(positive, out var some) && some > 0 ? [metric] : []);

    /// <summary>Whether one figure is above another that it is a part of; where the other is 0, <see cref="ZeroBeside"/> says so.</summary>
    private static bool Exceeds(IReadOnlyDictionary<Metric, double> values, Metric part, Metric whole) =>
        values.TryGetValue(part, out var inside) && values.TryGetValue(whole, out var all) && all > 0 && inside > all * (1 + Estimated);

    /// <param name="What">What is found, as the docs say it.</param>
    /// <param name="Unknown">What is not known then, as the docs say it.</param>
    private sealed record Rule(string What, string Unknown, string Why, Func<IReadOnlyDictionary<Metric, double>, IEnumerable<Metric>> Broken);
}
