using ScottPlot;

namespace KpiFunctions.Calibration.Pages;

/// <summary>Lines over a number of weeks or a size, as pictures for the page.</summary>
internal static class Plots
{
    private const int Width = 760;
    private const int Height = 420;

    /// <param name="limit">A share to be told apart by a dashed line, and what it is.</param>
    public static void Save(string path, string x, string y, IReadOnlyList<string> ticks, IEnumerable<(string Name, IReadOnlyList<double> Shares)> lines, (double Share, string Name) limit)
    {
        using var plot = new Plot();
        var places = Enumerable.Range(0, ticks.Count).Select(i => (double)i).ToArray();
        foreach (var (name, shares) in lines)
        {
            var line = plot.Add.Scatter(places, shares.Select(share => 100 * share).ToArray());
            line.LegendText = name;
            line.LineWidth = 2;
        }

        var dashes = plot.Add.HorizontalLine(100 * limit.Share);
        (dashes.LinePattern, dashes.Color, dashes.LegendText) = (LinePattern.Dashed, Colors.Black, limit.Name);
        plot.Axes.Bottom.SetTicks(places, [.. ticks]);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        plot.ShowLegend(Edge.Right);
        plot.SavePng(path, Width, Height);
    }
}
