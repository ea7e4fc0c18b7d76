using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>Followers gained in the week less those lost, of each account.</summary>
internal static class FollowerGrowth
{
    /// <summary>An earlier level that is older than this many days says nothing about the week.</summary>
    private const int OldestEarlierLevel = 14;

    public static readonly FigureDefinition Definition = new PerAccount(
        new("follower-growth", KpiUnit.People, GoodDirection.Up)
        {
            Floor = double.NegativeInfinity,
            IsChange = true,
            IsFedBy = source => source.GivesAny(Metrics.Followers),
            Formula = "last level of the week - last level before it",
        },
        (account, _) => account.DeliversByDay(Metrics.Followers),
        (account, _) => week => Of(account.In(week)));

    /// <summary>
    /// The last level in the week minus the last one before the week. Neither is interpolated: the days between them
    /// are told, and the usual range is put on as many days.
    /// </summary>
    public static WeekMeasurement Of(AccountWeek week)
    {
        var (to, toDay) = week.LastLevel(Metrics.Followers);
        if (to.Value is not { } level) return WeekMeasurement.Missing(to.Figure.Gap!.Value);
        if (week.EarlierLevel(Metrics.Followers, toDay.AddDays(-OldestEarlierLevel)) is not { } reading) return WeekMeasurement.Missing(Gap.NoEarlierLevel);
        if (AccountWeek.SeriesOf(reading, Metrics.Followers) != to.Series) return WeekMeasurement.Missing(Gap.SeriesBreak);
        var earlier = reading[Metrics.Followers]!.Value;
        return new(Figure.Known(level - earlier, to.Figure.IsProvisional || !reading.Settled), new Basis.LevelChange(reading.Day, toDay, earlier, level))
        {
            Variance = VarianceModel.Change,
            Series = to.Series,
            Days = toDay.DayNumber - reading.Day.DayNumber,
            RelativeChange = earlier > 0 ? (level - earlier) / earlier : null,
            Flow = FlowOf(week),
        };
    }

    private static FollowerFlow? FlowOf(AccountWeek week)
    {
        var flow = new FollowerFlow(week.Sum(Metrics.FollowersGained).Value, week.Sum(Metrics.FollowersLost).Value);
        return flow is { Gained: null, Lost: null } ? null : flow;
    }
}
