using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>What conversions bring, in the accounts' currency.</summary>
internal static class Revenue
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("revenue", KpiUnit.Money, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Metrics.Revenue),
            Formula = "revenue of the seven days, added up over accounts",
        },
        RevenueOf);

    /// <summary>Revenue varies at least as its orders do, each worth the week's mean.</summary>
    private static WeekMeasurement RevenueOf(ClientData data, IsoWeek week)
    {
        var (amount, currency) = data.Total(week, Metrics.Revenue);
        var orders = data.Total(week, Metrics.Conversions).Value;
        var variance = amount.Value is { } revenue && orders > 0 ? VarianceModel.Counted(revenue / orders.Value) : VarianceModel.None;
        return WeekMeasurement.Of(amount, new Basis.SumOfDays(), variance) with { Currency = amount.Value is null ? null : currency };
    }
}
