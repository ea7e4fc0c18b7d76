using KpiFunctions.Pipeline.Kpis.Judging;

namespace KpiFunctions.Pipeline.Kpis.Visits;

/// <summary>Shares of visits or conversions of which some have no known origin.</summary>
internal static class KnownPart
{
    /// <summary>A share of what is known, and what it would be with the unknown part wholly in it, and wholly outside.</summary>
    /// <param name="part">Of what is known.</param>
    /// <param name="unknown">What may belong to the part and is not known to.</param>
    /// <param name="all">All, the unknown included.</param>
    public static Sample ShareOf(double part, double unknown, double all, bool isProvisional)
    {
        if (all <= 0) return Sample.Missing(Gap.Undefined);
        var known = all - unknown;
        if (known <= 0) return Sample.Missing(Gap.UnknownOrigin);
        Sample Of(double above, double below) => new(Figure.Known(above / below, isProvisional), new Basis.Ratio()) { Noise = Noise.Share(below) };
        return WithUnknown(Of(part, known), unknown / all, () => [Of(part + unknown, all), Of(part, all)]);
    }

    /// <summary>A figure of what is known, with what it would be if the unknown part were one thing or another.</summary>
    /// <param name="part">The unknown part, 0 to 1.</param>
    public static Sample WithUnknown(Sample known, double part, Func<IReadOnlyList<Sample>> ways) =>
        part > 0 ? known with { UnknownPart = part, Ways = ways() } : known;
}
