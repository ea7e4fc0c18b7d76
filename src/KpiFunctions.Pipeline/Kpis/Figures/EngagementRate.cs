using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>
/// Reactions, comments, shares and saves over the people who could give them: those reached, or the followers where
/// reach is unknown. An account's way is the same in every week.
/// </summary>
internal static class EngagementRate
{
    private static readonly CountMetric[] Parts = [Metrics.Reactions, Metrics.Comments, Metrics.Shares, Metrics.Saves];

    public static readonly FigureDefinition Definition = new PerAccount(
        new("engagement-rate", KpiUnit.Share, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Parts) && source.GivesAny(Metrics.Reach, Metrics.Reach7Days, Metrics.Followers),
            Formula = "(reactions + comments + shares + saves) / {per}",
        },
        (account, _) => ByPost(account) || ByReach(account) || ByFollowers(account),
        (account, _) => MeasureOf(account));

    private static Func<IsoWeek, WeekMeasurement> MeasureOf(AccountData account)
    {
        if (ByPost(account)) return week => OfTypicalPost(account.In(week));
        if (ByReach(account)) return week => Over(account.In(week), Metrics.Reach7Days);
        return week => Over(account.In(week), Metrics.Followers);
    }

    private static bool ByPost(AccountData account) => account.DeliversByPost(Metrics.Reach) && Parts.Any(account.DeliversByPost);

    private static bool ByReach(AccountData account) => account.DeliversByDay(Metrics.Reach7Days) && Parts.Any(account.DeliversByDay);

    private static bool ByFollowers(AccountData account) =>
        account.DeliversByDay(Metrics.Followers) && Parts.Any(part => account.DeliversByDay(part) || account.DeliversByPost(part));

    /// <summary>
    /// The median of the posts' own rates: the reach of several posts has no sum. A post with an empty part is left out.
    /// </summary>
    private static WeekMeasurement OfTypicalPost(AccountWeek week)
    {
        if (week.Account.PostsGap(week.Week.Days) is { } gap) return WeekMeasurement.Missing(gap);
        var parts = Parts.Where(week.Account.DeliversByPost).ToList();
        var posts = week.PostsFor([Metrics.Reach, .. parts]).Where(post => post[Metrics.Reach] > 0 && parts.TrueForAll(part => post[part] is not null)).ToList();
        if (posts.Count == 0) return WeekMeasurement.Missing(week.Posts.Any() ? Gap.NoData : Gap.NoPosts);
        var rate = Middle.Of([.. posts.Select(post => parts.Sum(part => post[part]!.Value) / post[Metrics.Reach]!.Value)]);
        var reach = Middle.Of([.. posts.Select(post => post[Metrics.Reach]!.Value)]);
        return new(Figure.Known(rate), new Basis.Ratio(Metrics.Reach)) { Variance = VarianceModel.Counted(1 / reach) };
    }

    private static WeekMeasurement Over(AccountWeek week, UniqueMetric reach) =>
        WeekMeasurement.Ratio(PartsOf(week, week.Account.DeliversByDay), week.OnSunday(reach), new Basis.Ratio(Metrics.Reach));

    private static WeekMeasurement Over(AccountWeek week, LevelMetric followers) =>
        WeekMeasurement.Ratio(PartsOf(week, week.Delivers), week.LastLevel(followers).Amount, new Basis.Ratio(followers));

    private static Amount PartsOf(AccountWeek week, Func<Metric, bool> delivers) =>
        Amount.AddUp([.. Parts.Where(part => delivers(part)).Select(part => week.Sum(part))]);
}
