using MathNet.Numerics.Distributions;

namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// What weeks of a figure usually are, and how far newer ones stray from that. Rule and levels are calibrated by
/// simulation: docs/kpis/verdicts.md.
/// </summary>
internal sealed class Baseline
{
    /// <summary>The weeks that the centre is taken from. Older ones tell how much weeks scatter, in stretches as long.</summary>
    public const int Weeks = Memory.LongestStretch;

    /// <summary>Stretches that the spread is learnt from: half a year. What is older was another time.</summary>
    private const int Stretches = 3;

    /// <summary>With fewer it is too early to tell.</summary>
    public const int FewestWeeks = 4;

    /// <summary>With fewer there is no range: one that covers what it says would be too wide to tell anything.</summary>
    public const int FewestWeeksForRange = 6;

    /// <summary>How often a usual week lies outside the range that is shown.</summary>
    public const double RangeLevel = 0.2;

    /// <summary>How often a usual week may stray so far that it is taken for a change.</summary>
    public const double WeekLevel = 0.015;

    /// <summary>How often two usual weeks in a row may stray together.</summary>
    public const double TwoWeeksLevel = 0.031;

    /// <summary>How often a week that does what its season does, alone or with the one before, may be taken for a change all the same.</summary>
    public const double SeasonLevel = 0.05;

    /// <summary>Stretches that the memory is learnt from: a year. It takes many weeks to see.</summary>
    private const int StretchesOfMemory = 7;

    /// <summary>Deviations are clamped to this value.</summary>
    private const double FurthestOut = 1000;

    private const double DaysOfAWeek = 7;

    private readonly VarianceModel variance;
    private readonly double centre;

    /// <summary>How far weeks scatter, as they did.</summary>
    private readonly double scatter;

    /// <summary>How far they scatter by chance alone at least.</summary>
    private readonly double chance;

    /// <summary>How many whole weeks the centre rests on.</summary>
    private readonly double weight;

    private readonly double freedom;
    private readonly int weeks;

    /// <summary>Of how many weeks the centre is the mean.</summary>
    private readonly int span;

    /// <summary>How much of a week's stray the next one keeps, 0 to 1.</summary>
    private readonly double memory;

    private Baseline(VarianceModel variance, double centre, double scatter, double chance, double weight, double freedom, int weeks, int span, double memory) =>
        (this.variance, this.centre, this.scatter, this.chance, this.weight, this.freedom, this.weeks, this.span, this.memory) = (variance, centre, scatter, chance, weight, freedom, weeks, span, memory);

    /// <summary>The centre of a new week, and the range in which it falls: all but <see cref="RangeLevel"/> of them do.</summary>
    /// <param name="before">The known weeks before it, the oldest first.</param>
    /// <param name="days">Over how many days it is measured. The centre of a change grows with the days, its spread with their root.</param>
    /// <param name="variance">The figure's scale and its own noise.</param>
    /// <param name="floor">The lowest value that there is.</param>
    /// <param name="ceiling">The highest value that there is.</param>
    /// <returns>Null with too few weeks to tell.</returns>
    public static ExpectedWeek? Expect(
        IReadOnlyList<KnownWeek> before, VarianceModel variance, int days = 7, double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity)
    {
        if (before.Count < FewestWeeks) return null;
        var usual = Learn(before, [], variance);

        // The test never takes weeks to scatter less than chance does, which makes it careful; a range made so would cover too much.
        var half = Math.Max(StudentT.InvCDF(0, 1, usual.freedom, 1 - RangeLevel / 2) * usual.scatter, usual.chance) * usual.ErrorOf(days / DaysOfAWeek, 1);
        double At(double place) => Math.Clamp(variance.From(place) * days / DaysOfAWeek, floor, ceiling);
        var hasRange = usual.weeks >= FewestWeeksForRange;
        return new(hasRange ? At(usual.centre - half) : null, At(usual.centre), hasRange ? At(usual.centre + half) : null, usual.weeks);
    }

    /// <summary>How far a week, and the two newest weeks together, stray from those before.</summary>
    /// <param name="before">The known weeks before it, the oldest first.</param>
    /// <param name="now">The week.</param>
    /// <param name="followsAtOnce">Whether the last of the weeks before is the one just before it.</param>
    /// <param name="earlier">The same week of earlier years, as far as they are known.</param>
    /// <returns>Null with too few weeks to tell.</returns>
    public static Evidence? EvidenceOf(
        IReadOnlyList<KnownWeek> before, KnownWeek now, VarianceModel variance, bool followsAtOnce = true, IReadOnlyList<EarlierYear>? earlier = null)
    {
        if (before.Count < FewestWeeks) return null;
        var years = (earlier ?? []).Select(year => new Parts(year.YearsAgo, year.Before, [year.Week]));
        var pairs = (earlier ?? []).Where(year => year.FollowsAtOnce).Select(year => new Parts(year.YearsAgo, [.. year.Before.SkipLast(1)], [year.Before[^1], year.Week]));
        var twoWeeks = followsAtOnce ? TestOf([.. before.SkipLast(1)], [before[^1], now], variance, pairs) : null;
        return new(TestOf(before, [now], variance, years)!, twoWeeks);
    }

    /// <summary>
    /// Student's t of the newer weeks' mean beside the older weeks'. Null where the newer ones do not stray alike, each
    /// half as far as their mean at least: the week after a wild one is no change that stays.
    /// </summary>
    private static TestResult? TestOf(IReadOnlyList<KnownWeek> before, IReadOnlyList<KnownWeek> newer, VarianceModel variance, IEnumerable<Parts> earlier)
    {
        var usual = Learn(before, newer, variance);
        var places = newer.Select(week => new Place(week, variance)).ToList();
        var distance = Place.MeanOf(places) - usual.centre;
        if (places.Exists(place => (place.At - usual.centre) * Math.Sign(distance) < Math.Abs(distance) / 2)) return null;
        var error = Math.Max(usual.scatter, usual.chance) * usual.ErrorOf(places.Sum(place => place.Weight), places.Count);

        // Weeks that never varied, of a figure whose noise is not known: any other value is far out.
        var deviation = distance == 0 ? 0 : Math.Clamp(distance / error, -FurthestOut, FurthestOut);
        return new(deviation, Math.Min(1, 2 * StudentT.CDF(0, 1, usual.freedom, -Math.Abs(deviation))))
        {
            Season = usual.SeasonOf(distance, error, [.. earlier.Where(year => year.Before.Count >= FewestWeeks)]),
        };
    }

    /// <summary>
    /// How much further a distance goes than the newer weeks of earlier years went from their own weeks before: Student's t
    /// to one side, with the error of both. A week that did the contrary of its season is that much further out.
    /// </summary>
    private SeasonResult? SeasonOf(double distance, double error, IReadOnlyList<Parts> earlier)
    {
        if (earlier.Count == 0) return null;
        var (expected, variances) = (0.0, 0.0);
        foreach (var year in earlier)
        {
            var then = Learn(year.Before, [], variance).centre;
            var scale = variance.StepAt(centre) / variance.StepAt(then);
            expected += scale * (Place.MeanOf([.. year.Newer.Select(week => new Place(week, variance))]) - then) / earlier.Count;
            variances += scale * scale / earlier.Count / earlier.Count;
        }

        var further = (distance - expected) * Math.Sign(distance);
        var deviation = further == 0 ? 0 : Math.Clamp(further / (error * Math.Sqrt(1 + variances)), -FurthestOut, FurthestOut);
        return new(deviation, StudentT.CDF(0, 1, freedom, -deviation), earlier.Count, earlier.Min(year => year.YearsAgo));
    }

    /// <summary>The weeks before and the newer ones of an earlier year.</summary>
    private sealed record Parts(int YearsAgo, IReadOnlyList<KnownWeek> Before, IReadOnlyList<KnownWeek> Newer);

    /// <param name="newer">Weeks beside these: how they differ from each other tells of the spread too.</param>
    private static Baseline Learn(IReadOnlyList<KnownWeek> before, IReadOnlyList<KnownWeek> newer, VarianceModel variance)
    {
        var year = StretchesOf([.. before.Select(week => new Place(week, variance))]).ToList();
        var stretches = Accidents.LeftOut([.. year.Take(Stretches)], variance);
        var last = stretches[0];
        var centre = Place.MeanOf(last);
        IReadOnlyList<IReadOnlyList<Place>> apart = [.. stretches.Append([.. newer.Select(week => new Place(week, variance))]).Where(stretch => stretch.Count > 1)];
        var freedom = apart.Sum(stretch => stretch.Count - 1);
        var scatter = Math.Sqrt(apart.Sum(Place.SquaresOf) / freedom);
        var memory = Memory.Of([.. stretches, .. Accidents.LeftOut([.. year.Skip(Stretches)], variance)]);
        return new(variance, centre, scatter, variance.At(centre), last.Sum(place => place.Weight), freedom, Math.Min(before.Count, Weeks * Stretches), last.Count, memory);
    }

    /// <summary>The newest eight weeks, the eight before them, and so on.</summary>
    private static IEnumerable<IReadOnlyList<Place>> StretchesOf(List<Place> places)
    {
        for (var (end, stretch) = (places.Count, 0); end > 0 && stretch < StretchesOfMemory; end -= Weeks, stretch++)
            yield return places.GetRange(Math.Max(0, end - Weeks), Math.Min(Weeks, end));
    }

    /// <summary>The standard error of how far the mean of newer weeks lies from the centre, in what one week scatters.</summary>
    /// <param name="newerWeight">In weeks of seven days.</param>
    /// <param name="newer">How many they are.</param>
    private double ErrorOf(double newerWeight, int newer) => Math.Sqrt((1 / newerWeight + 1 / weight) * Memory.Widening(memory, span, newer));
}
