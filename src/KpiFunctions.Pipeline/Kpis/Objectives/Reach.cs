using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>
/// People reached, per account: they have no sum, neither over days nor over networks. An account's week is taken in
/// one way, and its earlier weeks in the same way, so that only like is compared.
/// </summary>
internal static class Reach
{
    private static readonly KpiSpec Spec = new(KpiKey.Reach, KpiUnit.People, GoodDirection.Up);
    private static readonly KpiSpec PerPostSpec = new(KpiKey.ReachPerPost, KpiUnit.People, GoodDirection.Up);

    public static IReadOnlyList<Kpi> Of(KpiBuilder kpis) => kpis.PerAccount(
        Spec,
        kpis.Data.Where(account => TellsByDay(account) || account.DeliversByPost(Metrics.Reach)),
        account => MeasureOf(account, kpis.Week));

    /// <summary>What a post reaches, for accounts whose reach is not told by that already.</summary>
    public static IReadOnlyList<Kpi> PerPost(KpiBuilder kpis) =>
        kpis.Data.Where(account => TellsByDay(account) && account.DeliversByPost(Metrics.Reach)) is { Count: > 0 } accounts
            ? kpis.PerAccount(PerPostSpec, accounts, account => week => TypicalPost(new(account, week)))
            : [];

    private static bool TellsByDay(AccountData account) => account.DeliversByDay(Metrics.Reach7Days) || account.DeliversByDay(Metrics.Reach);

    /// <summary>The best that the reported week has; where it has nothing, the best that the account ever had.</summary>
    private static Func<IsoWeek, Sample> MeasureOf(AccountData account, IsoWeek reported)
    {
        if (!TellsByDay(account)) return week => TypicalPost(new(account, week));
        Func<IsoWeek, Sample>[] ways =
        [
            .. account.DeliversByDay(Metrics.Reach7Days) ? [week => UniqueOverWeek(new(account, week))] : Array.Empty<Func<IsoWeek, Sample>>(),
            .. account.DeliversByDay(Metrics.Reach) ? [week => BestDay(new(account, week))] : Array.Empty<Func<IsoWeek, Sample>>(),
        ];
        return Array.Find(ways, way => way(reported).Figure.Value is not null) ?? ways[0];
    }

    private static Sample UniqueOverWeek(AccountWeek week) =>
        Sample.Of(week.OnSunday(Metrics.Reach7Days), new Basis.UniqueOverWeek(), Noise.Count);

    private static Sample BestDay(AccountWeek week)
    {
        var (people, day) = week.BestDay(Metrics.Reach);
        return Sample.Of(people, new Basis.BestDay(day), Noise.Count);
    }

    /// <summary>The median, because one post that went far says nothing of the others.</summary>
    private static Sample TypicalPost(AccountWeek week)
    {
        if (week.Account.PostsGap(week.Week.Days) is { } gap) return Sample.Missing(gap);
        var reached = week.PostsFor(Metrics.Reach).Select(post => post[Metrics.Reach]).OfType<double>().ToList();
        if (reached.Count == 0) return Sample.Missing(week.Posts.Any() ? Gap.NoData : Gap.NoPosts);
        return new(Figure.Known(Usual.Median(reached)), new Basis.TypicalPost(reached.Count)) { Noise = Noise.Count };
    }
}
