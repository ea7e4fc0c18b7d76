using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>A client's own formulas over the week's metrics.</summary>
internal sealed class OwnFormula() : FigureDefinition(traits: null)
{
    public static readonly FigureDefinition Definition = new OwnFormula();

    public override IEnumerable<Measurement> Of(ClientData data, ObjectiveConfig objective, IsoWeek reported) =>
        [.. objective.Kpis.Select(own => new Measurement(TraitsOf(own), null, week => Evaluate(data, week, own.Formula)) { Custom = own })];

    /// <summary>A formula that subtracts has no floor.</summary>
    public static FigureTraits TraitsOf(CustomKpi own) => new(own.Key, own.IsShare ? KpiUnit.Share : KpiUnit.Number, own.Good)
    {
        Floor = own.Formula.NeverSubtracts ? 0 : double.NegativeInfinity,
        Formula = own.Formula.Text,
        IsJudgedByChange = own.Formula.IsLevel,
    };

    private static WeekMeasurement Evaluate(ClientData data, IsoWeek week, Formula formula)
    {
        var amounts = formula.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).ToDictionary(metric => metric, metric => Of(data, week, metric));
        if (FirstGap(amounts.Values) is { } gap) return WeekMeasurement.Missing(gap);
        if (formula.Evaluate(metric => amounts[metric].Figure.Value) is not { } value) return WeekMeasurement.Missing(Gap.Undefined);
        return new(Figure.Known(value, amounts.Values.Any(a => a.Figure.IsProvisional)), new Basis.Ratio())
        {
            Variance = formula.IsLevel ? VarianceModel.ChangeOf(UnitOf(formula, value, amounts), StandardError(formula, value, amounts)) : VarianceOf(formula, value, StandardError(formula, value, amounts)),
            Series = Amount.JoinSeries(amounts.Values),
        };
    }

    /// <summary>
    /// What only adds, multiplies and divides varies as its counts do: one event then weighs error² / value. What
    /// subtracts goes both ways.
    /// </summary>
    private static VarianceModel VarianceOf(Formula formula, double value, double error) =>
        formula.NeverSubtracts && value > 0 && error > 0 ? VarianceModel.Counted(error * error / value) : VarianceModel.Fixed(error);

    /// <summary>What one more of its levels adds to the value, of the one that adds most.</summary>
    private static double UnitOf(Formula formula, double value, Dictionary<Metric, IMeasured> amounts) => amounts.Keys.OfType<LevelMetric>()
        .Max(level => Math.Abs((formula.Evaluate(metric => amounts[metric].Figure.Value + (metric == level ? 1 : 0)) ?? value) - value));

    private static IMeasured Of(ClientData data, IsoWeek week, Metric metric) => metric switch
    {
        CountMetric count => data.Total(week, count),
        MoneyMetric money => data.Total(week, money).Amount,
        LevelMetric level => data.Where(account => account.DeliversByDay(level)) is { Count: > 0 } accounts
            ? Amount.AddUp([.. accounts.Select(account => account.In(week).LastLevel(level).Amount)])
            : Amount.Missing(data.NobodyDelivers),
        UniqueMetric unique => OfPeople(data, week, unique),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "This kind of metric has no rule for a week."),
    };

    /// <summary>People have no sum: not over accounts, and one day's people are not the week's.</summary>
    private static People OfPeople(ClientData data, IsoWeek week, UniqueMetric metric)
    {
        var accounts = data.Where(account => account.DeliversByDay(metric));
        if (accounts.Count == 0) return People.Missing(data.NobodyDelivers);
        return metric.Days < week.Days.Count || accounts.Count > 1
            ? People.Missing(Gap.NotDelivered)
            : accounts[0].In(week).OnSunday(metric);
    }

    /// <summary>What mends last is told first: a figure that nobody delivers, then days that are absent.</summary>
    private static Gap? FirstGap(IEnumerable<IMeasured> amounts)
    {
        var gaps = amounts.Select(a => a.Figure.Gap).OfType<Gap>().ToHashSet();
        if (gaps.Count == 0) return null;
        foreach (var gap in (ReadOnlySpan<Gap>)[Gap.NotDelivered, Gap.MixedCurrencies, Gap.SeriesBreak, Gap.NotExported, Gap.PartialWeek])
            if (gaps.Contains(gap)) return gap;
        return Gap.NoData;
    }

    /// <summary>
    /// How far chance alone moves the figure: each count and each number of people moved by its own √n, one at a time,
    /// and the moves put together as independent ones are. How much is posted is decided, and left out beside what is not.
    /// </summary>
    private static double StandardError(Formula formula, double value, Dictionary<Metric, IMeasured> amounts)
    {
        var squares = 0.0;
        var counted = amounts.Where(amount => amount.Key is CountMetric or UniqueMetric).ToList();
        if (counted.Count > 1) counted.RemoveAll(amount => amount.Key == Metrics.Posts);
        foreach (var (moved, amount) in counted)
        {
            var step = Math.Sqrt(Math.Max(amount.Figure.Value!.Value, 1));
            var other = formula.Evaluate(metric => metric == moved ? amounts[metric].Figure.Value + step : amounts[metric].Figure.Value);
            if (other is { } at) squares += (at - value) * (at - value);
        }

        return Math.Sqrt(squares);
    }
}
