using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>Visits to the client's site.</summary>
internal static class Sessions
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("sessions", KpiUnit.Count, GoodDirection.Up)
        {
            IsFedBy = source => source.HasTraffic || source.GivesAny(Metrics.Sessions),
            Formula = "sessions of the seven days, added up over accounts",
        },
        (data, week) => Sums.Of(data, week, Metrics.Sessions));
}
