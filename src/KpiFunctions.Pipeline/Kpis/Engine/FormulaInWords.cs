namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>The arithmetic behind a figure, for whoever wants to do it again by hand.</summary>
internal static class FormulaInWords
{
    /// <summary>As the week was taken, where that is known; else as the figure is declared.</summary>
    public static string Of(Kpi kpi) => kpi.Basis switch
    {
        Basis.UniqueOverWeek => "people reached in the seven days that end on Sunday, each counted once",
        Basis.BestDay best => $"people reached on the best day, {best.Day:yyyy-MM-dd}",
        Basis.TypicalPost typical => $"median of the people reached by each of {typical.Posts} posts",
        Basis.LevelChange change => $"{Number(change.ToLevel)} ({change.To:yyyy-MM-dd}) - {Number(change.FromLevel)} ({change.From:yyyy-MM-dd})",
        Basis.LastLevel last => $"level on {last.Day:yyyy-MM-dd}",
        Basis.SumOfParts parts => string.Join(" + ", parts.Included.Select(metric => metric.Key)),
        Basis.SumOfDays { OfPosts: true } => $"{kpi.Traits.Name} of the week's posts since their publication, added up over accounts",
        Basis.Ratio ratio => kpi.Traits.FormulaPer(ratio.Per),
        _ => kpi.Traits.FormulaPer(null),
    };

    private static string Number(double value) => value.ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture);
}
