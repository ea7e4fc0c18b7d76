using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>Posts that each account published. More is not better by itself.</summary>
internal static class Posts
{
    public static readonly FigureDefinition Definition = new PerAccount(
        new("posts", KpiUnit.Count, null)
        {
            IsFedBy = source => source.PostMetrics.Count > 0 || source.GivesAny(Metrics.Posts),
            Formula = "posts of the seven days",
        },
        (account, _) => account.GivesPosts || account.DeliversByDay(Metrics.Posts),
        (account, _) => week => WeekMeasurement.Of(account.In(week).Sum(Metrics.Posts), new Basis.SumOfDays(), VarianceModel.Count));
}
