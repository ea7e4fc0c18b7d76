using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>To be liked: who comes to stay, and who answers.</summary>
internal static class Image
{
    /// <summary>An earlier level that is older than this says nothing about the week.</summary>
    public const int OldestEarlierLevel = 14;

    private static readonly KpiSpec Growth = new(KpiKey.FollowerGrowth, KpiUnit.People, GoodDirection.Up) { Floor = double.NegativeInfinity };
    private static readonly KpiSpec Followers = new(KpiKey.Followers, KpiUnit.People, GoodDirection.Up) { HasUsual = false };
    private static readonly KpiSpec Engagement = new(KpiKey.EngagementRate, KpiUnit.Share, GoodDirection.Up);

    public static ObjectiveFigures Of(KpiBuilder kpis)
    {
        var withFollowers = kpis.Data.Where(account => account.DeliversByDay(Metrics.Followers));
        return new()
        {
            Primary = kpis.PerAccount(Growth, withFollowers, account => week => GrowthOf(new(account, week))),
            Explaining =
            [
                .. kpis.PerAccount(Followers, withFollowers, account => week => LevelOf(new(account, week))),
                .. kpis.PerAccount(Engagement, kpis.Data.Where(EngagementRate.CanTell), EngagementRate.MeasureOf),
            ],
            Posts = Highlights.Of(kpis.Data, kpis.Week, Metrics.Reactions),
        };
    }

    /// <summary>
    /// The last level in the week minus the last one before the week. Neither is interpolated: the days between them
    /// are told, and the usual range is put on as many days.
    /// </summary>
    private static Sample GrowthOf(AccountWeek week)
    {
        var (to, toDay) = week.LastLevel(Metrics.Followers);
        if (to.Value is not { } level) return Sample.Missing(to.Figure.Gap!.Value);
        if (week.EarlierLevel(Metrics.Followers, toDay.AddDays(-OldestEarlierLevel)) is not { } reading) return Sample.Missing(Gap.NoEarlierLevel);
        if (AccountWeek.SeriesOf(reading, Metrics.Followers) != to.Series) return Sample.Missing(Gap.SeriesBreak);
        var earlier = reading[Metrics.Followers]!.Value;
        return new(Figure.Known(level - earlier, to.Figure.IsProvisional || !reading.Settled), new Basis.LevelChange(reading.Day, toDay, earlier, level))
        {
            Noise = Noise.Change,
            Series = to.Series,
            Days = toDay.DayNumber - reading.Day.DayNumber,
            RelativeChange = earlier > 0 ? (level - earlier) / earlier : null,
            Flow = FlowOf(week),
        };
    }

    private static Sample LevelOf(AccountWeek week)
    {
        var (level, day) = week.LastLevel(Metrics.Followers);
        return Sample.Of(level, new Basis.LastLevel(day), Noise.None);
    }

    private static FollowerFlow? FlowOf(AccountWeek week)
    {
        var flow = new FollowerFlow(week.Sum(Metrics.FollowersGained).Value, week.Sum(Metrics.FollowersLost).Value);
        return flow is { Gained: null, Lost: null } ? null : flow;
    }
}
