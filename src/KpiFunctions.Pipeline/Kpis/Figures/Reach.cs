using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>
/// People reached, per account: they have no sum, neither over days nor over networks. An account's week is taken in
/// one way, and its earlier weeks in the same way, so that only like is compared.
/// </summary>
internal static class Reach
{
    public static readonly FigureDefinition Definition = new PerAccount(
        new("reach", KpiUnit.People, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Metrics.Reach7Days, Metrics.Reach),
            Formula = "people reached in the week, on its best day, or by its typical post: whichever the account tells first",
        },
        (account, _) => IsToldByDay(account) || account.DeliversByPost(Metrics.Reach),
        MeasureOf);

    public static bool IsToldByDay(AccountData account) => account.DeliversByDay(Metrics.Reach7Days) || account.DeliversByDay(Metrics.Reach);

    /// <summary>The median, because one post that went far says nothing of the others.</summary>
    public static WeekMeasurement TypicalPost(AccountWeek week)
    {
        if (week.Account.PostsGap(week.Week.Days) is { } gap) return WeekMeasurement.Missing(gap);
        var reached = week.PostsFor(Metrics.Reach).Select(post => post[Metrics.Reach]).OfType<double>().ToList();
        if (reached.Count == 0) return WeekMeasurement.Missing(week.Posts.Any() ? Gap.NoData : Gap.NoPosts);
        return new(Figure.Known(Middle.Of(reached)), new Basis.TypicalPost(reached.Count)) { Variance = VarianceModel.Count };
    }

    /// <summary>The best that the reported week has; where it has nothing, the best that the account ever had.</summary>
    private static Func<IsoWeek, WeekMeasurement> MeasureOf(AccountData account, IsoWeek reported)
    {
        if (!IsToldByDay(account)) return week => TypicalPost(account.In(week));
        Func<IsoWeek, WeekMeasurement>[] ways =
        [
            .. account.DeliversByDay(Metrics.Reach7Days) ? [week => UniqueOverWeek(account.In(week))] : Array.Empty<Func<IsoWeek, WeekMeasurement>>(),
            .. account.DeliversByDay(Metrics.Reach) ? [week => BestDay(account.In(week))] : Array.Empty<Func<IsoWeek, WeekMeasurement>>(),
        ];
        return Array.Find(ways, way => way(reported).Figure.Value is not null) ?? ways[0];
    }

    private static WeekMeasurement UniqueOverWeek(AccountWeek week) =>
        WeekMeasurement.Of(week.OnSunday(Metrics.Reach7Days), new Basis.UniqueOverWeek(), VarianceModel.Count);

    private static WeekMeasurement BestDay(AccountWeek week)
    {
        var (people, day) = week.BestDay(Metrics.Reach);
        return WeekMeasurement.Of(people, new Basis.BestDay(day), VarianceModel.Count);
    }
}
