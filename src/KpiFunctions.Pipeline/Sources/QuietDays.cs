namespace KpiFunctions.Pipeline.Sources;

/// <summary>
/// Tells a day without a visit from a day whose figures were lost, such as one whose archive was not made or whose tag
/// was gone. An analytics tool answers both alike. Pure.
/// </summary>
/// <param name="visits">Visits of the days that have any.</param>
internal sealed class QuietDays(IReadOnlyDictionary<DateOnly, double> visits)
{
    /// <summary>A site with so many visits on the days around it does not have a day without one.</summary>
    private const double Busy = 40;

    private readonly List<DateOnly> days = [.. visits.Keys.Order()];

    /// <summary>The last day that has visits; null where none has.</summary>
    public DateOnly? Last => days.Count == 0 ? null : days[^1];

    /// <summary>Whether a day without figures may have had no visit: of the nearest days before and after it that have visits, one has few.</summary>
    public bool MayBeQuiet(DateOnly day)
    {
        var after = days.BinarySearch(day) is var at && at >= 0 ? at : ~at;
        var nearest = Enumerable.Range(after - 1, 2).Where(i => i >= 0 && i < days.Count).Select(i => visits[days[i]]).ToList();
        return nearest.Count == 0 || nearest.Min() < Busy;
    }
}
