using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>
/// How often a week is told to have changed beside the same weeks of earlier years, and how often without them. Years of days would
/// take hours: here the rule itself judges sums of weeks, compared by the holidays of France.
/// </summary>
/// <param name="Series">How many.</param>
internal sealed record SeasonTrials(int Series, int Seed)
{
    /// <summary>Before the week, as many as a digest reads whole.</summary>
    private const int WeeksKnown = 57;

    private const int WeeksWithoutAYear = 26;

    private const int Weeks = 52;

    private static readonly HolidayCalendar France = new("FR");

    /// <summary>Shares of all series in which a figure of the week is told to have changed.</summary>
    /// <param name="years">How many earlier years are known; with none, half a year.</param>
    /// <param name="sizeOf">What a week's expectation is multiplied by.</param>
    /// <param name="figures">How many accounts have the figure, judged together.</param>
    public (double Told, double WithoutYears) Told(IWorld world, IsoWeek week, int years, Func<IsoWeek, double> sizeOf, int figures = 1)
    {
        var (told, without) = (0, 0);
        var same = Enumerable.Range(1, years).Select(ago => France.SameWeek(week, ago)).ToList();
        IReadOnlyList<IsoWeek> drawn =
        [
            .. same.SelectMany(each => Enumerable.Range(-Baseline.Weeks - 1, Baseline.Weeks + 2).Select(each.Plus))
                .Concat(Enumerable.Range(years == 0 ? -WeeksWithoutAYear : -WeeksKnown, (years == 0 ? WeeksWithoutAYear : WeeksKnown) + 1).Select(week.Plus)).Distinct().Order(),
        ];
        var known = drawn.Where(each => each < week && each >= week.Plus(years == 0 ? -WeeksWithoutAYear : -WeeksKnown)).ToList();
        Parallel.For(0, Series, i =>
        {
            var random = RandomOf(i);
            var verdicts = Enumerable.Range(0, figures).Select(_ =>
            {
                var values = Draw(world, drawn, sizeOf, random);
                IReadOnlyList<EarlierYear> earlier =
                    [.. same.Select((each, ago) => new EarlierYear(ago + 1, [.. Enumerable.Range(-Baseline.Weeks - 1, Baseline.Weeks + 1).Select(back => values[each.Plus(back)])], values[each]))];
                return Verdicts.Of(Baseline.EvidenceOf([.. known.Select(each => values[each])], values[week], VarianceModel.Count, earlier: earlier)!, GoodDirection.Up, figures);
            }).ToList();
            if (verdicts.Exists(IsTold)) Interlocked.Increment(ref told);
            if (verdicts.Exists(verdict => IsTold(verdict) || verdict == KpiVerdict.Seasonal)) Interlocked.Increment(ref without);
        });
        return ((double)told / Series, (double)without / Series);
    }

    /// <summary>Of each series, a client at which nothing changes: how many digests of a year tell of a change; the fewest first.</summary>
    /// <param name="figures">How many figures each digest has.</param>
    public IReadOnlyList<int> DigestsOfAYear(IWorld world, int figures)
    {
        var first = IsoWeek.Parse("2025-W40");
        IReadOnlyList<IsoWeek> drawn = [.. Enumerable.Range(-Weeks, 2 * Weeks).Select(first.Plus)];
        var told = new int[Series];
        Parallel.For(0, Series, i =>
        {
            var random = RandomOf(i);
            var clients = Enumerable.Range(0, figures).Select(_ => Draw(world, drawn, _ => 1, random).OrderBy(week => week.Key).Select(week => week.Value).ToList()).ToList();
            told[i] = Enumerable.Range(Weeks, Weeks).Count(week => clients.Exists(weeks =>
                IsTold(Verdicts.Of(Baseline.EvidenceOf(weeks.GetRange(week - Weeks, Weeks), weeks[week], VarianceModel.Count)!, GoodDirection.Up, figures))));
        });
        return [.. told.Order()];
    }

    /// <summary>Of all digests with so many figures and a year of weeks before, those that tell of a change where there is none.</summary>
    public double InADigest(IWorld world, int figures)
    {
        IReadOnlyList<IsoWeek> drawn = [.. Enumerable.Range(-Weeks, Weeks + 1).Select(IsoWeek.Parse("2026-W40").Plus)];
        var told = 0;
        Parallel.For(0, Series, i =>
        {
            var random = RandomOf(i);
            var verdicts = Enumerable.Range(0, figures).Select(_ =>
            {
                var weeks = Draw(world, drawn, _ => 1, random).OrderBy(week => week.Key).Select(week => week.Value).ToList();
                return Verdicts.Of(Baseline.EvidenceOf(weeks[..^1], weeks[^1], VarianceModel.Count)!, GoodDirection.Up, figures);
            }).ToList();
            if (verdicts.Exists(IsTold)) Interlocked.Increment(ref told);
        });
        return (double)told / Series;
    }

    private static bool IsTold(KpiVerdict verdict) => verdict is KpiVerdict.Better or KpiVerdict.Worse;

    private static Dictionary<IsoWeek, KnownWeek> Draw(IWorld world, IReadOnlyList<IsoWeek> weeks, Func<IsoWeek, double> sizeOf, Random random)
    {
        var drawn = new Dictionary<IsoWeek, KnownWeek>(weeks.Count);
        Reading? last = null;
        foreach (var week in weeks)
        {
            var sum = 0.0;
            foreach (var day in world.Week(week.Monday, sizeOf(week), random, last)) (last, sum) = (day, sum + day.Values.Values.Sum());
            drawn[week] = new(sum);
        }

        return drawn;
    }

    private Random RandomOf(int series) => new(unchecked(Seed * 1_000_003 + series));
}
