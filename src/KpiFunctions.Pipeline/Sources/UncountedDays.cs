using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>
/// Days that a platform lists before it has counted them: nothing but zeros, after days that had so much that a day without
/// anything is no chance. They are unknown until the platform has counted them. Pure.
/// </summary>
internal static class UncountedDays
{
    /// <summary>An average of so many events leaves one day in 20,000 without any.</summary>
    private const double Lively = 10;

    /// <summary>Days before the zeros that are looked at. A platform that should be done with the day is doubted only where there are so many.</summary>
    private const int DaysBefore = 3;

    /// <summary>Zeros that stand for so long after the day are what the platform means.</summary>
    private static readonly TimeSpan BelievedAfter = TimeSpan.FromDays(7);

    /// <summary>The days of an answer that are not counted yet.</summary>
    /// <param name="answered">Each day's values. Levels, which are known without counting, are passed over.</param>
    public static IReadOnlySet<DateOnly> Of(IEnumerable<KeyValuePair<DateOnly, Dictionary<Metric, double>>> answered, SourceDays days)
    {
        var believed = days with { SettlesAfter = BelievedAfter };
        var uncounted = new HashSet<DateOnly>();
        var before = new Queue<bool>();
        foreach (var (day, values) in answered.OrderBy(day => day.Key))
        {
            if (IsOfZeros(values) && !believed.IsSettled(day) && before.Count >= (days.IsSettled(day) ? DaysBefore : 1) && before.All(isLively => isLively))
            {
                uncounted.Add(day);
                continue;
            }

            before.Enqueue(Counts(values).Any(value => value >= Lively));
            if (before.Count > DaysBefore) before.Dequeue();
        }

        return uncounted;
    }

    /// <summary>Whether a day has counts, and all of them are 0.</summary>
    public static bool IsOfZeros(IReadOnlyDictionary<Metric, double> values) => Counts(values).ToList() is { Count: > 0 } counts && counts.All(value => value == 0);

    /// <summary>What is known of a day that is not counted yet: levels, and whatever is not 0. It does not make the day answered.</summary>
    public static Dictionary<Metric, double> WhatIsKnownOf(IReadOnlyDictionary<Metric, double> values) => values.Where(value => value.Value != 0).ToDictionary();

    /// <summary>Who came and left is counted apart from what people saw.</summary>
    private static IEnumerable<double> Counts(IReadOnlyDictionary<Metric, double> values) =>
        values.Where(value => value.Key is CountMetric or UniqueMetric && value.Key != Metrics.FollowersGained && value.Key != Metrics.FollowersLost).Select(value => value.Value);
}
