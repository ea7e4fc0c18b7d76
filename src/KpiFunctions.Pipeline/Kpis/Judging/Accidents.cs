namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// A post that went round the world would hide every change for two months: its week is left out of what is learnt, or
/// its two weeks where it took two. docs/decisions/0027-memory-and-accidents.md.
/// </summary>
internal static class Accidents
{
    /// <summary>Robust spreads of its own stretch beyond which one week is an accident.</summary>
    private const double OneAt = 7;

    /// <summary>Robust spreads of all stretches together beyond which each of two weeks in a row is.</summary>
    private const double TwoAt = 5;

    /// <summary>In shorter stretches there is no telling an accident.</summary>
    private const int FewestWeeks = 7;

    /// <summary>Makes the median absolute deviation of normal values their standard deviation.</summary>
    private const double MadToDeviation = 1.4826;

    /// <summary>The stretches without their accidents: of all of them one run of two weeks, or else of each one week.</summary>
    /// <param name="stretches">The newest first; each the oldest week first.</param>
    public static IReadOnlyList<IReadOnlyList<Place>> LeftOut(IReadOnlyList<IReadOnlyList<Place>> stretches, VarianceModel variance)
    {
        var middles = stretches.Select(Place.MedianOf).ToList();
        return RunOfTwo(stretches, middles, variance) is { } run
            ? [.. stretches.Select((stretch, i) => i == run.Stretch ? [.. stretch.Where((_, week) => week != run.Week && week != run.Week + 1)] : stretch)]
            : [.. stretches.Select((stretch, i) => WithoutOne(stretch, middles[i], variance))];
    }

    /// <summary>
    /// The two weeks in a row that are far out where no other week is. A run that the newest week ends may be a new level
    /// and not an accident: it stays, as does one that is not alone.
    /// </summary>
    private static (int Stretch, int Week)? RunOfTwo(IReadOnlyList<IReadOnlyList<Place>> stretches, List<double> middles, VarianceModel variance)
    {
        if (stretches.Count < 2) return null;
        var usual = MadToDeviation * Middle.Of([.. stretches.SelectMany((stretch, i) => stretch.Select(place => place.DistanceFrom(middles[i])))]);
        if (usual == 0) return null;
        var far =
            from i in Enumerable.Range(0, stretches.Count)
            let limit = TwoAt * Math.Max(usual, variance.At(middles[i]))
            from week in Enumerable.Range(0, stretches[i].Count)
            where stretches[i][week].DistanceFrom(middles[i]) > limit
            select (Stretch: i, Week: week);
        return far.Take(3).ToList() is [var one, var other] && one.Stretch == other.Stretch && other.Week == one.Week + 1
            && stretches[one.Stretch].Count >= FewestWeeks && (one.Stretch > 0 || other.Week < stretches[0].Count - 1)
            ? one
            : null;
    }

    /// <summary>
    /// Nothing is left out where half of the weeks are the same: weeks of a figure that mostly is nothing are far from it
    /// whenever there is something.
    /// </summary>
    private static IReadOnlyList<Place> WithoutOne(IReadOnlyList<Place> stretch, double middle, VarianceModel variance)
    {
        if (stretch.Count < FewestWeeks) return stretch;
        var usual = MadToDeviation * Middle.Of([.. stretch.Select(place => place.DistanceFrom(middle))]);
        if (usual == 0) return stretch;
        var furthest = Enumerable.Range(0, stretch.Count).MaxBy(week => stretch[week].DistanceFrom(middle));
        return stretch[furthest].DistanceFrom(middle) > OneAt * Math.Max(usual, variance.At(middle)) ? [.. stretch.Where((_, week) => week != furthest)] : stretch;
    }
}
