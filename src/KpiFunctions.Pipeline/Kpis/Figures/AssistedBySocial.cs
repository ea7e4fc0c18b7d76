using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>Conversions that a social network began and another sender completed.</summary>
internal static class AssistedBySocial
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("assisted-by-social", KpiUnit.Count, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Metrics.ConversionsAssistedBySocial),
            Formula = "conversions of visits that no social network sent, of people whose first visit one did, of the seven days",
        },
        (data, week) => Sums.Of(data, week, Metrics.ConversionsAssistedBySocial));
}
