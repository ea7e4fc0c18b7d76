namespace KpiFunctions.Benchmarks.Paired;

/// <summary>How long two ways of doing the same work took, round by round: both runs of a round stand side by side in time.</summary>
/// <param name="Subject">What is judged.</param>
/// <param name="Baseline">What it is judged by.</param>
internal sealed record Comparison(IReadOnlyList<TimeSpan> Subject, IReadOnlyList<TimeSpan> Baseline)
{
    /// <summary>The subject's speed as a share of the baseline's, in each round: 0.5 where it took twice as long.</summary>
    public IReadOnlyList<double> Ratios { get; } = Subject.Count == Baseline.Count && Subject.Count > 0
        ? [.. Subject.Zip(Baseline, (subject, baseline) => baseline / subject)]
        : throw new ArgumentException("Each round has one run of each.", nameof(Baseline));

    /// <summary>How many times the baseline's time the subject took, in each round: 2 where it took twice as long.</summary>
    public IReadOnlyList<double> Costs => [.. Subject.Zip(Baseline, (subject, baseline) => subject / baseline)];

    /// <summary>
    /// The median of the rounds' ratios. A machine that slows down for some rounds moves both sides of them, and so this
    /// less than a ratio of two medians.
    /// </summary>
    public double Ratio => Median(Ratios);

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? throw new ArgumentException("Nothing has no median.", nameof(values))
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <inheritdoc cref="Median(IEnumerable{double})"/>
    public static TimeSpan Median(IEnumerable<TimeSpan> values) => TimeSpan.FromTicks((long)Median(values.Select(value => (double)value.Ticks)));
}
