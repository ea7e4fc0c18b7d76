using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>Posts that each account published. More is not better by itself.</summary>
internal static class Published
{
    private static readonly KpiSpec Posts = new(KpiKey.Posts, KpiUnit.Count, null);

    public static IReadOnlyList<Kpi> Of(KpiBuilder kpis) => kpis.PerAccount(
        Posts,
        kpis.Data.Where(account => account.GivesPosts || account.DeliversByDay(Metrics.Posts)),
        account => week => Sample.Of(new AccountWeek(account, week).Sum(Metrics.Posts), new Basis.SumOfDays(), Noise.Count));
}
