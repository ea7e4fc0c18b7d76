namespace KpiFunctions.Pipeline.Periods.Calendars;

/// <summary>
/// A country's weeks by their special days: which week of an earlier year a week is to be compared with, since the same
/// number or date is no Easter week. Pure; the days are computed, from <see cref="SpecialDays"/>.
/// </summary>
/// <param name="country">ISO 3166-1 alpha-2; null where it is not known.</param>
public sealed class HolidayCalendar(string? country)
{
    /// <summary>How far from the same date a week may be looked for: Easter moves by five weeks.</summary>
    private const int Furthest = 5;

    /// <summary>A leading day that one of two weeks lacks weighs more than any distance.</summary>
    private const double LeadingDay = 10;

    /// <summary>Another day weighs less than a week's distance: it decides between neighbours alone.</summary>
    private const double OtherDay = 0.6;

    private readonly IReadOnlyList<SpecialDay> days = SpecialDays.Of(country);

    /// <summary>The special days within a week, each with the weeks that it goes on.</summary>
    public IReadOnlyList<SpecialDay> In(IsoWeek week) => [.. days.Where(day => IsDuring(day, week))];

    /// <summary>Whether a week may be no usual one because of its days.</summary>
    public bool IsSpecial(IsoWeek week) => days.Any(day => IsDuring(day, week));

    /// <summary>
    /// The week of an earlier year that a week is like: with the same leading days, else the nearest to the same date. A holiday on
    /// a Saturday or Sunday that does not lead is none.
    /// </summary>
    /// <param name="years">How many years earlier, 1 or more.</param>
    public IsoWeek SameWeek(IsoWeek week, int years)
    {
        var around = IsoWeek.Of(week.Monday.AddDays(3).AddYears(-years));
        var date = week.Monday.AddDays(3).AddYears(-years);
        var own = Marks(week);
        return Enumerable.Range(-Furthest, 2 * Furthest + 1).Select(around.Plus)
            .MinBy(candidate => Difference(own, Marks(candidate)) + Math.Abs(candidate.Monday.AddDays(3).DayNumber - date.DayNumber) / 7.0);
    }

    private static double Difference(HashSet<SpecialDay> one, HashSet<SpecialDay> other) =>
        one.Except(other).Concat(other.Except(one)).Sum(day => day.Leads ? LeadingDay : OtherDay);

    /// <summary>The days that begin within a week.</summary>
    private HashSet<SpecialDay> Marks(IsoWeek week) =>
        [.. days.Where(day => DatesNear(day, week).Any(date => week.Days.Contains(date) && (day.Leads || date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))))];

    private static bool IsDuring(SpecialDay day, IsoWeek week) =>
        DatesNear(day, week).Any(date => IsoWeek.Of(date) is var first && first <= week && week <= first.Plus(day.Weeks - 1));

    /// <summary>The day in the years that a week lies in: two around New Year.</summary>
    private static IEnumerable<DateOnly> DatesNear(SpecialDay day, IsoWeek week) =>
        new[] { week.Monday.AddDays(-7 * day.Weeks).Year, week.Monday.Year, week.Sunday.Year }.Distinct().Select(day.In);
}
