using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>
/// Draws a KPI's weeks as bars from zero, and as a line of characters. A week without a figure has no bar at all,
/// and a dot in the line: it is not a zero.
/// </summary>
internal static class SparkWriter
{
    private const int Height = 40;
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const char UnknownWeek = '·';

    /// <summary>Past weeks: 3 : 1 and more on white.</summary>
    private const string Past = "#7f8a95";

    /// <returns>Null where fewer than two weeks are known.</returns>
    public static SparkModel? Write(Desk desk, Kpi kpi, KpiFormat format)
    {
        var known = Known(kpi);
        return known.Count < 2 ? null : Draw(kpi, known, Height, Caption(desk, kpi, format, known.Min(), known.Max()));
    }

    /// <summary>The same without a sentence, for a row whose words stand beside it.</summary>
    /// <param name="height">Of the longest bars above and below zero together, in pixels.</param>
    public static SparkModel? Draw(Kpi kpi, int height) => Known(kpi) is { Count: >= 2 } known ? Draw(kpi, known, height, "") : null;

    private static List<double> Known(Kpi kpi) => [.. kpi.History.Where(week => week.Value is not null).Select(week => week.Value!.Value)];

    private static SparkModel Draw(Kpi kpi, List<double> known, int height, string caption)
    {
        var (bottom, top) = (Math.Min(0, known.Min()), Math.Max(0, known.Max()));
        var pixels = top > bottom ? height / (top - bottom) : 0;
        return new(
            caption,
            string.Concat(kpi.History.Select(week => week.Value is { } value ? Block(value, bottom, top) : UnknownWeek)),
            bottom < 0,
            [.. kpi.History.Select((week, i) => Bar(kpi, week, pixels, i == kpi.History.Count - 1))]);
    }

    private static string Caption(Desk desk, Kpi kpi, KpiFormat format, double least, double most)
    {
        var (low, high) = (format.Write(least), format.Write(most));
        var caption = low == high
            ? desk.SayCount("spark.flat", kpi.History.Count, [format.Cite("value", least), .. format.Unsaid()])
            : desk.SayCount("spark", kpi.History.Count, [new("range", desk.Language.Numbers.Range(low, high)) { Range = (least, most) }, .. format.Unsaid()]);
        var unknown = kpi.History.Count(week => week.Value is null);
        return unknown == 0 ? caption : desk.SayCount("spark.unknown", unknown, Datum.Part("spark", caption));
    }

    private static char Block(double value, double bottom, double top) =>
        top > bottom ? Blocks[(int)Math.Round((value - bottom) / (top - bottom) * (Blocks.Length - 1))] : Blocks[0];

    private static BarModel Bar(Kpi kpi, Figure week, double pixels, bool isThisWeek)
    {
        if (week.Value is not { } value) return new(false, 0, 0, "none", Past);
        var length = Math.Max(1, (int)Math.Round(Math.Abs(value) * pixels));
        var tone = ToneOf(kpi);
        return new(true, value >= 0 ? length : 0, value < 0 ? length : 0, isThisWeek ? tone.Name : "past", isThisWeek ? tone.Ink : Past);
    }

    /// <summary>The colour of the week's own bar.</summary>
    public static Tone ToneOf(Kpi kpi) => kpi.Verdict switch
    {
        KpiVerdict.Better => Tone.Good,
        KpiVerdict.Worse => Tone.Bad,
        _ => Tone.Neutral,
    };
}
