using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Draws a KPI's weeks for the page: bars from zero, the band of usual weeks behind them, and the target's line.</summary>
internal static class ChartWriter
{
    private const int Width = 624;
    private const int Height = 180;
    private const int Top = 12;
    private const int Bottom = 152;

    /// <summary>A target further off than this many times what is known would flatten the bars.</summary>
    private const double FarthestTarget = 2;

    /// <returns>Null where fewer than two weeks are known.</returns>
    public static ChartModel? Write(Desk desk, Kpi kpi, KpiFormat format, SparkModel? spark)
    {
        var known = kpi.History.Where(week => week.Value is not null).Select(week => week.Value!.Value).ToList();
        if (known.Count < 2 || spark is null) return null;

        var usual = kpi.Expected?.Range;
        var (least, most) = (Math.Min(0, Math.Min(known.Min(), usual?.Low ?? 0)), Math.Max(0, Math.Max(known.Max(), usual?.High ?? 0)));
        var goal = kpi.Target?.Target.Goal is { } value and > 0 && value <= most * FarthestTarget ? value : (double?)null;
        most = Math.Max(most, goal ?? most);
        if (most <= least) return null;

        int Y(double at) => Bottom - (int)Math.Round((at - least) / (most - least) * (Bottom - Top));
        var zero = Y(0);
        return new(
            spark.Caption,
            Width,
            Height,
            zero,
            [.. kpi.History.Select((week, i) => Bar(desk, kpi, format, i, zero, Y))],
            usual is null ? null : new(Y(usual.High), Math.Max(2, Y(usual.Low) - Y(usual.High)), desk.Language.Text("usual.range", ("range", format.WriteRange(usual)))),
            goal is { } line ? new(Y(line), desk.Language.Text("chart.target", ("value", format.Write(line)))) : null,
            new(
                desk.Language.Text("chart.weeks"),
                desk.Language.Text("chart.week"),
                desk.Language.Text("chart.figure"),
                [.. kpi.History.Select((week, i) => new WeekRow(WeekName(desk, kpi, i), Figure(desk, format, week)))]));
    }

    private static ChartBar Bar(Desk desk, Kpi kpi, KpiFormat format, int index, int zero, Func<double, int> y)
    {
        var place = Width / kpi.History.Count;
        var week = kpi.History[index];
        var height = week.Value is { } value ? Math.Max(2, Math.Abs(y(value) - zero)) : 0;
        var name = desk.Language.Text("chart.bar", ("week", WeekName(desk, kpi, index)), ("value", Figure(desk, format, week)));
        return new(
            (index * place) + (place / 6),
            week.Value is < 0 ? zero : zero - height,
            place * 2 / 3,
            height,
            (index * place) + (place / 2),
            index < kpi.History.Count - 1 ? "past" : SparkWriter.ToneOf(kpi).Name,
            Language.Capital(name),
            desk.Language.Numbers.Integer(desk.Week.Plus(index - kpi.History.Count + 1).Number),
            week.Value is not null);
    }

    private static string WeekName(Desk desk, Kpi kpi, int index)
    {
        var week = desk.Week.Plus(index - kpi.History.Count + 1);
        return desk.Language.Text("chart.week-of", ("week", desk.Language.Numbers.Integer(week.Number)), ("days", desk.Language.Dates.Period(week.Days, withYear: false)));
    }

    private static string Figure(Desk desk, KpiFormat format, Figure week)
    {
        if (week.Value is not { } value) return desk.Language.Text("figure.absent");
        return week.IsProvisional ? desk.Language.Text("figure.provisional", ("figure", format.Write(value))) : format.Write(value);
    }
}
