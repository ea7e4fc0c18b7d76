using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>What visitors did that the client wants: orders, calls, forms.</summary>
internal static class Conversions
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("conversions", KpiUnit.Count, GoodDirection.Up)
        {
            IsFedBy = source => source.HasTraffic || source.GivesAny(Metrics.Conversions),
            Formula = "conversions of the seven days, added up over accounts",
        },
        (data, week) => Sums.Of(data, week, Metrics.Conversions));
}
