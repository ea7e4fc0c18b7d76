using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>How often a week is told to have changed beside the same weeks of earlier years, and how often without them.</summary>
/// <param name="Series">How many.</param>
internal sealed record SeasonTrials(int Series, int Seed)
{
    /// <summary>As many as a digest reads whole.</summary>
    private const int WeeksKnown = 57;

    private const int WeeksWithoutAYear = 26;

    private const int WeeksBefore = 12;

    private static readonly HolidayCalendar France = new("FR");

    /// <summary>Shares of all series in which a figure of the week is told to have changed.</summary>
    /// <param name="years">How many earlier years are known; with none, half a year.</param>
    /// <param name="sizeOf">What a week's expectation is multiplied by.</param>
    /// <param name="figures">How many accounts have the figure, judged together.</param>
    public (double Told, double WithoutYears) Told(IWorld world, IsoWeek week, int years, Func<IsoWeek, double> sizeOf, int figures = 1)
    {
        var (told, without) = (0, 0);
        Parallel.For(0, Series, i =>
        {
            var history = History(world, week, years, sizeOf, new(unchecked(Seed * 1_000_003 + i)), figures);
            var kpis = SimulatedClient.Judge(world, history, week).Primary.Where(kpi => kpi.Traits.Name == world.Kpi).ToList();
            if (kpis.Exists(kpi => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse)) Interlocked.Increment(ref told);
            if (kpis.Exists(kpi => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Seasonal)) Interlocked.Increment(ref without);
        });
        return ((double)told / Series, (double)without / Series);
    }

    private static ClientHistory History(IWorld world, IsoWeek week, int years, Func<IsoWeek, double> sizeOf, Random random, int figures)
    {
        var first = week.Plus(-(years == 0 ? WeeksWithoutAYear : WeeksKnown));
        var earlier =
            from ago in Enumerable.Range(1, years).Reverse()
            let same = France.SameWeek(week, ago)
            from back in Enumerable.Range(-WeeksBefore, WeeksBefore + 1)
            select same.Plus(back);
        List<Reading> Readings(IEnumerable<IsoWeek> weeks)
        {
            var readings = new List<Reading>();
            for (var figure = 0; figure < figures; figure++)
            {
                Reading? last = null;
                foreach (var each in weeks)
                {
                    var days = world.Week(each.Monday, sizeOf(each), random, last).ToList();
                    last = days[^1];
                    readings.AddRange(days.Select(day => day with { Account = day.Account with { Account = $"page {figure}" } }));
                }
            }

            return [.. readings.OrderBy(reading => reading.Day)];
        }

        var before = Readings(earlier.Where(each => each < first).Distinct().Order());
        return new()
        {
            Days = new(first.Monday, week.Sunday),
            Readings = Readings(Enumerable.Range(0, (week.Monday.DayNumber - first.Monday.DayNumber) / 7 + 1).Select(first.Plus)),
            Posts = [],
            Accounts = [],
            Earlier = before.Count == 0 ? [] : [new(new(before[0].Day, before[^1].Day), before, [])],
        };
    }
}
