namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>A week on the figure's scale, as of seven days; one that was measured over more days weighs more.</summary>
internal readonly record struct Place(double At, double Weight)
{
    private const double DaysOfAWeek = 7;

    public Place(KnownWeek week, VarianceModel variance)
        : this(variance.To(week.Value * DaysOfAWeek / week.Days), week.Days / DaysOfAWeek)
    {
    }

    public static double MeanOf(IReadOnlyCollection<Place> places) => places.Sum(place => place.Weight * place.At) / places.Sum(place => place.Weight);

    public static double MedianOf(IReadOnlyCollection<Place> places) => Middle.Of([.. places.Select(place => place.At)]);

    /// <summary>The squares of how far places lie from their mean, added up.</summary>
    public static double SquaresOf(IReadOnlyCollection<Place> places)
    {
        var mean = MeanOf(places);
        return places.Sum(place => place.Weight * (place.At - mean) * (place.At - mean));
    }

    /// <summary>How far from a middle, in units of a week of seven days.</summary>
    public double DistanceFrom(double middle) => Math.Abs(At - middle) * Math.Sqrt(Weight);
}
