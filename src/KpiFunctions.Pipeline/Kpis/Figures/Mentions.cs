using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How often others speak of the client.</summary>
internal static class Mentions
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("mentions", KpiUnit.Count, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Metrics.Mentions),
            Formula = "mentions of the seven days, added up over accounts",
        },
        (data, week) => Sums.Of(data, week, Metrics.Mentions));
}
