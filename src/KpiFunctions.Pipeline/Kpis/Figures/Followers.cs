using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How many follow each account at the week's end.</summary>
internal static class Followers
{
    public static readonly FigureDefinition Definition = new PerAccount(
        new("followers", KpiUnit.People, GoodDirection.Up)
        {
            IsLevel = true,
            IsFedBy = source => source.GivesAny(Metrics.Followers),
            Formula = "last level of the week",
        },
        (account, _) => account.DeliversByDay(Metrics.Followers),
        (account, _) => week => LevelOf(account.In(week)));

    private static WeekMeasurement LevelOf(AccountWeek week)
    {
        var (level, day) = week.LastLevel(Metrics.Followers);
        return WeekMeasurement.Of(level, new Basis.LastLevel(day), VarianceModel.None);
    }
}
