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
    private const string Past = "#b4bec8";

    /// <returns>Null where fewer than two weeks are known.</returns>
    public static SparkModel? Write(Desk desk, Kpi kpi, KpiFormat format)
    {
        var known = kpi.History.Where(week => week.Value is not null).Select(week => week.Value!.Value).ToList();
        if (known.Count < 2) return null;
        var (least, most) = (known.Min(), known.Max());
        var (bottom, top) = (Math.Min(0, least), Math.Max(0, most));
        var pixels = top > bottom ? Height / (top - bottom) : 0;
        return new(
            Caption(desk, kpi, format, least, most),
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
