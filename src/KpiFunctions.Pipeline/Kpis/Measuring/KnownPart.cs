using KpiFunctions.Pipeline.Kpis.Judging;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Shares of visits or conversions of which some have no known origin.</summary>
internal static class KnownPart
{
    /// <summary>A larger unknown part leaves no figure: what is known is then not like the whole.</summary>
    private const double Largest = 0.5;

    /// <summary>A share of what is known, and what it would be with the unknown part wholly in it, and wholly outside.</summary>
    /// <param name="part">Of what is known.</param>
    /// <param name="unknown">What may belong to the part and is not known to.</param>
    /// <param name="all">All, the unknown included.</param>
    public static WeekMeasurement ShareOf(double part, double unknown, double all, bool isProvisional)
    {
        if (all <= 0) return WeekMeasurement.Missing(Gap.Undefined);
        if (IsTooLarge(unknown, all)) return WeekMeasurement.Missing(Gap.UnknownOrigin);
        var known = all - unknown;
        WeekMeasurement Of(double above, double below) => new(Figure.Known(above / below, isProvisional), new Basis.Ratio()) { Variance = VarianceModel.Share(below) };
        return WithUnknown(Of(part, known), unknown / all, () => [Of(part + unknown, all), Of(part, all)]);
    }

    /// <summary>Whether more than half has no known origin.</summary>
    public static bool IsTooLarge(double unknown, double all) => unknown > Largest * all;

    /// <summary>A figure of what is known, with what it would be if the unknown part were one thing or another.</summary>
    /// <param name="part">The unknown part, 0 to 1.</param>
    public static WeekMeasurement WithUnknown(WeekMeasurement known, double part, Func<IReadOnlyList<WeekMeasurement>> ways) =>
        part > 0 ? known with { UnknownPart = part, Ways = ways() } : known;
}
