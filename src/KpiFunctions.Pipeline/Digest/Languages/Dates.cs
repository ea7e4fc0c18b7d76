using System.Globalization;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>Writes days as a language's file says.</summary>
internal sealed class Dates(DateFormat format, ListFormat list)
{
    /// <summary><c>9 novembre</c></summary>
    public string Day(DateOnly day) => Fill(format.DayMonth, day);

    /// <summary><c>9 novembre 2026</c></summary>
    public string DayWithYear(DateOnly day) => Fill(format.DayMonthYear, day);

    /// <summary><c>31 mars 2027</c>, with its year only where that is not the year of a day that the reader has in mind.</summary>
    public string DayBeside(DateOnly day, DateOnly other) => day.Year == other.Year ? Day(day) : DayWithYear(day);

    /// <summary>A day to come: without its year where it is the next of its name, which a reader has in mind.</summary>
    public string Coming(DateOnly day, DateOnly today) => day >= today && day < today.AddYears(1) ? Day(day) : DayWithYear(day);

    /// <summary><c>lundi 9 novembre</c></summary>
    public string Weekday(DateOnly day) => format.WithWeekday
        .Replace("{weekday}", format.Weekdays[((int)day.DayOfWeek + 6) % 7], StringComparison.Ordinal)
        .Replace("{date}", Day(day), StringComparison.Ordinal);

    /// <summary><c>7 h 05</c>, <c>07:05</c></summary>
    public string Time(TimeOnly time) => format.Time
        .Replace("{h}", time.Hour.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{hh}", time.ToString("HH", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{mm}", time.ToString("mm", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary><c>9–15 November 2026</c>; a month or year is written twice only where the two differ.</summary>
    public string Period(DayRange days, bool withYear) =>
        Range(SameMonth(days) ? format.Tight : format.Spaced, days, withYear || days.First.Year != days.Last.Year);

    /// <summary>As short as it can be read: <c>9–15 novembre</c>.</summary>
    public string Compact(DayRange days) => $"{(SameMonth(days) ? DayNumber(days.First) : Day(days.First))}–{Day(days.Last)}";

    /// <summary>As a part of a sentence: <c>du 9 au 15 novembre</c>, <c>le 9 novembre</c>.</summary>
    public string During(DayRange days) => days.Count == 1
        ? format.On.Replace("{date}", Day(days.First), StringComparison.Ordinal)
        : Range(format.Between, days, days.First.Year != days.Last.Year);

    /// <summary>The same for days that are not in a row: <c>le 9 novembre et du 12 au 15 novembre</c>.</summary>
    public string During(IReadOnlyList<DateOnly> days) => Join([.. Rows(days).Select(During)]);

    /// <summary><c>a, b et c</c></summary>
    public string Join(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : string.Join(list.Separator, items.SkipLast(1)) + list.Last + items[^1];

    private static IEnumerable<DayRange> Rows(IReadOnlyList<DateOnly> days)
    {
        var ordered = days.Distinct().Order().ToList();
        for (var i = 0; i < ordered.Count;)
        {
            var first = i++;
            while (i < ordered.Count && ordered[i] == ordered[i - 1].AddDays(1)) i++;
            yield return new(ordered[first], ordered[i - 1]);
        }
    }

    private static bool SameMonth(DayRange days) => days.First.Month == days.Last.Month && days.First.Year == days.Last.Year;

    private string Range(string pattern, DayRange days, bool withYear)
    {
        var from = SameMonth(days) ? DayNumber(days.First) : days.First.Year == days.Last.Year ? Day(days.First) : DayWithYear(days.First);
        return pattern
            .Replace("{from}", from, StringComparison.Ordinal)
            .Replace("{to}", withYear ? DayWithYear(days.Last) : Day(days.Last), StringComparison.Ordinal);
    }

    private string Fill(string pattern, DateOnly day) => pattern
        .Replace("{d}", DayNumber(day), StringComparison.Ordinal)
        .Replace("{month}", format.Months[day.Month - 1], StringComparison.Ordinal)
        .Replace("{year}", day.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private string DayNumber(DateOnly day)
    {
        var number = day.Day.ToString(CultureInfo.InvariantCulture);
        return format.DayNumbers.TryGetValue(number, out var written) ? written : number;
    }
}
