namespace KpiFunctions.Pipeline.Periods;

/// <summary>Sets of days as ranges, in order, that neither overlap nor adjoin.</summary>
public static class DayRanges
{
    /// <summary>The days of some ranges, in whatever order these come.</summary>
    public static IReadOnlyList<DayRange> Union(IEnumerable<DayRange> ranges)
    {
        var union = new List<DayRange>();
        foreach (var range in ranges.OrderBy(range => range.First).ThenBy(range => range.Last))
        {
            if (union.Count > 0 && range.First.DayNumber <= union[^1].Last.DayNumber + 1) union[^1] = new(union[^1].First, range.Last > union[^1].Last ? range.Last : union[^1].Last);
            else union.Add(range);
        }

        return union;
    }

    /// <summary>Some days as ranges.</summary>
    public static IReadOnlyList<DayRange> Of(IEnumerable<DateOnly> days) => Union(days.Select(day => new DayRange(day, day)));
}
