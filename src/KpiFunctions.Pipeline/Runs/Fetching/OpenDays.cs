using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Days of which a source has not said whole where visits came from, or nothing at all: they are read again once a day until
/// it has, for <see cref="SourceTraits.OpenDays"/> days at most. Only sources that say where visits come from have such days.
/// </summary>
/// <param name="asked">The days that a fetch asks for.</param>
internal sealed class OpenDays(SourceTraits traits, DayRange asked)
{
    private readonly HashSet<DateOnly> whole = [];

    /// <summary>Notes what was answered.</summary>
    public void Add(IEnumerable<Reading> readings)
    {
        if (traits.HasTraffic) whole.UnionWith(readings.Where(reading => reading.Traffic?.Any(slice => slice.HasUnknownReferrer) == false).Select(reading => reading.Day));
    }

    /// <summary>The first of the days that is open.</summary>
    /// <param name="through">The newest day that was answered; null where none was.</param>
    public DateOnly? First(DateOnly? through) =>
        traits.HasTraffic ? asked.Each().TakeWhile(day => day <= through).Where(day => !whole.Contains(day)).Select(day => (DateOnly?)day).FirstOrDefault() : null;

    /// <summary>The oldest day to be read again now; null where there is none, or where it was done today.</summary>
    public static DateOnly? ToAskAgain(Cursor cursor, SourceTraits traits, Zone zone, DateOnly today)
    {
        if (!traits.HasTraffic || (cursor.LastSuccess is { } last && zone.DayAt(last) >= today)) return null;
        var oldest = today.AddDays(-SourceTraits.OpenDays);
        return cursor.OpenFrom > oldest ? cursor.OpenFrom : oldest;
    }

    /// <summary>The account's oldest open day after a fetch.</summary>
    public static DateOnly? After(Cursor before, SourceTraits traits, DayRange asked, FetchOutcome outcome)
    {
        if (!traits.HasTraffic || outcome.Through is not { } through) return before.OpenFrom;
        if (before.OpenFrom < asked.First) return before.OpenFrom;
        return outcome.OpenFrom ?? through.AddDays(1);
    }
}
