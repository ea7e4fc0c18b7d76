using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>
/// Displays and plays. Of an account whose platform changed what a view is, those are taken that it counts as before, so
/// that weeks can be compared; the public ones stand beside them without a verdict.
/// </summary>
internal static class Viewed
{
    private static readonly KpiSpec Views = new(KpiKey.Views, KpiUnit.Count, GoodDirection.Up);
    private static readonly KpiSpec InPublic = new(KpiKey.PublicViews, KpiUnit.Count, GoodDirection.Up) { HasUsual = false };

    public static IReadOnlyList<Kpi> Of(KpiBuilder kpis)
    {
        var engaged = kpis.Data.Where(account => IsEngaged(account, kpis.Week)).Select(account => account.Ref).ToHashSet();
        return
        [
            kpis.Build(Views, week => Total(kpis.Data, week, engaged)),
            .. kpis.Data.Where(account => engaged.Contains(account.Ref) && account.DeliversByDay(Metrics.Views)) is { Count: > 0 } both
                ? kpis.PerAccount(InPublic, both, account => week => Sample.Of(new AccountWeek(account, week).Sum(Metrics.Views), new Basis.SumOfDays(), Noise.Count))
                : [],
        ];
    }

    /// <summary>Whether an account's views are its engaged ones: it has them for the week, or has no others.</summary>
    private static bool IsEngaged(AccountData account, IsoWeek week) => account.DeliversByDay(Metrics.EngagedViews)
        && (new AccountWeek(account, week).Sum(Metrics.EngagedViews).Value is not null || new AccountWeek(account, week).Sum(Metrics.Views).Value is null);

    private static Sample Total(ClientData data, IsoWeek week, HashSet<AccountRef> engaged)
    {
        var accounts = data.In(week);
        return Sample.Of(
            data.Total(week, account => engaged.Contains(account.Account.Ref) ? Metrics.EngagedViews : Metrics.Views),
            new Basis.SumOfDays { OfPosts = accounts.Any(account => !engaged.Contains(account.Account.Ref) && account.SumsPosts(Metrics.Views)) },
            Noise.Count);
    }
}
