using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How many visits convert, over the accounts that tell both.</summary>
internal static class ConversionRate
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("conversion-rate", KpiUnit.Share, GoodDirection.Up)
        {
            IsFedBy = source => source.HasTraffic || (source.GivesAny(Metrics.Conversions) && source.GivesAny(Metrics.Sessions)),
            Formula = "conversions / visits",
        },
        RateOf);

    private static WeekMeasurement RateOf(ClientData data, IsoWeek week)
    {
        AccountWeek[] accounts = [.. data.In(week).Where(account => account.Delivers(Metrics.Conversions) && account.Delivers(Metrics.Sessions))];
        return accounts.Length == 0
            ? WeekMeasurement.Missing(data.NobodyDelivers)
            : WeekMeasurement.Ratio(
                Amount.AddUp([.. accounts.Select(account => account.Sum(Metrics.Conversions))]),
                Amount.AddUp([.. accounts.Select(account => account.Sum(Metrics.Sessions))]),
                new Basis.Ratio());
    }
}
