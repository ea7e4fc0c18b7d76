namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// How much of a week's stray the next one keeps: the correlation ρ of weeks in a row, as of an autoregression of the first
/// order, and what it does to the distance between newer weeks and older ones. docs/decisions/0027-memory-and-accidents.md.
/// </summary>
internal static class Memory
{
    /// <summary>With fewer pairs of weeks in a row nothing is known of it: two stretches of eight have fourteen.</summary>
    private const int FewestPairs = 12;

    /// <summary>Below about this over the number of pairs it may be chance, and counts for less.</summary>
    private const double Shrinking = 5;

    /// <summary>Steps of ρ to one; more than four fifths is not believed.</summary>
    private const int Steps = 100;

    private const int Most = 80;

    /// <summary>The longest stretch that there are numbers for.</summary>
    public const int LongestStretch = 8;

    private const int MostNewer = 2;

    /// <summary>Expected sums of lag-1 products and of squares around the mean of a stretch of 1 to <see cref="LongestStretch"/> weeks, for each ρ.</summary>
    private static readonly (double Products, double Squares)[][] Expected =
        [.. Enumerable.Range(0, LongestStretch + 1).Select(weeks => ((double, double)[])[.. Enumerable.Range(0, Most + 1).Select(step => ExpectedOf(weeks, (double)step / Steps))])];

    private static readonly double[][][] Widenings =
    [
        .. Enumerable.Range(0, LongestStretch + 1).Select(known => (double[][])
        [
            .. Enumerable.Range(0, MostNewer + 1).Select(newer => (double[])[.. Enumerable.Range(0, Most + 1).Select(step => WideningOf(known, newer, (double)step / Steps))]),
        ]),
    ];

    /// <summary>
    /// ρ of some stretches of weeks, 0 to 0.8: the one at which weeks around their stretch's mean have the lag-1 correlation
    /// that these have (around a mean of eight it is −1/8 where there is none), times ρ² / (ρ² + (5/pairs)²), and 0 where it would
    /// be below. Weeks that lie on both sides of a missing one count as neighbours.
    /// </summary>
    public static double Of(IReadOnlyList<IReadOnlyList<Place>> stretches)
    {
        var (products, squares, pairs) = (0.0, 0.0, 0);
        foreach (var stretch in stretches)
        {
            var mean = Place.MeanOf(stretch);
            for (var i = 0; i < stretch.Count; i++)
            {
                squares += (stretch[i].At - mean) * (stretch[i].At - mean);
                if (i > 0) products += (stretch[i].At - mean) * (stretch[i - 1].At - mean);
            }

            pairs += stretch.Count - 1;
        }

        if (pairs < FewestPairs || squares <= 0) return 0;
        var found = products / squares;
        var step = 0;
        while (step < Most && CorrelationAt(stretches, step) < found) step++;
        var memory = (double)step / Steps;
        return step == 0 ? 0 : memory * memory * memory / (memory * memory + Shrinking / pairs * (Shrinking / pairs));
    }

    /// <summary>
    /// By how much memory multiplies the variance of newer weeks' mean beside the mean of the known ones before them, in units of
    /// the variance that the known ones have around their mean; 1 without memory, and never less.
    /// </summary>
    public static double Widening(double memory, int known, int newer) => Widenings[Math.Min(known, LongestStretch)][newer][(int)Math.Round(memory * Steps)];

    private static double CorrelationAt(IReadOnlyList<IReadOnlyList<Place>> stretches, int step)
    {
        var (products, squares) = (0.0, 0.0);
        foreach (var stretch in stretches)
        {
            products += Expected[stretch.Count][step].Products;
            squares += Expected[stretch.Count][step].Squares;
        }

        return products / squares;
    }

    private static (double Products, double Squares) ExpectedOf(int weeks, double memory)
    {
        if (weeks == 0) return (0, 0);
        double WithMean(int week) => Covariance(memory, week, week + 1, 0, weeks) / weeks;
        var variance = Covariance(memory, 0, weeks, 0, weeks) / (weeks * weeks);
        var squares = Enumerable.Range(0, weeks).Sum(week => 1 - 2 * WithMean(week) + variance);
        var products = Enumerable.Range(1, weeks - 1).Sum(week => memory - WithMean(week) - WithMean(week - 1) + variance);
        return (products, squares);
    }

    private static double WideningOf(int known, int newer, double memory)
    {
        if (known < 2 || newer == 0) return 1;
        var apart = Covariance(memory, 0, known, 0, known) / (known * known)
            + Covariance(memory, known, known + newer, known, known + newer) / (newer * newer)
            - 2 * Covariance(memory, 0, known, known, known + newer) / (known * newer);
        var (_, squares) = ExpectedOf(known, memory);
        return Math.Max(1, apart / (squares / (known - 1)) / (1.0 / known + 1.0 / newer));
    }

    /// <summary>The sum of ρ^|i − j| over the weeks i of one span and j of another.</summary>
    private static double Covariance(double memory, int first, int end, int otherFirst, int otherEnd)
    {
        var sum = 0.0;
        for (var i = first; i < end; i++)
            for (var j = otherFirst; j < otherEnd; j++) sum += Math.Pow(memory, Math.Abs(i - j));
        return sum;
    }
}
