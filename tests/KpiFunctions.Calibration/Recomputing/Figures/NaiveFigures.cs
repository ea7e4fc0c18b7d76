using KpiFunctions.Calibration.Recomputing.Telling;

namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>Every figure of a week, computed as plainly as the pages of <c>docs/kpis</c> say it.</summary>
internal static class NaiveFigures
{
    /// <summary>The figures of some objectives; null where one is not to be had.</summary>
    /// <param name="own">The client's own figures.</param>
    public static IReadOnlyDictionary<FigureName, double?> Of(IEnumerable<Told> told, DateOnly monday, IEnumerable<string> objectives, IReadOnlyDictionary<FigureName, PlannedFormula> own)
    {
        var week = new ClientWeekTold(told, monday);
        var figures = new Dictionary<FigureName, double?>();
        foreach (var objective in objectives)
            foreach (var (figure, account, value) in Of(week, objective)) figures[new(objective, figure, account)] = value;
        foreach (var (name, formula) in own) figures[name] = OwnFigures.Of(week, formula);
        return figures;
    }

    private static IEnumerable<(string Figure, string Account, double? Value)> Of(ClientWeekTold week, string objective) => objective switch
    {
        "awareness" => AwarenessFigures.Of(week),
        "image" => ImageFigures.Of(week),
        "google-independence" => VisitFigures.OfIndependence(week),
        "offers" => OfferFigures.Of(week),
        "sales" => VisitFigures.OfSales(week),
        _ => [],
    };
}
