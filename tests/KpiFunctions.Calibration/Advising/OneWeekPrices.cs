using KpiFunctions.Pipeline.Kpis;
using MathNet.Numerics.Distributions;

namespace KpiFunctions.Calibration.Advising;

/// <summary>
/// The cost advice as it was until the tables of this calibration, for comparison: the reported week's dearest network beside
/// its cheapest, every person reached an independent event.
/// </summary>
internal static class OneWeekPrices
{
    private const double Level = 0.01;
    private const double Times = 2;

    public static bool Speak(WeekReport report) => report.Objectives.Any(Speak);

    private static bool Speak(ObjectiveResult objective)
    {
        var rows = objective.Worth.Where(row => row.PerResult is not null).OrderBy(row => row.PerResult).ToList();
        if (rows.Count < 2 || rows[^1].PerResult < Times * rows[0].PerResult) return false;
        var (all, share) = (rows[0].Results!.Value + rows[^1].Results!.Value, rows[^1].Cost / (rows[0].Cost + rows[^1].Cost));
        var distance = Math.Abs(all * share - rows[^1].Results!.Value) / Math.Sqrt(all * share * (1 - share));
        return 2 * Normal.CDF(0, 1, -distance) <= Level;
    }
}
