using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Counts over the week and over every account that delivers them.</summary>
internal static class Sums
{
    public static WeekMeasurement Of(ClientData data, IsoWeek week, CountMetric metric) =>
        WeekMeasurement.Of(data.Total(week, metric), new Basis.SumOfDays { OfPosts = data.In(week).Any(account => account.SumsPosts(metric)) }, VarianceModel.Count);
}
