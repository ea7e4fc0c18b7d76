using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>Views as the platform shows them in public, of accounts whose <see cref="Views"/> are counted in another way. They get no verdict.</summary>
internal static class PublicViews
{
    public static readonly FigureDefinition Definition = new PerAccount(
        new("public-views", KpiUnit.Count, GoodDirection.Up)
        {
            IsLevel = true,
            IsFedBy = source => source.GivesAny(Metrics.EngagedViews),
            Formula = "views of the seven days, as the platform shows them in public",
        },
        (account, reported) => Views.IsEngaged(account, reported) && account.DeliversByDay(Metrics.Views),
        (account, _) => week => WeekMeasurement.Of(account.In(week).Sum(Metrics.Views), new Basis.SumOfDays(), VarianceModel.Count))
    {
        IsOnlyWhereDelivered = true,
    };
}
