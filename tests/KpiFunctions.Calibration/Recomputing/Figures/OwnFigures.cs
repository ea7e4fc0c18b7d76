namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>The client's own formulas.</summary>
internal static class OwnFigures
{
    public static double? Of(ClientWeekTold week, PlannedFormula formula) =>
        // One that is not known leaves no figure, even where it is multiplied by 0.
        formula.Metrics.All(metric => Of(week, metric) is not null) ? formula.ValueOf(metric => Of(week, metric)) : null;

    private static double? Of(ClientWeekTold week, string metric)
    {
        var byDay = week.Accounts.Where(account => account.Told.TellsByDay(metric)).ToList();
        return metric switch
        {
            "revenue" => week.Revenue,
            "followers" => ClientWeekTold.Sum(byDay.Select(account => account.LastLevel(metric)?.Value)),
            "reach_7d" => byDay.Count == 1 ? byDay[0].OnSunday(metric) : null,
            _ => week.Count(metric),
        };
    }
}
