namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// Where weeks of a mean lie on a figure's scale, on average. On a root's or a logarithm's scale that is below the mean's
/// own place, the more the further weeks scatter: a client on the path would seem behind it.
/// </summary>
/// <param name="Spread">Of weeks, on the scale.</param>
internal sealed record MeanScale(VarianceModel Variance, double Spread)
{
    private const int Rounds = 3;

    /// <summary>The place from which a spread to either side gives values whose mean this is.</summary>
    public double To(double mean)
    {
        var place = Variance.To(mean);
        for (var round = 0; round < Rounds; round++) place += Variance.To(mean) - Variance.To(From(place));
        return place;
    }

    /// <summary>The mean of weeks that lie around a place.</summary>
    public double From(double place) => (Variance.From(place - Spread) + Variance.From(place + Spread)) / 2;
}
